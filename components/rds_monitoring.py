"""How an RDS instance is observed: its logs, its processes, and the alarms on it."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from airworthy.components.alarms import Alarm, alarm
from airworthy.components.base import Component
from airworthy.components.instance_memory import instance_memory, max_connections
from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError
from airworthy.kit.size import Size

__all__ = [
    "LOGS",
    "REPLICA_LAG",
    "Watcher",
    "check_log_retention",
    "instance_alarms",
    "log_groups",
    "monitoring_role",
]

LOGS = ("postgresql", "upgrade")  # what RDS for PostgreSQL can export
# The numbers of days that CloudWatch Logs offers.
RETENTIONS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731)
LONGER_RETENTIONS = (1096, 1827, 2192, 2557, 2922, 3288, 3653)
REPLICA_LAG = Alarm(
    metric="ReplicaLag",  # in seconds
    threshold=30,
    missing="breaching",  # a replica that has stopped reports no lag
    why="A read replica is 30 s behind, or has stopped",
)


def check_log_retention(field: str, retention: Duration) -> None:
    """Refuse a retention that CloudWatch Logs does not offer.

    Raises:
        ArgumentError: It is none of the numbers of days on offer.
    """
    offered = [Duration.of(days=days) for days in (*RETENTIONS, *LONGER_RETENTIONS)]
    if retention not in offered:
        wanted = ", ".join(f"{days}d" for days in RETENTIONS)
        raise ArgumentError(field, retention, f"a retention of CloudWatch Logs: {wanted}")


def instance_alarms(instance_class: str, *, storage: Size, cpu: int) -> dict[str, Alarm]:
    """The alarms of an instance that is written to, by a short name for each.

    Args:
        instance_class: The instance's size.
        storage: Its disk.
        cpu: Average CPU, in per cent, over which an alarm fires.
    """
    return {
        "cpu": Alarm(
            metric="CPUUtilization",
            threshold=cpu,
            minutes=15,
            why=f"The database's CPU is over {cpu} %",
        ),
        "storage": Alarm(
            metric="FreeStorageSpace",  # in bytes
            threshold=storage.scaled(0.15).bytes,
            below=True,
            why="Under 15 % of the database's disk is free",
        ),
        "memory": Alarm(
            metric="FreeableMemory",  # in bytes
            threshold=instance_memory(instance_class).scaled(0.05).bytes,
            below=True,
            minutes=15,
            why="Under 5 % of the database's memory is free",
        ),
        "connections": Alarm(
            metric="DatabaseConnections",
            threshold=max_connections(instance_class) * 8 // 10,
            why="Over 80 % of the database's connections are taken",
        ),
    }


def log_groups(
    parent: Component,
    names: dict[str, str],
    *,
    retention: Duration,
    key_arn: pulumi.Input[str] | None,
    tags: dict[str, str],
) -> list[aws.cloudwatch.LogGroup]:
    """Log groups as children of a component, by logical name and name in AWS.

    Made before what writes to them: RDS would make them itself, without our key and kept for
    ever.
    """
    return [
        aws.cloudwatch.LogGroup(
            name,
            name=path,
            retention_in_days=retention.days,
            kms_key_id=key_arn,
            tags=tags,
            opts=parent.child(),
        )
        for name, path in names.items()
    ]


def monitoring_role(parent: Component, name: str, tags: dict[str, str]) -> aws.iam.Role:
    """The role with which RDS reports on the processes of a component's instances."""
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
        tags=tags,
        opts=parent.child(),
    )
    partition = aws.get_partition_output(opts=pulumi.InvokeOutputOptions(parent=parent)).partition
    aws.iam.RolePolicyAttachment(
        f"{name}-monitoring-policy",
        role=role.name,
        policy_arn=pulumi.Output.concat(
            "arn:", partition, ":iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
        ),
        opts=parent.child(),
    )
    return role


@dataclass(frozen=True, kw_only=True, slots=True)
class Watcher:
    """Puts alarms on the parts of a database, as children of its component.

    Attributes:
        parent: The component.
        notify: SNS topics told of alarms.
        tags: Tags of the alarms.
    """

    parent: Component
    notify: Sequence[pulumi.Input[str]]
    tags: dict[str, str]

    def instance(self, name: str, instance: aws.rds.Instance, what: Alarm) -> None:
        """An alarm on a metric of an instance."""
        self._alarm(name, what, {"DBInstanceIdentifier": instance.identifier})

    def proxy(self, name: str, proxy: aws.rds.Proxy, what: Alarm) -> None:
        """An alarm on a metric of a proxy."""
        self._alarm(name, what, {"ProxyName": proxy.name})

    def _alarm(self, name: str, what: Alarm, dimensions: dict[str, pulumi.Output[str]]) -> None:
        alarm(
            self.parent,
            name,
            what,
            namespace="AWS/RDS",
            dimensions=dimensions,
            notify=self.notify,
            tags=self.tags,
        )
