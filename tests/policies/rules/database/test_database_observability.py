import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.database.database_observability import database_observability

BASELINE = resource(
    "aws:rds/instance:Instance",
    {
        "engine": "postgres",
        "performanceInsightsEnabled": True,
        "monitoringInterval": 60,
        "enabledCloudwatchLogsExports": ["postgresql", "upgrade"],
    },
)
CLUSTER = resource(
    "aws:rds/cluster:Cluster",
    {"engine": "aurora-postgresql", "enabledCloudwatchLogsExports": ["postgresql"]},
)
MEMBER = resource(
    "aws:rds/clusterInstance:ClusterInstance",
    {
        "engine": "aurora-postgresql",
        "performanceInsightsEnabled": True,
        "monitoringInterval": 60,
    },
)
INSIGHTS = "performanceInsightsEnabled"
LOGS = "enabledCloudwatchLogsExports"

CASES = [
    Case("observed", {}, Outcome.PASS),
    Case("no insights", {INSIGHTS: False}, Outcome.FAIL, INSIGHTS),
    Case("missing: no insights by default", {INSIGHTS: ABSENT}, Outcome.FAIL, INSIGHTS),
    Case("advanced insights", {INSIGHTS: ABSENT, "databaseInsightsMode": "advanced"}, Outcome.PASS),
    Case(
        "standard insights say less",
        {INSIGHTS: ABSENT, "databaseInsightsMode": "standard"},
        Outcome.FAIL,
    ),
    Case("no monitoring", {"monitoringInterval": 0}, Outcome.FAIL, "monitoringInterval"),
    Case("missing: no monitoring by default", {"monitoringInterval": ABSENT}, Outcome.FAIL),
    Case("another log", {LOGS: ["upgrade"]}, Outcome.FAIL, "expected postgresql"),
    Case("missing: no log by default", {LOGS: ABSENT}, Outcome.FAIL, LOGS),
    Case("another engine's log", {"engine": "mysql", LOGS: ["error"]}, Outcome.PASS),
    Case("an engine of which no log is known", {"engine": "db2-se"}, Outcome.PASS),
    Case("a replica names no engine", {"engine": ABSENT}, Outcome.PASS),
    Case("a replica without logs", {"engine": ABSENT, LOGS: []}, Outcome.FAIL, "engine's log"),
    Case("unknown", {"monitoringInterval": UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {"monitoringInterval": Secret(0)}, Outcome.FAIL, "[secret]"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(database_observability, BASELINE)


def test_aurora_logs_as_a_cluster_and_is_measured_by_instance() -> None:
    """Each part of Aurora is asked for what it decides."""
    Case("cluster", {}, Outcome.PASS).check(database_observability, CLUSTER)
    Case("no log", {LOGS: []}, Outcome.FAIL, LOGS).check(database_observability, CLUSTER)
    Case("instance", {}, Outcome.PASS).check(database_observability, MEMBER)
    Case("no insights", {INSIGHTS: False}, Outcome.FAIL, INSIGHTS).check(
        database_observability, MEMBER
    )
