import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.database.database_encrypted_at_rest import (
    database_encrypted_at_rest,
)

BASELINE = resource("aws:rds/instance:Instance", {"storageEncrypted": True})

CASES = [
    Case("encrypted", {}, Outcome.PASS),
    Case("plain", {"storageEncrypted": False}, Outcome.FAIL, "storageEncrypted is false"),
    Case("missing: the provider's default is plain", {"storageEncrypted": ABSENT}, Outcome.FAIL),
    Case("unknown", {"storageEncrypted": UNKNOWN}, Outcome.UNKNOWN, "storageEncrypted"),
    Case("secret", {"storageEncrypted": Secret(False)}, Outcome.FAIL, "[secret]"),
    Case("malformed", {"storageEncrypted": ["yes"]}, Outcome.FAIL, "expected true or false"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(database_encrypted_at_rest, BASELINE)
