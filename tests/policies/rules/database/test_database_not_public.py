import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.database.database_not_public import database_not_public

BASELINE = resource("aws:rds/instance:Instance", {"publiclyAccessible": False})

CASES = [
    Case("private", {}, Outcome.PASS),
    Case("public", {"publiclyAccessible": True}, Outcome.FAIL, "publiclyAccessible is true"),
    Case("missing: private by default", {"publiclyAccessible": ABSENT}, Outcome.PASS),
    Case("unknown", {"publiclyAccessible": UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {"publiclyAccessible": Secret(True)}, Outcome.FAIL, "[secret]"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(database_not_public, BASELINE)


CLUSTER = resource("aws:rds/cluster:Cluster", {"engine": "postgres", "dbSubnetGroupName": "data"})
CLUSTERS = [
    Case("private by its subnets", {}, Outcome.PASS),
    Case("in subnets made beside it", {"dbSubnetGroupName": UNKNOWN}, Outcome.PASS),
    Case("public", {"publiclyAccessible": True}, Outcome.FAIL, "is true"),
    Case("missing: the default subnets", {"dbSubnetGroupName": ABSENT}, Outcome.FAIL, "absent"),
    Case("the default subnets by name", {"dbSubnetGroupName": "default"}, Outcome.FAIL, "absent"),
    Case(
        "private in the default subnets",
        {"dbSubnetGroupName": ABSENT, "publiclyAccessible": False},
        Outcome.PASS,
    ),
    Case("unknown", {"publiclyAccessible": UNKNOWN}, Outcome.UNKNOWN),
    Case("Aurora", {"engine": "aurora-mysql"}, Outcome.NOT_APPLICABLE, "its instances"),
]


@pytest.mark.parametrize("case", CLUSTERS, ids=str)
def test_clusters(case: Case) -> None:
    """A Multi-AZ cluster is public by default in the default subnets."""
    case.check(database_not_public, CLUSTER)
