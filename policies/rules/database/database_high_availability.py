"""See the rule's own docstring."""

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.verdict import Severity
from airworthy.policies.read_replicas import is_replica


@rule(
    proves=("database-high-availability",),
    on=("aws:rds/instance:Instance",),
    severity=Severity.HIGH,
    fix="Set multi_az=True: a standby in a second zone takes over by itself.",
    source="AWS provider: multiAz defaults to false",
)
def database_high_availability(database: Resource) -> Findings:
    """Databases have a standby in another zone.

    Without one, the loss of a zone, a failed disk or a patch stops the system.
    """
    if is_replica(database):
        raise NotApplicable("a read replica: its source carries the standby")
    if not database.flag("multiAz", default=False):
        yield database.expected("multiAz", "true")
