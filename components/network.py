"""A VPC across named zones whose flows are on record, or one that is there already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from airworthy.components.address_plan import KINDS, address_plan
from airworthy.components.base import Component
from airworthy.components.days import check_log_retention
from airworthy.components.encryption import encryption_key
from airworthy.components.flow_log import flow_log
from airworthy.components.network_routes import named, routes
from airworthy.components.safe import Safe
from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError

__all__ = ["ENCODES", "SAFE", "Network", "NetworkArgs"]

KEY = "aws:kms/key:Key"
FLOW_LOG = "aws:ec2/flowLog:FlowLog"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"

ENCODES = (
    "data-resources-protected",
    "encryption-keys-rotated",
    "log-retention",
    "network-flow-logs",
    "network-ingress-restricted",
    "network-multi-zone",
)
SAFE = (
    Safe(FLOW_LOG, "trafficType", broken="REJECT"),
    Safe(LOG_GROUP, "retentionInDays"),
    Safe(DEFAULT_GROUP, "ingress", broken=[{"protocol": "-1", "self": True}]),
    Safe(DEFAULT_GROUP, "egress", broken=[{"protocol": "-1", "cidrBlocks": ["0.0.0.0/0"]}]),
    Safe(KEY, "enableKeyRotation", broken=False),
    Safe(KEY, "deletionWindowInDays", broken=7),
)

DEFAULT_CIDR = "10.0.0.0/16"
DEFAULT_RETENTION = Duration.of(days=90)
FEWEST_ADOPTED = 2  # subnets of a kind: RDS and EKS refuse one
ROLES = {  # by which EKS's controllers find subnets for load balancers
    "public": {"kubernetes.io/role/elb": "1"},
    "private": {"kubernetes.io/role/internal-elb": "1"},
}


@dataclass(frozen=True, kw_only=True, slots=True)
class NetworkArgs:
    """Arguments of Network: `zones` to create one, or `vpc_id` to adopt one.

    Attributes:
        zones: Names of the zones to span, of one region; three let a quorum survive one.
        cidr: Addresses of the VPC, /16 to /22.
        subnet_cidrs: CIDRs in place of the plan's, by kind (public, private, data) and zone.
        nat_per_zone: A NAT gateway in each zone; otherwise one in the first zone named.
        flow_log_retention: How long flows are kept, in a number of days CloudWatch offers.
        protect: Pulumi refuses to delete or replace the VPC, the NAT addresses and the key.
        vpc_id: A VPC to adopt; nothing is created then, and its rules are its owner's.
        public_subnet_ids: Its subnets for load balancers that face the internet.
        private_subnet_ids: Its subnets for workloads, in two zones or more.
        data_subnet_ids: Its subnets for databases, in two zones or more.
        tags: Tags of every child.
    """

    zones: Sequence[str] = ()
    cidr: str = DEFAULT_CIDR
    subnet_cidrs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    nat_per_zone: bool = True
    flow_log_retention: Duration = DEFAULT_RETENTION
    protect: bool = True
    vpc_id: pulumi.Input[str] | None = None
    public_subnet_ids: Sequence[pulumi.Input[str]] = ()
    private_subnet_ids: Sequence[pulumi.Input[str]] = ()
    data_subnet_ids: Sequence[pulumi.Input[str]] = ()
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse half of each, and what AWS would refuse."""
        if self.vpc_id is not None:
            self._check_adoption()
        else:
            self._check_creation()

    def _check_adoption(self) -> None:
        for key, is_set in {
            "zones": bool(self.zones),
            "cidr": self.cidr != DEFAULT_CIDR,
            "subnet_cidrs": bool(self.subnet_cidrs),
            "nat_per_zone": not self.nat_per_zone,
            "flow_log_retention": self.flow_log_retention != DEFAULT_RETENTION,
        }.items():
            if is_set:
                raise ArgumentError(
                    key, getattr(self, key), "nothing beside vpc_id: an adopted VPC has its own"
                )
        if isinstance(self.vpc_id, str) and not self.vpc_id.startswith("vpc-"):
            raise ArgumentError("vpc_id", self.vpc_id, "the id of a VPC, such as vpc-0a1b2c3d")
        for kind, required in (("data", True), ("private", False), ("public", False)):
            given = getattr(self, f"{kind}_subnet_ids")
            known = [subnet for subnet in given if isinstance(subnet, str)]
            different = len(given) - len(known) + len(set(known))
            if different < FEWEST_ADOPTED and (given or required):
                raise ArgumentError(
                    f"{kind}_subnet_ids",
                    f"{different} subnet(s)",
                    f"{FEWEST_ADOPTED} or more, each in another zone",
                )

    def _check_creation(self) -> None:
        for kind in KINDS:
            given = getattr(self, f"{kind}_subnet_ids")
            if given:
                raise ArgumentError(
                    f"{kind}_subnet_ids",
                    f"{len(given)} subnet(s)",
                    "nothing without vpc_id: a network that is created makes its own",
                )
        if not self.zones:
            raise ArgumentError(
                "zones", "none", "names of zones to create a network in, or vpc_id to adopt one"
            )
        address_plan(self.cidr, self.zones, self.subnet_cidrs)
        check_log_retention("flow_log_retention", self.flow_log_retention)


class Network(Component):
    """A network with public, private and data subnets in several zones.

    Data subnets reach the network and S3, never the internet. Whatever belongs to a zone is
    called after the zone, so that another zone only adds to what is there.

    Attributes:
        vpc_id: The VPC.
        public_subnet_ids: Subnets of load balancers, in the order of the zones.
        private_subnet_ids: Subnets of workloads.
        data_subnet_ids: Subnets of databases.
        subnets: The subnets made here, by kind and zone; empty for an adopted VPC.
        cidrs: Their addresses, by kind and zone.
        key: The KMS key of the flow logs; none for an adopted VPC.
        default_security_group: The VPC's default group, closed; none for an adopted VPC.
    """

    vpc_id: pulumi.Output[str]

    def __init__(
        self, name: str, args: NetworkArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._args = args
        self._tags = self.tags(args.tags)
        self.subnets: dict[str, dict[str, aws.ec2.Subnet]] = {kind: {} for kind in KINDS}
        self.cidrs: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
        self.key: aws.kms.Key | None = None
        self.default_security_group: aws.ec2.DefaultSecurityGroup | None = None
        if args.vpc_id is None:
            ids = self._create(name)
        else:
            self.vpc_id = pulumi.Output.from_input(args.vpc_id)
            ids = {
                kind: tuple(map(pulumi.Output.from_input, getattr(args, f"{kind}_subnet_ids")))
                for kind in KINDS
            }
        self.public_subnet_ids: Sequence[pulumi.Output[str]] = ids["public"]
        self.private_subnet_ids: Sequence[pulumi.Output[str]] = ids["private"]
        self.data_subnet_ids: Sequence[pulumi.Output[str]] = ids["data"]
        self.register_outputs(
            {
                "vpcId": self.vpc_id,
                "publicSubnetIds": list(self.public_subnet_ids),
                "privateSubnetIds": list(self.private_subnet_ids),
                "dataSubnetIds": list(self.data_subnet_ids),
                "cidrs": self.cidrs,
            }
        )

    def _create(self, name: str) -> dict[str, tuple[pulumi.Output[str], ...]]:
        args = self._args
        vpc = aws.ec2.Vpc(
            f"{name}-vpc",
            cidr_block=args.cidr,
            enable_dns_support=True,
            enable_dns_hostnames=True,
            tags=named(self._tags, name),
            opts=self.child(pulumi.ResourceOptions(protect=args.protect)),
        )
        self.vpc_id = vpc.id
        self.default_security_group = aws.ec2.DefaultSecurityGroup(
            f"{name}-default-security-group",
            vpc_id=vpc.id,
            ingress=[],
            egress=[],
            tags=named(self._tags, f"{name}-default-closed"),
            opts=self.child(),
        )
        self.cidrs = address_plan(args.cidr, args.zones, args.subnet_cidrs)
        for kind, cidrs in self.cidrs.items():
            for zone, cidr in cidrs.items():
                self.subnets[kind][zone] = self._subnet(name, vpc, kind, zone, cidr)
        routes(
            self,
            name,
            vpc=vpc,
            subnets=self.subnets,
            nat_per_zone=args.nat_per_zone,
            protect=args.protect,
            tags=self._tags,
        )
        self._flow_log(name, vpc)
        return {
            kind: tuple(subnet.id for subnet in by_zone.values())
            for kind, by_zone in self.subnets.items()
        }

    def _subnet(
        self, name: str, vpc: aws.ec2.Vpc, kind: str, zone: str, cidr: str
    ) -> aws.ec2.Subnet:
        return aws.ec2.Subnet(
            f"{name}-{kind}-{zone}",
            vpc_id=vpc.id,
            availability_zone=zone,
            cidr_block=cidr,
            # Load balancers and NAT gateways bring their own addresses; nothing else needs one.
            map_public_ip_on_launch=False,
            tags=named(self._tags, f"{name}-{kind}-{zone}") | ROLES.get(kind, {}),
            opts=self.child(),
        )

    def _flow_log(self, name: str, vpc: aws.ec2.Vpc) -> None:
        self.key = encryption_key(
            self,
            f"{name}-key",
            description=f"Flow logs of {name}",
            tags=self._tags,
            protect=self._args.protect,
            services=("logs",),
        )
        flow_log(
            self,
            name,
            vpc=vpc,
            key=self.key,
            retention=self._args.flow_log_retention,
            tags=named(self._tags, name),
        )
