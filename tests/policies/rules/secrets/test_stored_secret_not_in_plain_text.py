import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.secrets.stored_secret_not_in_plain_text import (
    stored_secret_not_in_plain_text,
)

BASELINE = resource(
    "aws:secretsmanager/secretVersion:SecretVersion", {"secretString": Secret("value")}
)

CASES = [
    Case("marked", {}, Outcome.PASS),
    Case("marked and not yet known", {"secretString": Secret(UNKNOWN)}, Outcome.PASS),
    Case("plain", {"secretString": "value"}, Outcome.FAIL, "secretString is not marked"),
    Case("plain bytes", {"secretBinary": "dmFsdWU="}, Outcome.FAIL, "secretBinary"),
    Case("missing: the value is set elsewhere", {"secretString": ABSENT}, Outcome.PASS),
    Case("unknown", {"secretString": UNKNOWN}, Outcome.UNKNOWN),
    Case("secret that is only written", {"secretStringWo": Secret("value")}, Outcome.PASS),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(stored_secret_not_in_plain_text, BASELINE)
