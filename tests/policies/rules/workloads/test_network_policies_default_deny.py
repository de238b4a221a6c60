import pytest

from airworthy.kit.resource import Resource
from airworthy.kit.testing import Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.workloads.network_policies_default_deny import (
    network_policies_default_deny,
)

BASELINE = resource("kubernetes:core/v1:Namespace", {"metadata": {"name": "shop"}})
BOTH = ["Ingress", "Egress"]

RANGE = [{"ipBlock": {"cidr": "10.0.0.0/8"}}]
ONE = {"matchLabels": {"app": "shop"}}


def policy(spec: object, *, namespace: object = "shop", name: str = "policy") -> Resource:
    return resource(
        "kubernetes:networking.k8s.io/v1:NetworkPolicy",
        {"metadata": {"namespace": namespace}, "spec": spec},
        name=name,
    )


DENY = policy({"podSelector": {}, "policyTypes": BOTH})
DNS = [{"to": [{"namespaceSelector": {}}], "ports": [{"port": 53}]}]


def case(name: str, policies: tuple[Resource, ...], outcome: Outcome, message: str = "") -> Case:
    return Case(name, {}, outcome, message, policies)


CASES = [
    case("one for both", (DENY,), Outcome.PASS),
    case("an absent selector is empty too", (policy({"policyTypes": BOTH}),), Outcome.PASS),
    case(
        "one for each",
        (
            policy({"podSelector": {"matchLabels": {}}}),
            policy({"policyTypes": ["Egress"], "egress": []}, name="egress"),
        ),
        Outcome.PASS,
    ),
    case("names are resolved", (DENY, policy({"egress": DNS}, name="dns")), Outcome.PASS),
    case("egress by its rules", (policy({"egress": DNS}),), Outcome.PASS),
    case("missing", (), Outcome.FAIL, "selects all pods for Egress"),
    case("ingress alone, by default", (policy({"podSelector": {}}),), Outcome.FAIL, "for Egress"),
    case(
        "some pods",
        (policy({"podSelector": {"matchLabels": {"a": "b"}}, "policyTypes": BOTH}),),
        Outcome.FAIL,
        "selects all pods for Ingress",
    ),
    case(
        "some pods by expression",
        (policy({"podSelector": {"matchExpressions": [{"key": "a"}]}, "policyTypes": BOTH}),),
        Outcome.FAIL,
    ),
    case("elsewhere", (policy(DENY.inputs["spec"], namespace="other"),), Outcome.FAIL),
    case(
        "all is allowed again",
        (DENY, policy({"ingress": [{}]}, name="open")),
        Outcome.FAIL,
        "NetworkPolicy open allows all pods all Ingress",
    ),
    case("a port is allowed", (DENY, policy({"ingress": [{"ports": [{}]}]})), Outcome.PASS),
    case(
        "anybody by address",
        (DENY, policy({"egress": [{"to": [{"ipBlock": {"cidr": "0.0.0.0/0"}}]}]}, name="open")),
        Outcome.FAIL,
        "NetworkPolicy open allows all pods all Egress",
    ),
    case(
        "anybody by address of version 6, among others",
        (DENY, policy({"ingress": [{"from": [*RANGE, {"ipBlock": {"cidr": "::/0"}}]}]})),
        Outcome.FAIL,
        "all Ingress",
    ),
    case(
        "every namespace",
        (DENY, policy({"ingress": [{"from": [{"namespaceSelector": {}}]}]})),
        Outcome.FAIL,
        "all Ingress",
    ),
    case(
        "every pod of every namespace",
        (DENY, policy({"ingress": [{"from": [{"namespaceSelector": {}, "podSelector": {}}]}]})),
        Outcome.FAIL,
    ),
    case("a range", (DENY, policy({"ingress": [{"from": RANGE}]})), Outcome.PASS),
    case(
        "the same pods in every namespace",
        (DENY, policy({"ingress": [{"from": [{"namespaceSelector": {}, "podSelector": ONE}]}]})),
        Outcome.PASS,
    ),
    case(
        "one namespace",
        (DENY, policy({"ingress": [{"from": [{"namespaceSelector": ONE}]}]})),
        Outcome.PASS,
    ),
    case("pods", (DENY, policy({"ingress": [{"from": [{"podSelector": ONE}]}]})), Outcome.PASS),
    case(
        "an address not yet known",
        (DENY, policy({"ingress": [{"from": [{"ipBlock": {"cidr": UNKNOWN}}]}]})),
        Outcome.UNKNOWN,
    ),
    case("unknown", (policy({"podSelector": UNKNOWN}),), Outcome.UNKNOWN, "podSelector"),
    case("perhaps here", (policy({}, namespace=UNKNOWN),), Outcome.UNKNOWN, "the namespace of"),
    case("secret", (policy({"policyTypes": Secret(BOTH)}),), Outcome.PASS),
    case("malformed", (policy({"policyTypes": "Ingress"}),), Outcome.FAIL, "expected a list"),
]


@pytest.mark.parametrize("row", CASES, ids=str)
def test_verdict(row: Case) -> None:
    """Each row of the table gets its verdict."""
    row.check(network_policies_default_deny, BASELINE)
