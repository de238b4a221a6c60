"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.values import Unknown, UnknownRead
from airworthy.kit.verdict import Finding, Severity
from airworthy.policies.zones import SUBNET, span_zones

VPC = "aws:ec2/vpc:Vpc"
FEWEST = 2


@rule(
    proves=("network-multi-zone",),
    on=(
        VPC,
        "aws:docdb/subnetGroup:SubnetGroup",
        "aws:elasticache/subnetGroup:SubnetGroup",
        "aws:memorydb/subnetGroup:SubnetGroup",
        "aws:neptune/subnetGroup:SubnetGroup",
        "aws:rds/subnetGroup:SubnetGroup",
    ),
    severity=Severity.HIGH,
    fix="Add subnets in further zones, each with its availability_zone by name.",
    source="AWS EC2: a subnet stands in one zone, which AWS picks where none is given",
)
def network_multi_zone(network: Resource, stack: Stack) -> Findings:
    """Networks, and the subnets of databases, span two zones or more.

    A zone fails as one: a standby, a second node or a second replica beside the first is none.
    """
    if network.type != VPC:
        yield from _of_group(network, stack)
        return
    subnets = stack.linked(network, SUBNET, through="vpcId")
    if not subnets:
        raise NotApplicable("no subnet of this stack is in it")
    if not span_zones(subnets):
        yield f"its subnets ({len(subnets)}) are in one zone, expected {FEWEST} or more"


def _of_group(group: Resource, stack: Stack) -> Findings:
    given = () if group.is_unknown("subnetIds") else group.list("subnetIds").raw
    if not group.is_unknown("subnetIds") and len(given) < FEWEST:
        yield group.expected("subnetIds", f"subnets in {FEWEST} zones or more")
        return
    behind = [stack.find(urn) for urn in group.property_dependencies.get("subnetIds", ())]
    subnets = tuple(found for found in behind if found is not None and found.type == SUBNET)
    if subnets and span_zones(subnets):
        return
    ours = 0 < len(subnets) == len(behind)
    known = [subnet for subnet in given if not isinstance(subnet, Unknown)]
    if not ours or (known and len(given) > len(subnets)):
        raise UnknownRead("the zone of each of subnetIds")
    yield Finding(f"its subnets are in one zone, expected {FEWEST} or more", at="subnetIds")
