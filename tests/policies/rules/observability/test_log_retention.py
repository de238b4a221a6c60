import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.observability.log_retention import log_retention

BASELINE = resource("aws:cloudwatch/logGroup:LogGroup", {"retentionInDays": 90})

CASES = [
    Case("three months", {}, Outcome.PASS),
    Case("a month", {"retentionInDays": 30}, Outcome.PASS),
    Case("too short", {"retentionInDays": 14}, Outcome.FAIL, "retentionInDays is 14"),
    Case("without end", {"retentionInDays": 0}, Outcome.FAIL, "keeps logs for ever"),
    Case("missing: without end by default", {"retentionInDays": ABSENT}, Outcome.FAIL, "absent"),
    Case("fixed by AWS", {"logGroupClass": "DELIVERY"}, Outcome.NOT_APPLICABLE, "two days"),
    Case("another class", {"logGroupClass": "INFREQUENT_ACCESS"}, Outcome.PASS),
    Case("unknown", {"retentionInDays": UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {"retentionInDays": Secret(7)}, Outcome.FAIL, "[secret]"),
    Case("malformed", {"retentionInDays": "long"}, Outcome.FAIL, "expected a number"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(log_retention, BASELINE)


def test_exempt() -> None:
    """What AWS fixes is nobody's to set."""
    rows = [case for case in CASES if case.outcome is Outcome.NOT_APPLICABLE]

    assert rows
    assert all(case.verdict(log_retention, BASELINE).exempt for case in rows)
