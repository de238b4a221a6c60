"""See the rule's own docstring."""

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, rule
from airworthy.kit.verdict import Severity


@rule(
    proves=("database-not-public",),
    on=("aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance"),
    severity=Severity.CRITICAL,
    fix="Set publicly_accessible=False and reach the database from inside its network.",
    waivable=False,
    source="AWS provider: publiclyAccessible defaults to false",
)
def database_not_public(database: Resource) -> Findings:
    """Databases have no public address.

    A database on the internet is scanned within minutes, and one weak password ends it.
    """
    if database.flag("publiclyAccessible", default=False):
        yield database.expected("publiclyAccessible", "false")
