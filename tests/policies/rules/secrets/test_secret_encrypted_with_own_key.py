import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.secrets.secret_encrypted_with_own_key import (
    secret_encrypted_with_own_key,
)

KEY = resource("aws:kms/key:Key", name="key")
BASELINE = resource("aws:secretsmanager/secret:Secret", {"kmsKeyId": "arn:aws:kms:::key/1"})
MADE = resource(
    "aws:secretsmanager/secret:Secret", {"kmsKeyId": UNKNOWN}, refers={"kmsKeyId": (KEY,)}
)

CASES = [
    Case("a key", {}, Outcome.PASS),
    Case("the common key", {"kmsKeyId": "alias/aws/secretsmanager"}, Outcome.FAIL, "own"),
    Case("missing: the common key by default", {"kmsKeyId": ABSENT}, Outcome.FAIL, "absent"),
    Case("unknown", {"kmsKeyId": UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {"kmsKeyId": Secret("alias/aws/secretsmanager")}, Outcome.FAIL, "[secret]"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(secret_encrypted_with_own_key, BASELINE)


def test_a_key_of_the_same_deployment_needs_no_id_yet() -> None:
    """A key that is still to be made is a key."""
    Case("made", {}, Outcome.PASS).check(secret_encrypted_with_own_key, MADE)
