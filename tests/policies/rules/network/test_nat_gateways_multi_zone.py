import pytest

from airworthy.kit.resource import Resource
from airworthy.kit.testing import Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.network.nat_gateways_multi_zone import nat_gateways_multi_zone

VPC = resource("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16"}, name="vpc")


def subnet(name: str, zone: object) -> Resource:
    return resource(
        "aws:ec2/subnet:Subnet",
        {"vpcId": UNKNOWN, "availabilityZone": zone},
        name=name,
        refers={"vpcId": (VPC,)},
    )


def nat(subnet: Resource) -> Resource:
    return resource(
        "aws:ec2/natGateway:NatGateway",
        {"subnetId": UNKNOWN},
        name=f"nat-{subnet.name}",
        refers={"subnetId": (subnet,)},
    )


A, A_TOO = subnet("a", "us-east-1a"), subnet("a-too", "us-east-1a")
B, C = subnet("b", "us-east-1b"), subnet("c", UNKNOWN)
SECRET_B = subnet("secret", Secret("us-east-1b"))
REGIONAL = resource(
    "aws:ec2/natGateway:NatGateway",
    {"vpcId": UNKNOWN, "availabilityMode": "regional"},
    name="regional",
    refers={"vpcId": (VPC,)},
)
ANYWHERE = resource("aws:ec2/natGateway:NatGateway", {"subnetId": UNKNOWN}, name="anywhere")

CASES = [
    Case("one in each zone", {}, Outcome.PASS, beside=(A, B, nat(A), nat(B))),
    Case("one in all", {}, Outcome.FAIL, "NAT gateways are in one zone", beside=(A, B, nat(A))),
    Case("two in one zone", {}, Outcome.FAIL, beside=(A, A_TOO, B, nat(A), nat(A_TOO))),
    Case("missing: none at all", {}, Outcome.NOT_APPLICABLE, "no NAT", beside=(A, B)),
    Case("regional, in every zone", {}, Outcome.PASS, beside=(A, B, REGIONAL)),
    Case("one zone in all", {}, Outcome.NOT_APPLICABLE, "one zone", beside=(A, A_TOO, nat(A))),
    Case("unknown zone", {}, Outcome.UNKNOWN, beside=(A, C, nat(A), nat(C))),
    Case("unknown place", {}, Outcome.UNKNOWN, "subnetId", beside=(A, B, ANYWHERE)),
    Case("secret", {}, Outcome.PASS, beside=(A, SECRET_B, nat(A), nat(SECRET_B))),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(nat_gateways_multi_zone, VPC)
