import pytest

from airworthy.kit.resource import Resource
from airworthy.kit.testing import Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.network.network_flow_logs import network_flow_logs

VPC = resource("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16"}, name="vpc")
OTHER = resource("aws:ec2/vpc:Vpc", {"cidrBlock": "10.1.0.0/16"}, name="other")


def log(name: str, *, of: Resource = VPC, **inputs: object) -> Resource:
    return resource(
        "aws:ec2/flowLog:FlowLog",
        {"vpcId": UNKNOWN, **inputs},
        name=name,
        refers={"vpcId": (of,)},
    )


ALL = log("all", trafficType="ALL")
ACCEPTED = log("accepted", trafficType="ACCEPT")
REJECTED = log("rejected", trafficType="REJECT")
UNKNOWN_KIND = log("unknown", trafficType=UNKNOWN)
ANYWHERE = resource("aws:ec2/flowLog:FlowLog", {"vpcId": UNKNOWN, "trafficType": "ALL"})

CASES = [
    Case("all of it", {}, Outcome.PASS, beside=(ALL,)),
    Case("both halves of it", {}, Outcome.PASS, beside=(ACCEPTED, REJECTED)),
    Case("half of it", {}, Outcome.FAIL, 'is "REJECT", expected ALL', beside=(REJECTED,)),
    Case("another network's", {}, Outcome.FAIL, beside=(log("o", of=OTHER, trafficType="ALL"),)),
    Case("missing", {}, Outcome.FAIL, "no flow log", beside=()),
    Case("missing kind", {}, Outcome.FAIL, "is absent, expected ALL", beside=(log("none"),)),
    Case("unknown kind", {}, Outcome.UNKNOWN, "of unknown", beside=(REJECTED, UNKNOWN_KIND)),
    Case("all of it beside an unknown", {}, Outcome.PASS, beside=(UNKNOWN_KIND, ALL)),
    Case("unknown place", {}, Outcome.UNKNOWN, "vpcId", beside=(ANYWHERE,)),
    Case("secret", {}, Outcome.PASS, beside=(log("secret", trafficType=Secret("ALL")),)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(network_flow_logs, VPC)
