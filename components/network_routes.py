"""The ways out of a network's subnets: each kind of subnet has its own, and each zone."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from airworthy.components.base import Component

__all__ = ["named", "routes"]

ANYWHERE = "0.0.0.0/0"
Subnets = Mapping[str, Mapping[str, aws.ec2.Subnet]]


def named(tags: Mapping[str, str], name: str) -> dict[str, str]:
    """The tags of a child that AWS's console shows by its Name."""
    return {**tags, "Name": name}


def routes(
    parent: Component,
    name: str,
    *,
    vpc: aws.ec2.Vpc,
    subnets: Subnets,
    nat_per_zone: bool,
    protect: bool,
    tags: Mapping[str, str],
) -> None:
    """Gateways, route tables and routes, as children of a component.

    Args:
        parent: The component that owns them.
        name: The component's name.
        vpc: The network.
        subnets: Its subnets, by kind and zone.
        nat_per_zone: A NAT gateway in each zone; otherwise one in the first zone.
        protect: Whether Pulumi refuses to delete the NAT addresses.
        tags: Tags of every child.
    """
    internet = aws.ec2.InternetGateway(
        f"{name}-internet-gateway", vpc_id=vpc.id, tags=named(tags, name), opts=parent.child()
    )
    zones = list(subnets["public"])
    storage = aws.ec2.VpcEndpoint(
        f"{name}-s3-endpoint",
        vpc_id=vpc.id,
        vpc_endpoint_type="Gateway",
        service_name=f"com.amazonaws.{zones[0][:-1]}.s3",
        tags=named(tags, f"{name}-s3"),
        opts=parent.child(),
    )
    public = _table(parent, f"{name}-public", vpc, tags)
    _route(parent, f"{name}-public-internet", public, gateway_id=internet.id)
    gateways = {
        zone: _nat_gateway(
            parent,
            f"{name}-nat-{zone}",
            subnet=subnets["public"][zone],
            internet=internet,
            protect=protect,
            tags=tags,
        )
        for zone in (zones if nat_per_zone else zones[:1])
    }
    for zone in zones:
        private = _table(parent, f"{name}-private-{zone}", vpc, tags)
        data = _table(parent, f"{name}-data-{zone}", vpc, tags)
        gateway = gateways.get(zone, gateways[zones[0]])
        _route(parent, f"{name}-private-{zone}-internet", private, nat_gateway_id=gateway.id)
        for kind, table in {"public": public, "private": private, "data": data}.items():
            aws.ec2.RouteTableAssociation(
                f"{name}-{kind}-{zone}-association",
                subnet_id=subnets[kind][zone].id,
                route_table_id=table.id,
                opts=parent.child(),
            )
        # Not the endpoint's own list of tables, which each further zone would change.
        for kind, table in {"private": private, "data": data}.items():
            aws.ec2.VpcEndpointRouteTableAssociation(
                f"{name}-{kind}-{zone}-s3",
                route_table_id=table.id,
                vpc_endpoint_id=storage.id,
                opts=parent.child(),
            )


def _table(
    parent: Component, name: str, vpc: aws.ec2.Vpc, tags: Mapping[str, str]
) -> aws.ec2.RouteTable:
    return aws.ec2.RouteTable(
        f"{name}-routes", vpc_id=vpc.id, tags=named(tags, name), opts=parent.child()
    )


def _route(
    parent: Component,
    name: str,
    table: aws.ec2.RouteTable,
    *,
    gateway_id: pulumi.Input[str] | None = None,
    nat_gateway_id: pulumi.Input[str] | None = None,
) -> None:
    """A table's way to the internet, through one kind of gateway or the other."""
    aws.ec2.Route(
        name,
        route_table_id=table.id,
        destination_cidr_block=ANYWHERE,
        gateway_id=gateway_id,
        nat_gateway_id=nat_gateway_id,
        opts=parent.child(),
    )


def _nat_gateway(
    parent: Component,
    name: str,
    *,
    subnet: aws.ec2.Subnet,
    internet: aws.ec2.InternetGateway,
    protect: bool,
    tags: Mapping[str, str],
) -> aws.ec2.NatGateway:
    # Partners let this address through their firewalls: losing it cuts the system off.
    address = aws.ec2.Eip(
        f"{name}-address",
        domain="vpc",
        tags=named(tags, name),
        opts=parent.child(pulumi.ResourceOptions(protect=protect, depends_on=[internet])),
    )
    return aws.ec2.NatGateway(
        name,
        subnet_id=subnet.id,
        allocation_id=address.allocation_id,
        tags=named(tags, name),
        opts=parent.child(pulumi.ResourceOptions(depends_on=[internet])),
    )
