import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.database.postgres_point_in_time_recovery import (
    postgres_point_in_time_recovery,
)

BASELINE = resource("aws:rds/instance:Instance", {"engine": "postgres", "backupRetentionPeriod": 7})
CLUSTER = resource("aws:rds/cluster:Cluster", {"engine": "aurora-postgresql"})

CASES = [
    Case("a week", {}, Outcome.PASS),
    Case("the most there is", {"backupRetentionPeriod": 35}, Outcome.PASS),
    Case("too short", {"backupRetentionPeriod": 6}, Outcome.FAIL, "7 to 35 days"),
    Case("longer than AWS keeps", {"backupRetentionPeriod": 36}, Outcome.FAIL),
    Case("off", {"backupRetentionPeriod": 0}, Outcome.FAIL),
    Case("missing: no backup at all by default", {"backupRetentionPeriod": ABSENT}, Outcome.FAIL),
    Case("unknown", {"backupRetentionPeriod": UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {"backupRetentionPeriod": Secret(1)}, Outcome.FAIL, "[secret]"),
    Case("malformed", {"backupRetentionPeriod": "a week"}, Outcome.FAIL, "expected a number"),
    Case("another engine", {"engine": "mysql"}, Outcome.NOT_APPLICABLE),
    Case("a replica", {"replicateSourceDb": "db"}, Outcome.NOT_APPLICABLE),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(postgres_point_in_time_recovery, BASELINE)


def test_a_cluster_keeps_one_day_by_default() -> None:
    """A cluster without a retention of its own keeps one day, which is too short."""
    Case("default", {}, Outcome.FAIL).check(postgres_point_in_time_recovery, CLUSTER)
