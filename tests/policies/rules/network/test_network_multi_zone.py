import pytest

from airworthy.kit.resource import Resource
from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.network.network_multi_zone import network_multi_zone

VPC = resource("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16"}, name="vpc")


def subnet(name: str, key: str = "availabilityZone", zone: object = None) -> Resource:
    inputs = {"vpcId": UNKNOWN, key: zone}
    return resource("aws:ec2/subnet:Subnet", inputs, name=name, refers={"vpcId": (VPC,)})


A = subnet("a", zone="us-east-1a")
A_TOO = subnet("a-too", zone="us-east-1a")
B = subnet("b", zone="us-east-1b")
SECRET_B = subnet("secret", zone=Secret("us-east-1b"))
UNSAID = subnet("unsaid")
UNKNOWN_ZONE = subnet("unknown", zone=UNKNOWN)
BY_ID = subnet("by-id", key="availabilityZoneId", zone="use1-az1")
BY_ID_TOO = subnet("by-id-too", key="availabilityZoneId", zone="use1-az1")
BY_OTHER_ID = subnet("by-other-id", key="availabilityZoneId", zone="use1-az2")
ANYWHERE = resource("aws:ec2/subnet:Subnet", {"vpcId": UNKNOWN}, name="anywhere")
STACK_REFERENCE = resource("pulumi:pulumi:StackReference", name="network")

NETWORKS = [
    Case("two zones", {}, Outcome.PASS, beside=(A, B)),
    Case("one zone", {}, Outcome.FAIL, "its subnets (2) are in one zone", beside=(A, A_TOO)),
    Case("one subnet", {}, Outcome.FAIL, beside=(UNSAID,)),
    Case("missing: no subnets", {}, Outcome.NOT_APPLICABLE, "no subnet of this", beside=()),
    Case("missing: AWS picks the zone", {}, Outcome.UNKNOWN, "a, unsaid", beside=(A, UNSAID)),
    Case("two zones and one that AWS picks", {}, Outcome.PASS, beside=(A, UNSAID, B)),
    Case("unknown zone", {}, Outcome.UNKNOWN, "zone", beside=(A, UNKNOWN_ZONE)),
    Case("perhaps another network's subnet", {}, Outcome.UNKNOWN, "vpcId", beside=(ANYWHERE,)),
    Case("secret", {}, Outcome.PASS, beside=(A, SECRET_B)),
    Case("by id", {}, Outcome.PASS, beside=(BY_ID, BY_OTHER_ID)),
    Case("one zone by id", {}, Outcome.FAIL, beside=(BY_ID, BY_ID_TOO)),
    Case("an id may mean the zone named", {}, Outcome.UNKNOWN, beside=(A, BY_ID)),
]


@pytest.mark.parametrize("case", NETWORKS, ids=str)
def test_verdict_on_a_network(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(network_multi_zone, VPC)


def group(*behind: Resource, ids: object = None) -> Resource:
    return resource(
        "aws:rds/subnetGroup:SubnetGroup",
        {"subnetIds": [UNKNOWN] * len(behind) if ids is None else ids},
        refers={"subnetIds": behind},
    )


TWO_ZONES = group(A, B)
GROUPS = [
    (TWO_ZONES, Case("two zones", {}, Outcome.PASS)),
    (TWO_ZONES, Case("the list itself is unknown", {"subnetIds": UNKNOWN}, Outcome.PASS)),
    (TWO_ZONES, Case("missing", {"subnetIds": ABSENT}, Outcome.FAIL, "subnetIds is absent")),
    (TWO_ZONES, Case("one subnet", {"subnetIds": [UNKNOWN]}, Outcome.FAIL, "2 zones or more")),
    (group(A, A_TOO), Case("one zone", {}, Outcome.FAIL, "its subnets are in one zone")),
    (
        group(A, A_TOO, ids=["subnet-1", "subnet-2"]),
        Case("one zone, deployed already", {}, Outcome.FAIL),
    ),
    (group(A, UNKNOWN_ZONE), Case("an unknown zone", {}, Outcome.UNKNOWN)),
    (
        group(A, ids=[UNKNOWN, "subnet-2"]),
        Case("a subnet of this stack beside another", {}, Outcome.UNKNOWN, "subnetIds"),
    ),
    (
        group(A, STACK_REFERENCE),
        Case("a subnet of another stack", {}, Outcome.UNKNOWN),
    ),
    (group(ids=["subnet-1", "subnet-2"]), Case("literals tell no zone", {}, Outcome.UNKNOWN)),
    (group(ids=Secret(["subnet-1", "subnet-2"])), Case("secret literals", {}, Outcome.UNKNOWN)),
    (group(ids=Secret(["subnet-1"])), Case("a secret subnet alone", {}, Outcome.FAIL, "[secret]")),
    (group(ids=UNKNOWN), Case("unknown", {}, Outcome.UNKNOWN)),
    (group(ids="subnet-1"), Case("malformed", {}, Outcome.FAIL, "expected a list")),
]


@pytest.mark.parametrize(("judged", "case"), GROUPS, ids=[case.name for _, case in GROUPS])
def test_verdict_on_a_subnet_group(judged: Resource, case: Case) -> None:
    """Each row of the table gets its verdict."""
    beside = (A, A_TOO, B, UNKNOWN_ZONE, STACK_REFERENCE)
    case.check(network_multi_zone, judged, beside)
