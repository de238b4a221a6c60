"""PostgreSQL on RDS: encrypted, standing by in a second zone, restorable to the second."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from airworthy.components.base import Component
from airworthy.components.days import check_log_retention
from airworthy.components.encryption import encryption_key
from airworthy.components.instance_memory import instance_memory
from airworthy.components.postgres_firewall import PORT, firewall
from airworthy.components.postgres_instances import Instances
from airworthy.components.postgres_parameters import STATIC, parameter_group
from airworthy.components.rds_monitoring import (
    REPLICA_LAG,
    Watcher,
    instance_alarms,
    monitoring_role,
)
from airworthy.components.safe import Safe
from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError
from airworthy.kit.size import Size
from airworthy.kit.window import DailyWindow, WeeklyWindow

__all__ = ["ENCODES", "MASTER", "PORT", "SAFE", "Postgres", "PostgresArgs"]

INSTANCE = "aws:rds/instance:Instance"
KEY = "aws:kms/key:Key"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
PARAMETERS = "aws:rds/parameterGroup:ParameterGroup"

ENCODES = (
    "application-database-exists",
    "data-resources-protected",
    "database-alarms",
    "database-credentials-managed",
    "database-deletion-protected",
    "database-encrypted-at-rest",
    "database-high-availability",
    "database-not-public",
    "database-observability",
    "database-tls-enforced",
    "encryption-keys-rotated",
    "engine-version-supported",
    "log-retention",
    "postgres-point-in-time-recovery",
    "slow-query-logging",
)
SAFE = (
    Safe(INSTANCE, "dbName"),
    Safe(INSTANCE, "storageEncrypted", broken=False),
    Safe(INSTANCE, "publiclyAccessible", broken=True),
    Safe(INSTANCE, "multiAz", broken=False),
    Safe(INSTANCE, "deletionProtection", broken=False),
    # A replica has nothing of its own to save.
    Safe(INSTANCE, "skipFinalSnapshot", broken=True, name="-instance"),
    Safe(INSTANCE, "deleteAutomatedBackups", broken=True),
    Safe(INSTANCE, "backupRetentionPeriod", broken=0),
    Safe(INSTANCE, "manageMasterUserPassword", broken=False),
    Safe(INSTANCE, "engineVersion", broken="14"),
    Safe(INSTANCE, "autoMinorVersionUpgrade", broken=False),
    Safe(INSTANCE, "performanceInsightsEnabled", broken=False),
    Safe(INSTANCE, "monitoringInterval", broken=0),
    Safe(INSTANCE, "enabledCloudwatchLogsExports", broken=[]),
    # A replica names no engine, so nobody can say which of its logs is missing.
    Safe(INSTANCE, "enabledCloudwatchLogsExports", broken=["upgrade"], name="-instance"),
    Safe(PARAMETERS, "parameters.5.value", broken="-1"),  # log_min_duration_statement
    Safe(PARAMETERS, "parameters.7.value", broken="0"),  # rds.force_ssl
    Safe(PARAMETERS, "parameters.10.applyMethod", broken="immediate"),  # preloaded libraries
    Safe(KEY, "enableKeyRotation", broken=False),
    Safe(KEY, "deletionWindowInDays", broken=7),
    Safe(LOG_GROUP, "retentionInDays", broken=None),
)

MASTER = "administrator"  # RDS reserves names such as admin, user and rdsadmin
LONGEST_RETENTION = 35  # days, RDS's own maximum
MOST_REPLICAS = 15
SMALLEST_STORAGE = Size.of(gibibytes=20)  # of gp3 on RDS


@dataclass(frozen=True, kw_only=True, slots=True)
class PostgresArgs:
    """Arguments of Postgres.

    Attributes:
        vpc_id: The network it lives in.
        subnet_ids: Data subnets in two zones or more.
        clients: Security groups that may connect, by a name for each.
        identifier: The instance's name in AWS, part of its log groups' names; the component's
            name if empty.
        database: The database created with the instance.
        version: Major version of PostgreSQL.
        instance_class: The instance's size.
        storage: Disk at the start.
        max_storage: Disk up to which RDS grows by itself; equal to `storage` forbids growth.
        multi_az: Keep a standby in a second zone.
        read_replicas: How many read replicas, each with a lag alarm.
        backup_retention: How far back point-in-time recovery reaches, 7 to 35 days.
        backup_window: When the daily snapshot is taken, UTC.
        maintenance_window: When RDS may patch, UTC; must not overlap the backup window.
        deletion_protection: RDS refuses to delete the instance.
        protect: Pulumi refuses to delete or replace instance and key.
        slow_query: Statements that take longer are logged.
        statement_timeout: Statements that take longer are ended.
        log_retention: How long logs are kept, in a number of days CloudWatch offers.
        parameters: Further dynamic parameters, over ours.
        cpu_alarm: Average CPU, in per cent, over which an alarm fires.
        alarm_topics: SNS topics told of alarms.
        tags: Tags of every child.
    """

    vpc_id: pulumi.Input[str]
    subnet_ids: Sequence[pulumi.Input[str]]
    clients: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    identifier: str = ""
    database: str = "app"
    version: int = 17
    instance_class: str = "db.m7g.large"
    storage: Size = Size.of(gibibytes=100)
    max_storage: Size = Size.of(gibibytes=500)
    multi_az: bool = True
    read_replicas: int = 0
    backup_retention: Duration = Duration.of(days=7)
    backup_window: DailyWindow = DailyWindow.parse("01:00-02:00")
    maintenance_window: WeeklyWindow = WeeklyWindow.parse("sun:04:00-sun:05:00")
    deletion_protection: bool = True
    protect: bool = True
    slow_query: Duration = Duration.of(seconds=1)
    statement_timeout: Duration = Duration.of(seconds=60)
    log_retention: Duration = Duration.of(days=90)
    parameters: Mapping[str, str] = field(default_factory=dict)
    cpu_alarm: int = 80
    alarm_topics: Sequence[pulumi.Input[str]] = ()
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what RDS would refuse."""
        if not Duration.of() <= self.backup_retention <= Duration.of(days=LONGEST_RETENTION):
            raise ArgumentError(
                "backup_retention", self.backup_retention, f"at most {LONGEST_RETENTION}d"
            )
        if self.maintenance_window.overlaps(self.backup_window):
            raise ArgumentError(
                "maintenance_window",
                self.maintenance_window,
                f"a window clear of the daily backup at {self.backup_window}: RDS refuses overlaps",
            )
        if self.storage < SMALLEST_STORAGE:
            raise ArgumentError("storage", self.storage, f"{SMALLEST_STORAGE} or more")
        if self.max_storage < self.storage:
            raise ArgumentError("max_storage", self.max_storage, f"{self.storage} or more")
        if not 0 <= self.read_replicas <= MOST_REPLICAS:
            raise ArgumentError("read_replicas", self.read_replicas, f"0 to {MOST_REPLICAS}")
        if not 1 <= self.cpu_alarm < 100:  # noqa: PLR2004 - per cent; at 100 it never fires
            raise ArgumentError("cpu_alarm", self.cpu_alarm, "1 to 99 per cent")
        check_log_retention("log_retention", self.log_retention)
        instance_memory(self.instance_class)
        clash = sorted(set(self.parameters) & set(STATIC))
        if clash:
            raise ArgumentError("parameters", clash[0], "dynamic parameters; this one needs a boot")


class Postgres(Component):
    """PostgreSQL on RDS that survives what checklists ask about.

    Attributes:
        instance: The RDS instance.
        key: The KMS key of data, secret, insights and logs.
        security_group: Its security group; other components add rules to it.
        parameter_group: Its parameter group.
        endpoint: Host name of the instance.
        port: TCP port.
        master_secret_arn: The secret that RDS manages and rotates for the administrator.
    """

    endpoint: pulumi.Output[str]
    port: pulumi.Output[int]
    master_secret_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: PostgresArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._args = args
        self._tags = self.tags(args.tags)
        self._identifier = args.identifier or name
        self.key = encryption_key(
            self,
            f"{name}-key",
            description=f"Data, secret, insights and logs of {name}",
            tags=self._tags,
            protect=args.protect,
            services=("logs",),
        )
        self.security_group = firewall(
            self, name, vpc_id=args.vpc_id, clients=args.clients, tags=self._tags
        )
        self.parameter_group = parameter_group(
            self,
            name,
            version=args.version,
            slow_query=args.slow_query,
            statement_timeout=args.statement_timeout,
            parameters=args.parameters,
            tags=self._tags,
        )
        self._instances = Instances(
            parent=self,
            instance_class=args.instance_class,
            key=self.key,
            security_group=self.security_group,
            parameter_group=self.parameter_group,
            monitoring=monitoring_role(self, name, self._tags),
            maintenance_window=args.maintenance_window,
            deletion_protection=args.deletion_protection,
            log_retention=args.log_retention,
            tags=self._tags,
        )
        self.instance = self._instance(name)
        self._watch = Watcher(parent=self, notify=args.alarm_topics, tags=self._tags)
        self._replicas(name)
        for short, what in instance_alarms(
            args.instance_class, storage=args.storage, cpu=args.cpu_alarm
        ).items():
            self._watch.instance(f"{name}-alarm-{short}", self.instance, what)
        self.endpoint = self.instance.address
        self.port = self.instance.port
        self.master_secret_arn = self.instance.master_user_secrets.apply(
            lambda secrets: secrets[0].secret_arn or ""
        )
        self.register_outputs(
            {
                "endpoint": self.endpoint,
                "port": self.port,
                "masterSecretArn": self.master_secret_arn,
            }
        )

    def _instance(self, name: str) -> aws.rds.Instance:
        args = self._args
        logs = self._instances.logs(name, self._identifier)
        subnets = aws.rds.SubnetGroup(
            f"{name}-subnets",
            description=f"Data subnets of {name}",
            subnet_ids=list(args.subnet_ids),
            tags=self._tags,
            opts=self.child(),
        )
        return aws.rds.Instance(
            f"{name}-instance",
            identifier=self._identifier,
            engine="postgres",
            engine_version=str(args.version),
            engine_lifecycle_support="open-source-rds-extended-support-disabled",
            allow_major_version_upgrade=False,
            db_name=args.database,
            username=MASTER,
            manage_master_user_password=True,
            master_user_secret_kms_key_id=self.key.key_id,
            iam_database_authentication_enabled=True,
            port=PORT,
            db_subnet_group_name=subnets.name,
            storage_type="gp3",
            allocated_storage=args.storage.gibibytes,
            # 0 switches growth off.
            max_allocated_storage=args.max_storage.gibibytes
            if args.max_storage > args.storage
            else 0,
            kms_key_id=self.key.arn,
            multi_az=args.multi_az,
            backup_retention_period=args.backup_retention.days,
            backup_window=str(args.backup_window),
            delete_automated_backups=False,
            copy_tags_to_snapshot=True,
            skip_final_snapshot=False,
            final_snapshot_identifier=f"{self._identifier}-final",
            performance_insights_retention_period=7,
            apply_immediately=False,
            **self._instances.shared(),
            opts=self.keep(protect=args.protect, opts=logs),
        )

    def _replicas(self, name: str) -> None:
        for number in range(1, self._args.read_replicas + 1):
            replica = self._instances.replica(
                f"{name}-replica-{number}", self.instance, f"{self._identifier}-replica-{number}"
            )
            self._watch.instance(f"{name}-replica-{number}-lag", replica, REPLICA_LAG)
