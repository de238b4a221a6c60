"""A connection pool on RDS Proxy: sized to its database, encrypted, and for one small role."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from airworthy.components.base import Component
from airworthy.components.days import check_log_retention
from airworthy.components.policy_document import Statement
from airworthy.components.pool_sizing import PoolSizing
from airworthy.components.postgres import MASTER
from airworthy.components.postgres_firewall import PORT, admit, firewall
from airworthy.components.proxy_role import may_connect, may_read, proxy_role
from airworthy.components.rds_monitoring import Watcher, log_groups, proxy_alarms
from airworthy.components.safe import Safe
from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError

__all__ = ["ENCODES", "SAFE", "ConnectionPool", "ConnectionPoolArgs"]

LOGS = "aws:cloudwatch/logGroup:LogGroup"
PROXY = "aws:rds/proxy:Proxy"
TARGET_GROUP = "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup"

ENCODES = ("connection-pool-sized", "connection-pool-tls", "log-retention")
SAFE = (
    Safe(PROXY, "requireTls", broken=False),
    Safe(TARGET_GROUP, "connectionPoolConfig.maxConnectionsPercent", broken=100),
    Safe(TARGET_GROUP, "connectionPoolConfig.maxIdleConnectionsPercent", broken=100),
    Safe(LOGS, "retentionInDays", broken=None),
)

ROLE = re.compile(r"[a-z_][a-z0-9_]{0,62}")
POWERFUL = frozenset({MASTER, "admin", "postgres", "public", "root"})
RESERVED = ("pg_", "rds")  # PostgreSQL's own roles, and those of RDS and its proxy
LONGEST_IDLE = Duration.of(hours=8)
LONGEST_WAIT = Duration.of(minutes=5)


@dataclass(frozen=True, kw_only=True, slots=True)
class ConnectionPoolArgs:
    """Arguments of ConnectionPool.

    The pool logs in to the database as one role, with that role's secret, or by IAM alone.

    Attributes:
        vpc_id: The network of the database.
        subnet_ids: Subnets in two zones or more.
        instance: Identifier of the RDS instance.
        database_security_group_id: The database's security group; the pool is let in.
        role: The database role that clients use; never the administrator.
        secret_arn: The role's secret in Secrets Manager, JSON of username and password; clients
            log in with the same password.
        secret_key_arn: The KMS key of the secret, if it is not AWS's own.
        resource_id: The instance's resource id, in place of a secret: clients and pool then log in
            by IAM, and the role is a member of rds_iam.
        max_connections: Connections that the database takes (`SHOW max_connections`).
        pods: The highest number of pods of all services and workers at once, those that a
            rolling release adds included.
        pool_per_pod: Connections that one pod opens at most.
        reserve: Connections of the database kept for what does not use the pool: migrations,
            backups, people, and the few that PostgreSQL keeps for superusers.
        sharing: Clients that may share a connection to the database; 1 serves all of them even
            while every session is pinned or within a transaction.
        max_connections_percent: The pool's part of `max_connections`, in per cent; by default the
            largest that leaves the reserve free.
        clients: Security groups that may connect, by a name for each.
        identifier: The proxy's name in AWS, part of its log group's name; the component's name
            if empty.
        idle_timeout: Clients that send nothing for longer are disconnected.
        borrow_timeout: How long a client waits for a connection before it gets an error.
        log_retention: How long logs are kept, in a number of days CloudWatch offers.
        log_key_arn: The KMS key of the logs, if not CloudWatch's own.
        alarm_topics: SNS topics told of alarms.
        tags: Tags of every child.
    """

    vpc_id: pulumi.Input[str]
    subnet_ids: Sequence[pulumi.Input[str]]
    instance: pulumi.Input[str]
    database_security_group_id: pulumi.Input[str]
    role: str
    secret_arn: pulumi.Input[str] | None = None
    secret_key_arn: pulumi.Input[str] | None = None
    resource_id: pulumi.Input[str] | None = None
    max_connections: int
    pods: int
    pool_per_pod: int
    reserve: int = 20
    sharing: int = 1
    max_connections_percent: int | None = None
    clients: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    identifier: str = ""
    idle_timeout: Duration = Duration.of(minutes=30)
    borrow_timeout: Duration = Duration.of(seconds=30)
    log_retention: Duration = Duration.of(days=90)
    log_key_arn: pulumi.Input[str] | None = None
    alarm_topics: Sequence[pulumi.Input[str]] = ()
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a role that may do too much, and sizes that do not fit."""
        if not ROLE.fullmatch(self.role):
            raise ArgumentError("role", self.role, "a name of lower-case letters, digits and _")
        if self.role in POWERFUL or self.role.startswith(RESERVED):
            raise ArgumentError(
                "role", self.role, "a role of the application's own that can do its work alone"
            )
        if (self.secret_arn is None) == (self.resource_id is None):
            raise ArgumentError(
                "secret_arn",
                "absent" if self.secret_arn is None else "set beside resource_id",
                "either a secret or, for IAM, the instance's resource_id",
            )
        if self.secret_key_arn is not None and self.secret_arn is None:
            raise ArgumentError("secret_key_arn", "set without secret_arn", "the key of a secret")
        for name in ("max_connections", "pods", "pool_per_pod", "sharing"):
            if getattr(self, name) < 1:
                raise ArgumentError(name, getattr(self, name), "1 or more")
        if self.reserve < 0:
            raise ArgumentError("reserve", self.reserve, "0 or more")
        for name, longest in (("idle_timeout", LONGEST_IDLE), ("borrow_timeout", LONGEST_WAIT)):
            if not Duration.of(seconds=1) <= getattr(self, name) <= longest:
                raise ArgumentError(name, getattr(self, name), f"1s to {longest}")
        check_log_retention("log_retention", self.log_retention)
        self._check_size()

    def _check_size(self) -> None:
        sizing = self.sizing
        if sizing.percent < 1 and self.max_connections_percent is None:
            raise ArgumentError(
                "reserve", self.reserve, f"less than the database's {self.max_connections}"
            )
        if sizing.percent < 1:
            raise ArgumentError("max_connections_percent", sizing.percent, "1 or more")
        if not sizing.leaves_room:
            raise ArgumentError("max_connections_percent", sizing.percent, sizing.explained())
        if not sizing.serves_all:
            raise ArgumentError("pool_per_pod", self.pool_per_pod, sizing.explained())

    @property
    def sizing(self) -> PoolSizing:
        """The pool in numbers."""
        percent = self.max_connections_percent
        if percent is None:
            percent = PoolSizing.largest_percent(self.max_connections, self.reserve)
        return PoolSizing(
            max_connections=self.max_connections,
            reserve=self.reserve,
            percent=percent,
            pods=self.pods,
            pool_per_pod=self.pool_per_pod,
            sharing=self.sharing,
        )


class ConnectionPool(Component):
    """A pool in front of PostgreSQL that clients reach by its own address.

    Statements that change a session (SET, PREPARE, temporary tables, advisory locks, LISTEN) pin
    it to one connection and end the sharing; an alarm tells. Migrations and backups use the
    database's own endpoint.

    Attributes:
        proxy: The RDS proxy.
        security_group: Its security group.
        endpoint: Host name of the pool.
        port: TCP port.
    """

    endpoint: pulumi.Output[str]
    port: pulumi.Output[int]

    def __init__(
        self, name: str, args: ConnectionPoolArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._args = args
        self._tags = self.tags(args.tags)
        self.security_group = self._firewall(name)
        self.proxy = self._proxy(name)
        self._pool(name)
        watch = Watcher(parent=self, notify=args.alarm_topics, tags=self._tags)
        for short, what in proxy_alarms(name, args.sizing).items():
            watch.proxy(f"{name}-alarm-{short}", self.proxy, what)
        self.endpoint = self.proxy.endpoint
        self.port = pulumi.Output.from_input(PORT)
        self.register_outputs({"endpoint": self.endpoint, "port": self.port})

    def _firewall(self, name: str) -> aws.ec2.SecurityGroup:
        args, tags = self._args, self._tags
        group = firewall(self, name, vpc_id=args.vpc_id, clients=args.clients, tags=tags)
        database = args.database_security_group_id
        admit(self, f"{name}-into-database", name, group.id, into=database, tags=tags)
        # A group made by Pulumi sends nothing until a rule says so.
        aws.vpc.SecurityGroupEgressRule(
            f"{name}-to-database",
            description="PostgreSQL to the database",
            security_group_id=group.id,
            referenced_security_group_id=database,
            ip_protocol="tcp",
            from_port=PORT,
            to_port=PORT,
            tags=tags,
            opts=self.child(),
        )
        return group

    def _proxy(self, name: str) -> aws.rds.Proxy:
        args = self._args
        identifier = args.identifier or name
        logs = log_groups(
            self,
            {f"{name}-log": f"/aws/rds/proxy/{identifier}"},
            retention=args.log_retention,
            key_arn=args.log_key_arn,
            tags=self._tags,
        )
        auths = [
            aws.rds.ProxyAuthArgs(
                auth_scheme="SECRETS",
                client_password_auth_type="POSTGRES_SCRAM_SHA_256",  # noqa: S106 - a method
                description=f"The role {args.role}",
                iam_auth="DISABLED",
                secret_arn=args.secret_arn,
            )
        ]
        role = proxy_role(self, f"{name}-role", statements=self._statements(), tags=self._tags)
        return aws.rds.Proxy(
            f"{name}-proxy",
            name=identifier,
            engine_family="POSTGRESQL",
            auths=auths if args.secret_arn is not None else None,
            default_auth_scheme="IAM_AUTH" if args.secret_arn is None else None,
            role_arn=role.arn,
            require_tls=True,
            debug_logging=False,  # it would write statements and their values to the log
            idle_client_timeout=args.idle_timeout.seconds,
            vpc_subnet_ids=list(args.subnet_ids),
            vpc_security_group_ids=[self.security_group.id],
            tags=self._tags,
            opts=self.child(pulumi.ResourceOptions(depends_on=logs)),
        )

    def _statements(self) -> list[Statement]:
        args = self._args
        if args.secret_arn is not None:
            return may_read(self, args.secret_arn, args.secret_key_arn)
        return may_connect(self, args.resource_id or "", args.role)

    def _pool(self, name: str) -> None:
        args, percent = self._args, self._args.sizing.percent
        group = aws.rds.ProxyDefaultTargetGroup(
            f"{name}-target-group",
            db_proxy_name=self.proxy.name,
            connection_pool_config=aws.rds.ProxyDefaultTargetGroupConnectionPoolConfigArgs(
                max_connections_percent=percent,
                max_idle_connections_percent=percent // 2,
                connection_borrow_timeout=args.borrow_timeout.seconds,
            ),
            opts=self.child(),
        )
        aws.rds.ProxyTarget(
            f"{name}-target",
            db_proxy_name=self.proxy.name,
            target_group_name=group.name,
            db_instance_identifier=args.instance,
            opts=self.child(),
        )
