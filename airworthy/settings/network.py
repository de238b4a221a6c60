"""The network of a system: created, or adopted."""

from __future__ import annotations

from typing import Annotated, Any

from airworthy.kit.duration import Duration
from airworthy.settings.section import Section, Sets

__all__ = ["NetworkSettings"]


class NetworkSettings(Section):
    """Where the system lives; every key is an argument of the Network component.

    Attributes:
        zones: Names of the zones of a network to create.
        cidr: Its addresses.
        subnet_cidrs: CIDRs in place of the plan's, by kind and zone.
        nat_per_zone: A NAT gateway in each zone, or one for all.
        flow_log_retention: How long its flow logs are kept.
        protect: Pulumi refuses to delete or replace it.
        vpc_id: A VPC to adopt instead; with it come the subnets, by kind.
        public_subnet_ids: Subnets of load balancers that face the internet.
        private_subnet_ids: Subnets of the workloads, in two zones or more.
        data_subnet_ids: Subnets of the databases, in two zones or more.
        data_cidrs: Their addresses, which network policies open to clients of the databases.
    """

    zones: Annotated[tuple[str, ...], Sets("availabilityZone")] = ()
    cidr: Annotated[str | None, Sets("cidrBlock")] = None
    subnet_cidrs: Annotated[dict[str, dict[str, str]] | None, Sets("cidrBlock")] = None
    nat_per_zone: Annotated[bool | None, Sets("natGatewayId")] = None
    flow_log_retention: Annotated[Duration | None, Sets("retentionInDays")] = None
    protect: Annotated[bool | None, Sets("options.protect")] = None
    vpc_id: str | None = None
    public_subnet_ids: tuple[str, ...] = ()
    private_subnet_ids: tuple[str, ...] = ()
    data_subnet_ids: tuple[str, ...] = ()
    data_cidrs: tuple[str, ...] = ()

    def given(self) -> dict[str, Any]:
        """The keys for the component; network policies alone need the addresses."""
        return {name: value for name, value in super().given().items() if name != "data_cidrs"}
