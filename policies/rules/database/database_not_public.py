"""See the rule's own docstring."""

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.verdict import Severity

CLUSTER = "aws:rds/cluster:Cluster"
SUBNETS = "dbSubnetGroupName"


@rule(
    proves=("database-not-public",),
    on=(
        "aws:rds/instance:Instance",
        CLUSTER,
        "aws:rds/clusterInstance:ClusterInstance",
        "aws:neptune/clusterInstance:ClusterInstance",
    ),
    severity=Severity.CRITICAL,
    fix="Set publicly_accessible=False and reach the database from inside its network.",
    waivable=False,
    source="AWS provider: publiclyAccessible defaults to false on instances; on a Multi-AZ "
    "cluster to true without a subnet group of its own; Aurora's clusters have none",
)
def database_not_public(database: Resource) -> Findings:
    """Databases have no public address.

    A database on the internet is scanned within minutes, and one weak password ends it.
    """
    if not database.has("publiclyAccessible") and database.type == CLUSTER:
        if database.text("engine").startswith("aurora"):
            raise NotApplicable("Aurora: each of its instances is judged")
        if not database.is_unknown(SUBNETS) and database.text(SUBNETS, "default") == "default":
            yield database.expected(
                "publiclyAccessible", "false: in the default subnets it is true"
            )
    elif database.flag("publiclyAccessible", default=False):
        yield database.expected("publiclyAccessible", "false")
