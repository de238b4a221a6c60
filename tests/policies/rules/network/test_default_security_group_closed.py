import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.network.default_security_group_closed import (
    default_security_group_closed,
)

VPC = resource("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16"}, name="vpc")
GROUP = resource(
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    {"vpcId": UNKNOWN, "ingress": [], "egress": []},
    name="default",
    refers={"vpcId": (VPC,)},
)
ANYWHERE = resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", {"vpcId": UNKNOWN})
ADDED = resource(
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    {"securityGroupId": UNKNOWN},
    name="added",
    refers={"securityGroupId": (GROUP,)},
)
SOMEWHERE = resource(
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", {"securityGroupId": UNKNOWN}
)

NETWORKS = [
    Case("closed", {}, Outcome.PASS, beside=(GROUP,)),
    Case("missing: open to its members by default", {}, Outcome.FAIL, "nothing closes", beside=()),
    Case("unknown network", {}, Outcome.UNKNOWN, "vpcId", beside=(ANYWHERE,)),
]


@pytest.mark.parametrize("case", NETWORKS, ids=str)
def test_verdict_on_a_network(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(default_security_group_closed, VPC)


RULE = {"protocol": "-1", "self": True}
GROUPS = [
    Case("no rules", {}, Outcome.PASS),
    Case(
        "missing: taking it over removes all", {"ingress": ABSENT, "egress": ABSENT}, Outcome.PASS
    ),
    Case("lets in", {"ingress": [RULE]}, Outcome.FAIL, "expected no rules"),
    Case("lets out", {"egress": [RULE]}, Outcome.FAIL, "egress is"),
    Case("unknown", {"ingress": UNKNOWN}, Outcome.UNKNOWN, "ingress"),
    Case("lets out beside an unknown", {"ingress": UNKNOWN, "egress": [RULE]}, Outcome.FAIL),
    Case("secret", {"egress": Secret([RULE])}, Outcome.FAIL, "[secret]"),
    Case("a rule is added", {}, Outcome.FAIL, "added adds a rule", beside=(ADDED,)),
    Case("a rule may be added", {}, Outcome.UNKNOWN, beside=(SOMEWHERE,)),
]


@pytest.mark.parametrize("case", GROUPS, ids=str)
def test_verdict_on_a_default_group(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(default_security_group_closed, GROUP)
