"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.verdict import Severity
from airworthy.policies.rds_alarms import UNDER, unwatched
from airworthy.policies.read_replicas import is_replica


@rule(
    proves=("database-alarms", "disk-space-watched"),
    on=("aws:rds/instance:Instance",),
    severity=Severity.HIGH,
    fix="Add a CloudWatch alarm of namespace AWS/RDS with the instance's DBInstanceIdentifier on "
    "FreeStorageSpace, below a share of the disk in bytes.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html: "
    "FreeStorageSpace is in bytes",
)
def database_storage_watched(database: Resource, stack: Stack) -> Findings:
    """Databases raise an alarm before their disk is full.

    A full disk stops the database, and RDS needs hours to make it larger. This speaks of the
    database's own disk; the volumes and nodes of a cluster have no alarm that a program shows.
    """
    if is_replica(database):
        raise NotApplicable("a read replica: its disk fills as its source's does")
    yield from unwatched(database, stack, {"FreeStorageSpace": UNDER})
