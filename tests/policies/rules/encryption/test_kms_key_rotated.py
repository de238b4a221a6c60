import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.encryption.kms_key_rotated import (
    kms_key_rotated,
)

BASELINE = resource("aws:kms/key:Key", {"enableKeyRotation": True})

CASES = [
    Case("rotated", {}, Outcome.PASS),
    Case("every quarter", {"rotationPeriodInDays": 90}, Outcome.PASS),
    Case("not rotated", {"enableKeyRotation": False}, Outcome.FAIL, "is false"),
    Case("missing: off by default", {"enableKeyRotation": ABSENT}, Outcome.FAIL, "absent"),
    Case("seldom", {"rotationPeriodInDays": 730}, Outcome.FAIL, "365 or less"),
    Case("unknown", {"enableKeyRotation": UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {"enableKeyRotation": Secret(False)}, Outcome.FAIL, "[secret]"),
    Case("malformed", {"enableKeyRotation": []}, Outcome.FAIL, "expected true or false"),
    Case("asymmetric", {"customerMasterKeySpec": "RSA_4096"}, Outcome.NOT_APPLICABLE, "RSA_4096"),
    Case(
        "a short secret",
        {"customerMasterKeySpec": Secret("SM2")},
        Outcome.NOT_APPLICABLE,
        "spec [secret]",
    ),
    Case("for HMAC", {"customerMasterKeySpec": "HMAC_256"}, Outcome.NOT_APPLICABLE),
    Case("in a store of one's own", {"customKeyStoreId": "cks-1"}, Outcome.NOT_APPLICABLE),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(kms_key_rotated, BASELINE)


def test_exempt() -> None:
    """What KMS cannot rotate owes no rotation by KMS."""
    rows = [case for case in CASES if case.outcome is Outcome.NOT_APPLICABLE]

    assert rows
    assert all(case.verdict(kms_key_rotated, BASELINE).exempt for case in rows)
