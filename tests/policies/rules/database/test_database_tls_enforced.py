import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.database.database_tls_enforced import database_tls_enforced

INSTANCE = "aws:rds/instance:Instance"
CLUSTER = "aws:rds/cluster:Cluster"
GROUP = "aws:rds/parameterGroup:ParameterGroup"
CLUSTER_GROUP = "aws:rds/clusterParameterGroup:ClusterParameterGroup"

FORCED = {"name": "rds.force_ssl", "value": "1"}
BASELINE = resource(
    GROUP,
    {"family": "postgres17", "name": "ours", "parameters": [{"name": "work_mem"}, FORCED]},
    name="group",
)
CLUSTERS = resource(
    CLUSTER_GROUP,
    {"family": "aurora-postgresql16", "name": "theirs", "parameters": [FORCED]},
    name="group",
)
DATABASE = resource(INSTANCE, {"engine": "postgres", "engineVersion": "17.4"})
AURORA = resource(CLUSTER, {"engine": "aurora-postgresql", "engineVersion": "16.6"})

GROUPS = [
    Case("forced", {}, Outcome.PASS),
    Case("forced by a number", {"parameters.1.value": 1}, Outcome.PASS),
    Case("off", {"parameters.1.value": "0"}, Outcome.FAIL, 'is "0", expected 1'),
    Case("no value", {"parameters.1.value": ABSENT}, Outcome.FAIL, "is absent"),
    Case("missing: forced by default from 15", {"parameters": ABSENT}, Outcome.PASS),
    Case(
        "missing: not forced by default before",
        {"parameters": ABSENT, "family": "postgres14"},
        Outcome.FAIL,
        "PostgreSQL before 15 need not",
    ),
    Case("unknown value", {"parameters.1.value": UNKNOWN}, Outcome.UNKNOWN),
    Case("unknown list", {"parameters": UNKNOWN}, Outcome.UNKNOWN),
    Case("an unknown name beside it", {"parameters.0.name": UNKNOWN}, Outcome.PASS),
    Case("an unknown name in its place", {"parameters.1.name": UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {"parameters.1.value": Secret("0")}, Outcome.FAIL, "[secret]"),
    Case("another engine", {"family": "mysql8.4"}, Outcome.NOT_APPLICABLE, "mysql8.4"),
    Case("an instance of Aurora", {"family": "aurora-postgresql16"}, Outcome.NOT_APPLICABLE),
]
CLUSTER_GROUPS = [
    Case("forced", {}, Outcome.PASS),
    Case("missing: Aurora must be told", {"parameters": ABSENT}, Outcome.FAIL, "Aurora need not"),
    Case(
        "missing: a cluster of RDS in two zones is told by default",
        {"parameters": ABSENT, "family": "postgres16"},
        Outcome.PASS,
    ),
]
INSTANCES = [
    Case("the default group of 17", {}, Outcome.PASS),
    Case("the default group of 13", {"engineVersion": "13.20"}, Outcome.FAIL, "before 15"),
    Case("a version chosen by AWS", {"engineVersion": ABSENT}, Outcome.UNKNOWN, "AWS chooses"),
    Case("unknown version", {"engineVersion": UNKNOWN}, Outcome.UNKNOWN),
    Case("another engine", {"engine": "mariadb"}, Outcome.NOT_APPLICABLE, "PostgreSQL alone"),
    Case("the snapshot's engine", {"engine": ABSENT}, Outcome.UNKNOWN, "snapshot"),
    Case("a replica", {"replicateSourceDb": "db"}, Outcome.NOT_APPLICABLE, "source"),
    Case("an old default by name", {"parameterGroupName": "default.postgres14"}, Outcome.FAIL),
    Case("a new default by name", {"parameterGroupName": "default.postgres17"}, Outcome.PASS),
    Case("another stack's group", {"parameterGroupName": "shared"}, Outcome.UNKNOWN, "shared"),
    Case("an unknown group", {"parameterGroupName": UNKNOWN}, Outcome.UNKNOWN),
    Case(
        "a group of this stack, by name",
        {"parameterGroupName": "ours"},
        Outcome.NOT_APPLICABLE,
        "judged by itself",
        beside=(BASELINE,),
    ),
]
CLUSTERS_CASES = [
    Case("Aurora's default group", {}, Outcome.FAIL, "Aurora need not"),
    Case("a Multi-AZ cluster of RDS", {"engine": "postgres"}, Outcome.PASS),
    Case("a replica", {"replicationSourceIdentifier": "arn"}, Outcome.NOT_APPLICABLE),
    Case(
        "a group of this stack, by name",
        {"dbClusterParameterGroupName": "theirs"},
        Outcome.NOT_APPLICABLE,
        beside=(CLUSTERS,),
    ),
]


@pytest.mark.parametrize("case", GROUPS, ids=str)
def test_groups(case: Case) -> None:
    """A group forces TLS, by itself or by its family's default."""
    case.check(database_tls_enforced, BASELINE)


@pytest.mark.parametrize("case", CLUSTER_GROUPS, ids=str)
def test_groups_of_clusters(case: Case) -> None:
    """Aurora's default differs by version, so its group must say it."""
    case.check(database_tls_enforced, CLUSTERS)


@pytest.mark.parametrize("case", INSTANCES, ids=str)
def test_instances(case: Case) -> None:
    """An instance without a group of its own has its version's default."""
    case.check(database_tls_enforced, DATABASE)


@pytest.mark.parametrize("case", CLUSTERS_CASES, ids=str)
def test_clusters(case: Case) -> None:
    """So has a cluster."""
    case.check(database_tls_enforced, AURORA)


def test_a_group_is_found_by_dependency() -> None:
    """A group whose name is known only after deployment is found by what refers to it."""
    linked = resource(
        INSTANCE,
        {"engine": "postgres", "parameterGroupName": UNKNOWN},
        refers={"parameterGroupName": (BASELINE,)},
    )
    case = Case("linked", {}, Outcome.NOT_APPLICABLE, "judged by itself", beside=(BASELINE,))
    case.check(database_tls_enforced, linked)


def test_an_instance_of_aurora_is_its_clusters_matter() -> None:
    """Aurora takes the parameter from the cluster."""
    case = Case("aurora", {"engine": "aurora-postgresql"}, Outcome.NOT_APPLICABLE, "cluster's")
    case.check(database_tls_enforced, DATABASE)
