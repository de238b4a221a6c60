"""See the rule's own docstring."""

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, rule
from airworthy.kit.verdict import Severity

CLUSTER = "aws:rds/cluster:Cluster"
CLUSTER_INSTANCE = "aws:rds/clusterInstance:ClusterInstance"
# The log that tells of errors, by engine.
LOGS = {
    "postgres": "postgresql",
    "aurora-postgresql": "postgresql",
    "mysql": "error",
    "aurora-mysql": "error",
    "mariadb": "error",
}


@rule(
    proves=("database-observability",),
    on=("aws:rds/instance:Instance", CLUSTER, CLUSTER_INSTANCE),
    severity=Severity.MEDIUM,
    fix="Set performance_insights_enabled=True, a monitoring_interval with its role, and export "
    "the engine's logs.",
    source="AWS provider: performanceInsightsEnabled defaults to false, monitoringInterval to 0, "
    "and no log is exported by default",
)
def database_observability(database: Resource) -> Findings:
    """Databases export their logs and show what they spend their time on.

    Without them an outage can be watched but not explained: which statement, waiting for what,
    on which process.
    """
    engine = database.text("engine")
    # Aurora measures each of its instances, and logs as a cluster.
    if not (database.type == CLUSTER and engine.startswith("aurora")):
        advanced = database.text("databaseInsightsMode") == "advanced"
        if not advanced and not database.flag("performanceInsightsEnabled", default=False):
            yield database.expected("performanceInsightsEnabled", "true")
        if database.number("monitoringInterval", 0) <= 0:
            yield database.expected("monitoringInterval", "1 to 60 seconds")
    if database.type != CLUSTER_INSTANCE:
        exported = database.texts("enabledCloudwatchLogsExports")
        wanted = LOGS.get(engine)
        if not exported or (wanted and wanted not in exported):
            yield database.expected("enabledCloudwatchLogsExports", wanted or "the engine's log")
