import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.secrets.password_not_in_plain_text import (
    password_not_in_plain_text,
)

BASELINE = resource("aws:rds/instance:Instance", {"password": Secret("hunter22")})
OBJECT = resource("kubernetes:core/v1:Secret", {"stringData": {"a": Secret("1"), "b": Secret("2")}})

CASES = [
    Case("marked", {}, Outcome.PASS),
    Case("marked and not yet known", {"password": Secret(UNKNOWN)}, Outcome.PASS),
    Case("plain", {"password": "hunter22"}, Outcome.FAIL, "password is not marked as secret"),
    Case("missing", {"password": ABSENT}, Outcome.PASS),
    Case("unknown", {"password": UNKNOWN}, Outcome.UNKNOWN),
    Case("secret but empty", {"password": Secret("")}, Outcome.PASS),
]

PARTS = [
    Case("each part is marked", {}, Outcome.PASS),
    Case("marked as a whole", {"stringData": Secret({"a": "1"})}, Outcome.PASS),
    Case("one part is plain", {"stringData.b": "2"}, Outcome.FAIL, "stringData"),
    Case("one part is unknown", {"stringData.b": UNKNOWN}, Outcome.UNKNOWN),
    Case("no part", {"stringData": {}}, Outcome.PASS),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(password_not_in_plain_text, BASELINE)


@pytest.mark.parametrize("case", PARTS, ids=str)
def test_parts(case: Case) -> None:
    """A mapping is marked as a whole or part by part."""
    case.check(password_not_in_plain_text, OBJECT)


def test_a_list_of_passwords() -> None:
    """A plain password in a list is found."""
    user = resource("aws:elasticache/user:User", {"passwords": [Secret("1"), "2"]})

    Case("list", {}, Outcome.FAIL, "passwords").check(password_not_in_plain_text, user)
