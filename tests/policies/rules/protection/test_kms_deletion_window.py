import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.protection.kms_deletion_window import (
    kms_deletion_window,
)

BASELINE = resource("aws:kms/key:Key", {"deletionWindowInDays": 30})

CASES = [
    Case("a month", {}, Outcome.PASS),
    Case("a fortnight", {"deletionWindowInDays": 14}, Outcome.PASS),
    Case("missing: a month by default", {"deletionWindowInDays": ABSENT}, Outcome.PASS),
    Case("a week", {"deletionWindowInDays": 7}, Outcome.FAIL, "14 to 30 days"),
    Case("unknown", {"deletionWindowInDays": UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {"deletionWindowInDays": Secret(7)}, Outcome.FAIL, "[secret]"),
    Case("malformed", {"deletionWindowInDays": "long"}, Outcome.FAIL, "expected a number"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(kms_deletion_window, BASELINE)
