"""PostgreSQL on RDS: encrypted, standing by in a second zone, restorable to the second."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from airworthy.components.alarms import Alarm, alarm
from airworthy.components.base import Component
from airworthy.components.encryption import encryption_key
from airworthy.components.instance_memory import max_connections
from airworthy.components.safe import Safe
from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError
from airworthy.kit.size import Size
from airworthy.kit.window import DailyWindow, WeeklyWindow

__all__ = ["ENCODES", "SAFE", "Postgres", "PostgresArgs"]

INSTANCE = "aws:rds/instance:Instance"
PARAMETERS = "aws:rds/parameterGroup:ParameterGroup"

ENCODES = (
    "database-alarms",
    "database-credentials-managed",
    "database-deletion-protected",
    "database-encrypted-at-rest",
    "database-high-availability",
    "database-not-public",
    "database-observability",
    "database-tls-enforced",
    "engine-version-supported",
    "postgres-point-in-time-recovery",
    "slow-query-logging",
)
SAFE = (
    Safe(INSTANCE, "storageEncrypted", broken=False),
    Safe(INSTANCE, "publiclyAccessible", broken=True),
    Safe(INSTANCE, "multiAz", broken=False),
    Safe(INSTANCE, "deletionProtection", broken=False),
    Safe(INSTANCE, "skipFinalSnapshot", broken=True),
    Safe(INSTANCE, "deleteAutomatedBackups", broken=True),
    Safe(INSTANCE, "backupRetentionPeriod", broken=0),
)

MASTER = "administrator"  # RDS reserves names such as admin, user and rdsadmin
PORT = 5432
SHORTEST_RETENTION, LONGEST_RETENTION = 7, 35  # days, RDS's own maximum
SMALLEST_STORAGE = Size.of(gibibytes=20)  # of gp3 on RDS
STATIC = {
    "shared_preload_libraries": "pg_stat_statements,auto_explain",
    "pg_stat_statements.track": "all",
}


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
        self.security_group = self._firewall(name)
        self.parameter_group = self._parameters(name)
        self.instance = self._instance(name)
        self._replicas(name)
        self._alarms(name)
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

    def _firewall(self, name: str) -> aws.ec2.SecurityGroup:
        group = aws.ec2.SecurityGroup(
            f"{name}-security-group",
            description=f"Clients of {name}",
            vpc_id=self._args.vpc_id,
            tags=self._tags,
            opts=self.child(),
        )
        for client, source in self._args.clients.items():
            aws.vpc.SecurityGroupIngressRule(
                f"{name}-from-{client}",
                description=f"PostgreSQL from {client}",
                security_group_id=group.id,
                referenced_security_group_id=source,
                ip_protocol="tcp",
                from_port=PORT,
                to_port=PORT,
                tags=self._tags,
                opts=self.child(),
            )
        return group

    def _parameters(self, name: str) -> aws.rds.ParameterGroup:
        args = self._args
        dynamic = {
            "rds.force_ssl": "1",
            "log_min_duration_statement": str(args.slow_query.milliseconds),
            "log_lock_waits": "1",
            "log_temp_files": "0",
            "log_autovacuum_min_duration": "0",
            "log_connections": "1",
            "log_disconnections": "1",
            "statement_timeout": str(args.statement_timeout.milliseconds),
            "idle_in_transaction_session_timeout": "60000",
            **args.parameters,
        }
        # A static parameter sent as immediate fails at apply time.
        methods = (("immediate", dynamic), ("pending-reboot", STATIC))
        return aws.rds.ParameterGroup(
            f"{name}-parameters",
            family=f"postgres{args.version}",
            description=f"Parameters of {name}",
            parameters=[
                aws.rds.ParameterGroupParameterArgs(name=key, value=value, apply_method=method)
                for method, group in methods
                for key, value in sorted(group.items())
            ],
            tags=self._tags,
            opts=self.child(),
        )

    def _instance(self, name: str) -> aws.rds.Instance:
        args = self._args
        # Made before the instance: RDS would make them itself, unencrypted and kept for ever.
        logs = [
            aws.cloudwatch.LogGroup(
                f"{name}-log-{kind}",
                name=f"/aws/rds/instance/{self._identifier}/{kind}",
                retention_in_days=args.log_retention.days,
                kms_key_id=self.key.arn,
                tags=self._tags,
                opts=self.child(),
            )
            for kind in ("postgresql", "upgrade")
        ]
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
            auto_minor_version_upgrade=True,
            allow_major_version_upgrade=False,
            instance_class=args.instance_class,
            db_name=args.database,
            username=MASTER,
            manage_master_user_password=True,
            master_user_secret_kms_key_id=self.key.key_id,
            iam_database_authentication_enabled=True,
            port=PORT,
            db_subnet_group_name=subnets.name,
            vpc_security_group_ids=[self.security_group.id],
            publicly_accessible=False,
            ca_cert_identifier="rds-ca-rsa2048-g1",
            storage_type="gp3",
            allocated_storage=args.storage.gibibytes,
            max_allocated_storage=args.max_storage.gibibytes,
            storage_encrypted=True,
            kms_key_id=self.key.arn,
            multi_az=args.multi_az,
            parameter_group_name=self.parameter_group.name,
            backup_retention_period=args.backup_retention.days,
            backup_window=str(args.backup_window),
            maintenance_window=str(args.maintenance_window),
            delete_automated_backups=False,
            copy_tags_to_snapshot=True,
            skip_final_snapshot=False,
            final_snapshot_identifier=f"{self._identifier}-final",
            deletion_protection=args.deletion_protection,
            enabled_cloudwatch_logs_exports=["postgresql", "upgrade"],
            performance_insights_enabled=True,
            performance_insights_kms_key_id=self.key.arn,
            performance_insights_retention_period=7,
            monitoring_interval=60,
            monitoring_role_arn=self._monitoring_role(name).arn,
            apply_immediately=False,
            tags=self._tags,
            opts=self.keep(protect=args.protect, opts=pulumi.ResourceOptions(depends_on=logs)),
        )

    def _monitoring_role(self, name: str) -> aws.iam.Role:
        role = aws.iam.Role(
            f"{name}-monitoring-role",
            description=f"Enhanced monitoring of {name}",
            assume_role_policy=pulumi.Output.json_dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Principal": {"Service": "monitoring.rds.amazonaws.com"},
                            "Action": "sts:AssumeRole",
                        }
                    ],
                }
            ),
            tags=self._tags,
            opts=self.child(),
        )
        partition = aws.get_partition_output(opts=pulumi.InvokeOutputOptions(parent=self)).partition
        aws.iam.RolePolicyAttachment(
            f"{name}-monitoring-policy",
            role=role.name,
            policy_arn=pulumi.Output.concat(
                "arn:", partition, ":iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
            ),
            opts=self.child(),
        )
        return role

    def _replicas(self, name: str) -> None:
        args = self._args
        for number in range(1, args.read_replicas + 1):
            replica = aws.rds.Instance(
                f"{name}-replica-{number}",
                identifier=f"{self._identifier}-replica-{number}",
                replicate_source_db=self.instance.identifier,
                instance_class=args.instance_class,
                storage_encrypted=True,
                publicly_accessible=False,
                parameter_group_name=self.parameter_group.name,
                vpc_security_group_ids=[self.security_group.id],
                auto_minor_version_upgrade=True,
                deletion_protection=args.deletion_protection,
                # A replica is made anew from its source: it has nothing of its own to save.
                skip_final_snapshot=True,
                performance_insights_enabled=True,
                performance_insights_kms_key_id=self.key.arn,
                tags=self._tags,
                opts=self.child(),
            )
            lag = Alarm(metric="ReplicaLag", threshold=30, why=f"{name}: a replica is 30 s behind")
            self._alarm(f"{name}-replica-{number}-lag", lag, replica)

    def _alarms(self, name: str) -> None:
        args = self._args
        free = args.storage.scaled(0.15).bytes
        for short, what in {
            "cpu": Alarm(
                metric="CPUUtilization", threshold=80, minutes=15, why=f"{name}: CPU over 80 %"
            ),
            "storage": Alarm(
                metric="FreeStorageSpace",
                threshold=free,
                below=True,
                why=f"{name}: under 15 % of its disk is free",
            ),
            "memory": Alarm(
                metric="FreeableMemory",
                threshold=256 * 1024 * 1024,
                below=True,
                minutes=15,
                why=f"{name}: under 256 MiB of memory are free",
            ),
            "connections": Alarm(
                metric="DatabaseConnections",
                threshold=0.8 * max_connections(args.instance_class),
                why=f"{name}: over 80 % of its connections are taken",
            ),
        }.items():
            self._alarm(f"{name}-alarm-{short}", what, self.instance)

    def _alarm(self, name: str, what: Alarm, instance: aws.rds.Instance) -> None:
        alarm(
            self,
            name,
            what,
            namespace="AWS/RDS",
            dimensions={"DBInstanceIdentifier": instance.identifier},
            notify=self._args.alarm_topics,
            tags=self._tags,
        )
