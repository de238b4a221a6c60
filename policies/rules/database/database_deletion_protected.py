"""See the rule's own docstring."""

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, rule
from airworthy.kit.verdict import Severity


@rule(
    proves=("database-deletion-protected",),
    on=("aws:rds/instance:Instance", "aws:rds/cluster:Cluster"),
    severity=Severity.HIGH,
    fix="Set deletion_protection=True, keep the final snapshot and the automated backups.",
    source="AWS provider: deletionProtection and skipFinalSnapshot default to false, "
    "deleteAutomatedBackups to true; RDS refuses a final snapshot of a read replica",
)
def database_deletion_protected(database: Resource) -> Findings:
    """Databases cannot be deleted by one wrong command.

    Deletion protection refuses the call, and should it be lifted, the final snapshot and the
    automated backups still hold the data. A read replica holds nothing that its source does not,
    but the readers it serves stop with it.
    """
    if not database.flag("deletionProtection", default=False):
        yield database.expected("deletionProtection", "true")
    if database.has("replicateSourceDb"):
        return
    if database.flag("skipFinalSnapshot", default=False):
        yield database.expected("skipFinalSnapshot", "false")
    if database.flag("deleteAutomatedBackups", default=True):
        yield database.expected("deleteAutomatedBackups", "false")
