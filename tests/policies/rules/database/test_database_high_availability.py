import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.database.database_high_availability import (
    database_high_availability,
)

BASELINE = resource("aws:rds/instance:Instance", {"multiAz": True})

CASES = [
    Case("two zones", {}, Outcome.PASS),
    Case("one zone", {"multiAz": False}, Outcome.FAIL, "multiAz is false"),
    Case("missing: one zone by default", {"multiAz": ABSENT}, Outcome.FAIL),
    Case("unknown", {"multiAz": UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {"multiAz": Secret(True)}, Outcome.PASS),
    Case("a replica", {"multiAz": False, "replicateSourceDb": "db"}, Outcome.NOT_APPLICABLE),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(database_high_availability, BASELINE)
