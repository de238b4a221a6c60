"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, rule
from airworthy.kit.values import UnknownRead
from airworthy.kit.verdict import Severity
from airworthy.policies.metric_alarms import Subject, Watch, watches

OVER, UNDER = "over", "under"
INSTANCE = {
    "CPUUtilization": OVER,
    "DatabaseConnections": OVER,
    "FreeStorageSpace": UNDER,
    "FreeableMemory": UNDER,
}
REPLICA = {"ReplicaLag": OVER}
IN_BYTES = ("FreeStorageSpace", "FreeableMemory")
FEWEST_BYTES = 1024 * 1024


@rule(
    proves=("database-alarms",),
    on=("aws:rds/instance:Instance",),
    severity=Severity.HIGH,
    fix="Add a CloudWatch alarm of namespace AWS/RDS with the instance's DBInstanceIdentifier for "
    "each metric named.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html: "
    "FreeStorageSpace and FreeableMemory are in bytes, ReplicaLag in seconds",
)
def database_alarms(database: Resource, stack: Stack) -> Findings:
    """Databases raise alarms on processor, memory, storage and connections, replicas on lag.

    Each of them ends in an outage that is announced hours before. An alarm that looks the wrong
    way, or has megabytes where the metric has bytes, never fires.
    """
    subject = Subject(
        resource=database, namespace="AWS/RDS", dimension="DBInstanceIdentifier", by="identifier"
    )
    found = tuple(watches(stack, subject))
    unsure = ""
    for metric, side in (REPLICA if database.has("replicateSourceDb") else INSTANCE).items():
        on = [watch for watch in found if watch.metric == metric]
        sure = [watch for watch in on if not watch.unsure]
        problems = [_problem(watch, side) for watch in sure]
        if not on:
            yield f"no alarm watches {metric}"
        elif not sure:
            unsure = on[0].unsure
        elif all(problems):
            yield from problems
    if unsure:
        raise UnknownRead(unsure)


def _problem(watch: Watch, side: str) -> str:
    """What keeps an alarm from firing, if anything."""
    alarm = watch.alarm
    if not watch.fires(over=side == OVER):
        operator = alarm.shown("comparisonOperator")
        return f"{alarm.name} compares {watch.metric} by {operator}, expected one that fires {side}"
    small = alarm.number("threshold", FEWEST_BYTES) < FEWEST_BYTES
    if watch.simple and watch.metric in IN_BYTES and small:
        threshold = alarm.shown("threshold")
        return f"{alarm.name} fires under {threshold} bytes of {watch.metric}, so in effect never"
    return ""
