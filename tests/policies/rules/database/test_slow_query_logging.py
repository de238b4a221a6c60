import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.database.slow_query_logging import slow_query_logging

BASELINE = resource(
    "aws:rds/parameterGroup:ParameterGroup",
    {
        "family": "postgres17",
        "parameters": [{"name": "log_min_duration_statement", "value": "1000"}],
    },
)
DATABASE = resource("aws:rds/instance:Instance", {"engine": "postgres", "engineVersion": "17"})

CASES = [
    Case("a second", {}, Outcome.PASS),
    Case("every statement", {"parameters.0.value": 0}, Outcome.PASS),
    Case("off", {"parameters.0.value": "-1"}, Outcome.FAIL, 'is "-1", expected 0 to 5000'),
    Case("too late", {"parameters.0.value": "60000"}, Outcome.FAIL),
    Case("missing: off by default", {"parameters": ABSENT}, Outcome.FAIL, "absent"),
    Case("unknown", {"parameters.0.value": UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {"parameters.0.value": Secret("-1")}, Outcome.FAIL, "[secret]"),
    Case("malformed", {"parameters.0.value": "1s"}, Outcome.FAIL, "expected a number"),
    Case("another engine", {"family": "mysql8.4"}, Outcome.NOT_APPLICABLE),
    Case("Aurora", {"family": "aurora-postgresql16"}, Outcome.NOT_APPLICABLE, "cluster's"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(slow_query_logging, BASELINE)


def test_the_default_group_logs_nothing() -> None:
    """An instance without a group of its own logs no slow statement."""
    Case("default", {}, Outcome.FAIL, "absent").check(slow_query_logging, DATABASE)
