"""See the rule's own docstring."""

from typing import Final

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.verdict import Severity

PROPERTY: Final = {
    "aws:rds/instance:Instance": "dbName",
    "aws:rds/cluster:Cluster": "databaseName",
}
# Whoever starts with data starts with its databases.
FILLED: Final = (
    *("replicateSourceDb", "snapshotIdentifier", "restoreToPointInTime", "s3Import"),
    *("replicationSourceIdentifier", "globalClusterIdentifier"),
)
OWN: Final = frozenset({"mysql", "postgres"})  # the engines' own, there in any case
DATABASES: Final = ("postgresql:index/database:Database", "mysql:index/database:Database")


@rule(
    proves=("application-database-exists",),
    on=tuple(PROPERTY),
    severity=Severity.MEDIUM,
    fix="Name the application's database: db_name of an instance, database_name of a cluster.",
    source="AWS provider: without dbName or databaseName no database is made; SQL Server takes "
    "none, and Oracle's is the instance's identifier",
)
def application_database_exists(server: Resource, stack: Stack) -> Findings:
    """A database server is created with the application's own database.

    A database that somebody made by hand is missing after every rebuild, and the first sign of it
    is an application that does not start.
    """
    engine = server.text("engine")
    if engine.startswith(("sqlserver", "custom-sqlserver", "oracle", "custom-oracle")):
        shown = server.shown("engine")
        raise NotApplicable(f"the engine {shown} takes no database to create")
    name = PROPERTY[server.type]
    if server.text(name) not in {"", *OWN}:
        return
    for source in FILLED:
        if server.has(source):
            raise NotApplicable(f"{source} is set: the databases come with the data")
    if stack.of_type(*DATABASES):
        raise NotApplicable("a Database of the stack makes it, or another server's: not told here")
    yield server.expected(name, "the application's database")
