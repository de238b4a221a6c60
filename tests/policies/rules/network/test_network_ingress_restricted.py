import pytest

from airworthy.kit.testing import ABSENT, Case, changed, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.network.network_ingress_restricted import network_ingress_restricted

WORLD, WORLD6 = "0.0.0.0/0", "::/0"

SEPARATE = resource(
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    {"ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIpv4": WORLD},
)
SEPARATE_CASES = [
    Case("HTTPS", {}, Outcome.PASS),
    Case("HTTP", {"fromPort": 80, "toPort": 80}, Outcome.PASS),
    Case("HTTP/3", {"ipProtocol": "udp"}, Outcome.PASS),
    Case("a protocol by its number", {"ipProtocol": "6"}, Outcome.PASS),
    Case("ports as text", {"fromPort": "443", "toPort": "443"}, Outcome.PASS),
    Case(
        "SSH", {"fromPort": 22, "toPort": 22}, Outcome.FAIL, 'tcp 22 to 22 is open to "0.0.0.0/0"'
    ),
    Case(
        "SSH to an office", {"fromPort": 22, "toPort": 22, "cidrIpv4": "192.0.2.0/24"}, Outcome.PASS
    ),
    Case("SSH to ten", {"fromPort": 22, "toPort": 22, "cidrIpv4": "10.0.0.0/8"}, Outcome.PASS),
    Case("SSH in IPv6", {"fromPort": 22, "cidrIpv4": ABSENT, "cidrIpv6": WORLD6}, Outcome.FAIL),
    Case(
        "SSH to a private range",
        {"fromPort": 22, "cidrIpv4": ABSENT, "cidrIpv6": "fc00::/7"},
        Outcome.PASS,
    ),
    Case(
        "all of IPv6 in use",
        {"fromPort": 22, "cidrIpv4": ABSENT, "cidrIpv6": "2000::/3"},
        Outcome.FAIL,
    ),
    Case(
        "half of the world",
        {"fromPort": 22, "cidrIpv4": "128.0.0.0/1"},
        Outcome.FAIL,
        "128.0.0.0/1",
    ),
    Case("more than the web between", {"fromPort": 80}, Outcome.FAIL, "80 to 443"),
    Case(
        "every protocol",
        {"ipProtocol": "-1", "fromPort": ABSENT, "toPort": ABSENT},
        Outcome.FAIL,
        "every port",
    ),
    Case(
        "another protocol",
        {"ipProtocol": "50", "fromPort": ABSENT, "toPort": ABSENT},
        Outcome.FAIL,
        "50 is open",
    ),
    Case(
        "a short secret", {"ipProtocol": Secret("50")}, Outcome.FAIL, "[secret] 443 to 443 is open"
    ),
    Case("ping", {"ipProtocol": "icmp", "fromPort": 8, "toPort": -1}, Outcome.FAIL),
    Case("path MTU", {"ipProtocol": "icmp", "fromPort": 3, "toPort": 4}, Outcome.PASS),
    Case("path MTU in IPv6", {"ipProtocol": "58", "fromPort": 2, "toPort": 0}, Outcome.PASS),
    Case(
        "a group",
        {"cidrIpv4": ABSENT, "referencedSecurityGroupId": "sg-1", "fromPort": 22},
        Outcome.PASS,
    ),
    Case("missing protocol", {"ipProtocol": ABSENT}, Outcome.FAIL, "every port"),
    Case("missing ports", {"fromPort": ABSENT, "toPort": ABSENT}, Outcome.FAIL, "tcp is open"),
    Case("unknown source", {"fromPort": 22, "cidrIpv4": UNKNOWN}, Outcome.UNKNOWN, "cidrIpv4"),
    Case("unknown source of the web", {"cidrIpv4": UNKNOWN}, Outcome.PASS),
    Case("unknown port", {"fromPort": UNKNOWN}, Outcome.UNKNOWN, "fromPort"),
    Case("unknown port for a group", {"fromPort": UNKNOWN, "cidrIpv4": ABSENT}, Outcome.PASS),
    Case(
        "what is known is judged beside an unknown",
        {"fromPort": 22, "cidrIpv4": UNKNOWN, "cidrIpv6": WORLD6},
        Outcome.FAIL,
        "::/0",
    ),
    Case("secret", {"fromPort": 22, "cidrIpv4": Secret(WORLD)}, Outcome.FAIL, "[secret]"),
    Case("malformed port", {"fromPort": "web"}, Outcome.FAIL, "expected a number"),
    Case("no range at all", {"fromPort": 22, "cidrIpv4": "everybody"}, Outcome.PASS),
]


@pytest.mark.parametrize("case", SEPARATE_CASES, ids=str)
def test_verdict_on_an_ingress_rule(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(network_ingress_restricted, SEPARATE)


OLDER = resource(
    "aws:ec2/securityGroupRule:SecurityGroupRule",
    {"type": "ingress", "protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": [WORLD]},
)
OLDER_CASES = [
    Case("HTTPS", {}, Outcome.PASS),
    Case("a database", {"fromPort": 5432, "toPort": 5432}, Outcome.FAIL, "5432"),
    Case(
        "in IPv6", {"fromPort": 0, "cidrBlocks": ABSENT, "ipv6CidrBlocks": [WORLD6]}, Outcome.FAIL
    ),
    Case(
        "an office among others",
        {"fromPort": 22, "cidrBlocks": ["192.0.2.1/32", WORLD]},
        Outcome.FAIL,
    ),
    Case("everything", {"protocol": "all", "fromPort": 0, "toPort": 0}, Outcome.FAIL, "every port"),
    Case("what goes out", {"type": "egress", "protocol": "-1"}, Outcome.NOT_APPLICABLE, "egress"),
    Case("missing source", {"fromPort": 22, "cidrBlocks": ABSENT}, Outcome.PASS),
    Case("unknown source", {"fromPort": 22, "cidrBlocks": [UNKNOWN]}, Outcome.UNKNOWN),
    Case("unknown sources", {"fromPort": 22, "cidrBlocks": UNKNOWN}, Outcome.UNKNOWN),
    Case(
        "the world beside an unknown",
        {"fromPort": 22, "cidrBlocks": [UNKNOWN, WORLD]},
        Outcome.FAIL,
    ),
    Case("secret", {"fromPort": 22, "cidrBlocks": Secret([WORLD])}, Outcome.FAIL, "[secret]"),
]


@pytest.mark.parametrize("case", OLDER_CASES, ids=str)
def test_verdict_on_a_security_group_rule(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(network_ingress_restricted, OLDER)


HTTPS = {"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": [WORLD]}
SSH = {"protocol": "tcp", "fromPort": 22, "toPort": 22, "cidrBlocks": [WORLD]}
GROUP = resource("aws:ec2/securityGroup:SecurityGroup", {"vpcId": "vpc-1", "ingress": [HTTPS]})
GROUP_CASES = [
    Case("HTTPS", {}, Outcome.PASS),
    Case("SSH beside it", {"ingress": [HTTPS, SSH]}, Outcome.FAIL, "tcp 22 to 22"),
    Case("itself", {"ingress": [{"protocol": "-1", "self": True}]}, Outcome.PASS),
    Case("missing: rules of their own judge themselves", {"ingress": ABSENT}, Outcome.PASS),
    Case("unknown", {"ingress": UNKNOWN}, Outcome.UNKNOWN),
    Case("SSH beside an unknown", {"ingress": [UNKNOWN, SSH]}, Outcome.FAIL, "tcp 22"),
    Case("HTTPS beside an unknown", {"ingress": [HTTPS, UNKNOWN]}, Outcome.UNKNOWN),
    Case("secret", {"ingress": Secret([SSH])}, Outcome.FAIL, "[secret]"),
    Case("malformed", {"ingress": ["tcp"]}, Outcome.FAIL, "no mapping"),
]


@pytest.mark.parametrize("case", GROUP_CASES, ids=str)
def test_verdict_on_inline_rules(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(network_ingress_restricted, GROUP)


def test_every_opening_is_told() -> None:
    """One rule open to two worlds is two findings, each where it can be mended."""
    both = changed(OLDER, {"fromPort": 22, "ipv6CidrBlocks": [WORLD6]})
    case = Case("both", {}, Outcome.FAIL)

    found = case.verdict(network_ingress_restricted, both).findings

    assert [finding.at for finding in found] == ["cidrBlocks", "ipv6CidrBlocks"]
