"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.verdict import Severity
from airworthy.policies.zones import SUBNET, span_zones

NAT = "aws:ec2/natGateway:NatGateway"


@rule(
    proves=("network-multi-zone",),
    on=("aws:ec2/vpc:Vpc",),
    severity=Severity.MEDIUM,
    fix="Add a NAT gateway in each zone and route each zone's private subnets to its own.",
    source="AWS EC2: a NAT gateway is zonal unless availabilityMode is regional, which goes with "
    "vpcId in place of subnetId",
)
def nat_gateways_multi_zone(network: Resource, stack: Stack) -> Findings:
    """Networks of several zones reach the internet from more than one.

    With the zone of the only NAT gateway, every zone loses the payment provider, the mail
    service and the image registry.
    """
    if stack.linked(network, NAT, through="vpcId"):
        return
    subnets = stack.linked(network, SUBNET, through="vpcId")
    homes = [subnet for subnet in subnets if stack.linked(subnet, NAT, through="subnetId")]
    if not homes:
        raise NotApplicable("no NAT gateway of this stack is in it")
    if not span_zones(subnets):
        raise NotApplicable("its subnets are in one zone")
    if not span_zones(homes):
        yield "its NAT gateways are in one zone, expected one in each zone"
