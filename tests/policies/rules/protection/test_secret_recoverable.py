import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.protection.secret_recoverable import (
    secret_recoverable,
)

BASELINE = resource("aws:secretsmanager/secret:Secret", {"recoveryWindowInDays": 30})

CASES = [
    Case("a month", {}, Outcome.PASS),
    Case("missing: a month by default", {"recoveryWindowInDays": ABSENT}, Outcome.PASS),
    Case("at once", {"recoveryWindowInDays": 0}, Outcome.FAIL, "7 to 30 days"),
    Case("unknown", {"recoveryWindowInDays": UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {"recoveryWindowInDays": Secret(0)}, Outcome.FAIL, "[secret]"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(secret_recoverable, BASELINE)
