import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.database.engine_version_supported import engine_version_supported

BASELINE = resource("aws:rds/instance:Instance", {"engine": "postgres", "engineVersion": "17.4"})

CASES = [
    Case("maintained", {}, Outcome.PASS),
    Case("the oldest that is", {"engineVersion": "15"}, Outcome.PASS),
    Case("a number", {"engineVersion": 17}, Outcome.PASS),
    Case("past its end", {"engineVersion": "14.22"}, Outcome.FAIL, "expected 15 or later"),
    Case("no number", {"engineVersion": "9" * 5000}, Outcome.FAIL, "expected 15 or later"),
    Case("no version", {"engineVersion": "latest"}, Outcome.FAIL, "expected 15 or later"),
    Case("missing: AWS chooses", {"engineVersion": ABSENT}, Outcome.UNKNOWN, "AWS chooses"),
    Case("unknown", {"engineVersion": UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {"engineVersion": Secret("13")}, Outcome.FAIL, "[secret]"),
    Case("MySQL", {"engine": "mysql", "engineVersion": "8.4.7"}, Outcome.PASS),
    Case("MySQL past its end", {"engine": "mysql", "engineVersion": "8.0"}, Outcome.FAIL, "8.4"),
    Case("MariaDB", {"engine": "mariadb", "engineVersion": "11.4.5"}, Outcome.PASS),
    Case(
        "Aurora's MySQL 8.0 lives longer",
        {"engine": "aurora-mysql", "engineVersion": "8.0.mysql_aurora.3.10.0"},
        Outcome.PASS,
    ),
    Case(
        "Aurora's MySQL 5.7 does not",
        {"engine": "aurora-mysql", "engineVersion": "5.7.mysql_aurora.2.12.0"},
        Outcome.FAIL,
    ),
    Case("another engine", {"engine": "db2-se"}, Outcome.NOT_APPLICABLE, "db2-se"),
    Case("minor versions stay", {"autoMinorVersionUpgrade": False}, Outcome.FAIL, "autoMinor"),
    Case("a replica", {"replicateSourceDb": "db"}, Outcome.NOT_APPLICABLE, "source's"),
    Case(
        "a replica whose minor versions stay",
        {"replicateSourceDb": "db", "autoMinorVersionUpgrade": False},
        Outcome.FAIL,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(engine_version_supported, BASELINE)
