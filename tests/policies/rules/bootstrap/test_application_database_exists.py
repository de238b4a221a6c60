import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.bootstrap.application_database_exists import (
    application_database_exists,
)

BASELINE = resource("aws:rds/instance:Instance", {"engine": "postgres", "dbName": "khaacho"})
CLUSTER = resource("aws:rds/cluster:Cluster", {"engine": "aurora-postgresql"})
BY_PROVIDER = resource("postgresql:index/database:Database", {"name": "khaacho"})

CASES = [
    Case("named", {}, Outcome.PASS),
    Case("missing", {"dbName": ABSENT}, Outcome.FAIL, "dbName is absent"),
    Case("empty", {"dbName": ""}, Outcome.FAIL, "the application's database"),
    Case("the engine's own", {"dbName": "postgres"}, Outcome.FAIL),
    Case("unknown", {"dbName": UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {"dbName": Secret("khaacho")}, Outcome.PASS),
    Case("secret and empty", {"dbName": Secret("")}, Outcome.FAIL, "[secret]"),
    Case("malformed", {"dbName": ["khaacho"]}, Outcome.FAIL, "expected a string"),
    Case("SQL Server", {"engine": "sqlserver-se", "dbName": ABSENT}, Outcome.NOT_APPLICABLE),
    Case("Oracle", {"engine": "oracle-ee", "dbName": ABSENT}, Outcome.NOT_APPLICABLE),
    Case("unknown engine", {"engine": UNKNOWN, "dbName": ABSENT}, Outcome.UNKNOWN),
    Case("a replica", {"replicateSourceDb": "primary", "dbName": ABSENT}, Outcome.NOT_APPLICABLE),
    Case("restored", {"snapshotIdentifier": UNKNOWN, "dbName": ABSENT}, Outcome.NOT_APPLICABLE),
    Case(
        "perhaps by its provider",
        {"dbName": ABSENT},
        Outcome.NOT_APPLICABLE,
        "not told here",
        beside=(BY_PROVIDER,),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(application_database_exists, BASELINE)


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [({}, Outcome.FAIL), ({"databaseName": "khaacho"}, Outcome.PASS)],
)
def test_a_cluster_names_it_in_another_property(
    changes: dict[str, object], outcome: Outcome
) -> None:
    """A cluster's property is databaseName, and its default none as well."""
    Case("cluster", changes, outcome).check(application_database_exists, CLUSTER)
