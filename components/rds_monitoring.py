"""How a database on RDS is observed: logs, processes, and alarms on instances and proxies."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from airworthy.components.alarms import Alarm, alarm
from airworthy.components.base import Component
from airworthy.components.instance_memory import instance_memory, usable_connections
from airworthy.components.pool_sizing import PoolSizing
from airworthy.components.service_role import service_role
from airworthy.kit.duration import Duration
from airworthy.kit.size import Size

__all__ = [
    "LOGS",
    "REPLICA_LAG",
    "Watcher",
    "instance_alarms",
    "log_groups",
    "monitoring_role",
    "proxy_alarms",
]

LOGS = ("postgresql", "upgrade")  # what RDS for PostgreSQL can export
PINNED = 0.1  # of a pool, the part whose connections single sessions hold
REPLICA_LAG = Alarm(
    metric="ReplicaLag",  # in seconds
    threshold=30,
    missing="breaching",  # a replica that has stopped reports no lag
    why="A read replica is 30 s behind, or has stopped",
)


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
            threshold=usable_connections(instance_class) * 8 // 10,
            why="Over 80 % of the database's connections are taken",
        ),
    }


def proxy_alarms(name: str, sizing: PoolSizing) -> dict[str, Alarm]:
    """The alarms of a proxy, by a short name for each.

    Args:
        name: What the pool is called in their texts.
        sizing: The pool in numbers.
    """
    return {
        "pinned": Alarm(
            metric="DatabaseConnectionsCurrentlySessionPinned",
            threshold=max(int(PINNED * sizing.share), 1),
            statistic="Sum",  # over the hosts that serve the proxy
            minutes=10,
            missing="notBreaching",
            why=f"{name}: over a tenth of the pool is pinned to single sessions",
        ),
        "clients": Alarm(
            metric="ClientConnections",
            threshold=sizing.demand,
            statistic="Sum",
            missing="notBreaching",
            why=f"{name}: more client connections than {sizing.pods} pods should open",
        ),
        "wait": Alarm(
            metric="DatabaseConnectionsBorrowLatency",
            threshold=100_000,  # microseconds
            missing="notBreaching",
            why=f"{name}: clients wait over 100 ms for a connection",
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
    role = service_role(
        parent,
        f"{name}-monitoring-role",
        service="monitoring.rds",
        description=f"Enhanced monitoring of {name}",
        tags=tags,
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
