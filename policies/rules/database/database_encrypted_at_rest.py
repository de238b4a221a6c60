"""See the rule's own docstring."""

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, rule
from airworthy.kit.verdict import Severity


@rule(
    proves=("database-encrypted-at-rest",),
    on=(
        "aws:rds/instance:Instance",
        "aws:rds/cluster:Cluster",
        "aws:docdb/cluster:Cluster",
        "aws:neptune/cluster:Cluster",
    ),
    severity=Severity.CRITICAL,
    fix="Set storage_encrypted=True; the database is replaced, so restore it from a snapshot.",
    waivable=False,
    source="AWS provider: storageEncrypted defaults to false",
)
def database_encrypted_at_rest(database: Resource) -> Findings:
    """Databases are encrypted at rest.

    A stolen disk or a shared snapshot must not be readable.
    """
    if not database.flag("storageEncrypted", default=False):
        yield database.expected("storageEncrypted", "true")
