import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.database.static_parameters_pending_reboot import (
    static_parameters_pending_reboot,
)

BASELINE = resource(
    "aws:rds/parameterGroup:ParameterGroup",
    {
        "family": "postgres17",
        "parameters": [
            {"name": "log_lock_waits", "value": "1", "applyMethod": "immediate"},
            {
                "name": "shared_preload_libraries",
                "value": "pg_stat_statements",
                "applyMethod": "pending-reboot",
            },
        ],
    },
)

CASES = [
    Case("waits for a reboot", {}, Outcome.PASS),
    Case(
        "sent at once",
        {"parameters.1.applyMethod": "immediate"},
        Outcome.FAIL,
        '"shared_preload_libraries" is static',
    ),
    Case("missing: at once by default", {"parameters.1.applyMethod": ABSENT}, Outcome.FAIL),
    Case("unknown", {"parameters.1.applyMethod": UNKNOWN}, Outcome.UNKNOWN),
    Case("an unknown name may be static", {"parameters.0.name": UNKNOWN}, Outcome.UNKNOWN),
    Case(
        "found before the unknown",
        {"parameters.0.name": UNKNOWN, "parameters.1.applyMethod": "immediate"},
        Outcome.FAIL,
    ),
    Case("secret", {"parameters.1.applyMethod": Secret("immediate")}, Outcome.FAIL, "[secret]"),
    Case(
        "static up to 17",
        {"parameters.0.name": "autovacuum_max_workers"},
        Outcome.FAIL,
        '"autovacuum_max_workers" is static',
    ),
    Case(
        "no longer static from 18",
        {"parameters.0.name": "autovacuum_max_workers", "family": "postgres18"},
        Outcome.PASS,
    ),
    Case("no static parameter", {"parameters": []}, Outcome.NOT_APPLICABLE, "no static"),
    Case("another engine", {"family": "mysql8.4"}, Outcome.NOT_APPLICABLE, "mysql8.4"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(static_parameters_pending_reboot, BASELINE)
