"""See the rule's own docstring."""

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.verdict import Severity

SHORTEST, LONGEST = 7, 35  # days


@rule(
    proves=("postgres-point-in-time-recovery",),
    on=("aws:rds/instance:Instance", "aws:rds/cluster:Cluster"),
    severity=Severity.CRITICAL,
    fix="Set backup_retention_period to a number of days from 7 to 35.",
    source="AWS: no retention means no automated backup on an instance, one day on a cluster; "
    "35 days are the most",
)
def postgres_point_in_time_recovery(database: Resource) -> Findings:
    """PostgreSQL can be restored to any second of the last week or more.

    An error found on Monday was often made on Friday; a shorter window loses the good state.
    """
    if "postgres" not in database.text("engine"):
        raise NotApplicable(f"the engine is {database.shown('engine')}")
    if database.has("replicateSourceDb"):
        raise NotApplicable("a read replica: its source is backed up")
    none = 0 if database.type.endswith(":Instance") else 1
    if not SHORTEST <= database.number("backupRetentionPeriod", none) <= LONGEST:
        yield database.expected("backupRetentionPeriod", f"{SHORTEST} to {LONGEST} days")
