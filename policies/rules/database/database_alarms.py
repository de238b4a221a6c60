"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, rule
from airworthy.kit.verdict import Severity
from airworthy.policies.rds_alarms import OVER, UNDER, unwatched
from airworthy.policies.read_replicas import is_replica

INSTANCE = {"CPUUtilization": OVER, "DatabaseConnections": OVER, "FreeableMemory": UNDER}
REPLICA = {"ReplicaLag": OVER}


@rule(
    proves=("database-alarms",),
    on=("aws:rds/instance:Instance",),
    severity=Severity.HIGH,
    fix="Add a CloudWatch alarm of namespace AWS/RDS with the instance's DBInstanceIdentifier for "
    "each metric named.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html: "
    "FreeableMemory is in bytes, ReplicaLag in seconds",
)
def database_alarms(database: Resource, stack: Stack) -> Findings:
    """Databases raise alarms on processor, memory and connections, replicas on lag.

    Each of them ends in an outage that is announced hours before. An alarm that looks the wrong
    way, or has megabytes where the metric has bytes, never fires.
    """
    yield from unwatched(database, stack, REPLICA if is_replica(database) else INSTANCE)
