import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.database.database_deletion_protected import (
    database_deletion_protected,
)

BASELINE = resource(
    "aws:rds/instance:Instance",
    {"deletionProtection": True, "skipFinalSnapshot": False, "deleteAutomatedBackups": False},
)

CASES = [
    Case("protected", {}, Outcome.PASS),
    Case("not protected", {"deletionProtection": False}, Outcome.FAIL, "deletionProtection is"),
    Case("no final snapshot", {"skipFinalSnapshot": True}, Outcome.FAIL, "skipFinalSnapshot"),
    Case("backups go too", {"deleteAutomatedBackups": True}, Outcome.FAIL, "deleteAutomated"),
    Case("missing: unprotected by default", {"deletionProtection": ABSENT}, Outcome.FAIL),
    Case("missing: a snapshot is taken by default", {"skipFinalSnapshot": ABSENT}, Outcome.PASS),
    Case("missing: backups go by default", {"deleteAutomatedBackups": ABSENT}, Outcome.FAIL),
    Case("unknown", {"deletionProtection": UNKNOWN}, Outcome.UNKNOWN),
    Case(
        "what was found before an unknown stays found",
        {"deletionProtection": False, "skipFinalSnapshot": UNKNOWN},
        Outcome.FAIL,
        "deletionProtection is false",
    ),
    Case(
        "a replica has no backups of its own",
        {"replicateSourceDb": "db", "skipFinalSnapshot": True, "deleteAutomatedBackups": True},
        Outcome.PASS,
    ),
    Case(
        "a replica that is not protected",
        {"replicateSourceDb": "db", "deletionProtection": False},
        Outcome.FAIL,
        "deletionProtection is",
    ),
    Case("secret", {"skipFinalSnapshot": Secret(True)}, Outcome.FAIL, "[secret]"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(database_deletion_protected, BASELINE)
