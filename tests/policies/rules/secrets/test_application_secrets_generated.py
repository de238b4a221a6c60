import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.secrets.application_secrets_generated import (
    application_secrets_generated,
)

BASELINE = resource("random:index/randomPassword:RandomPassword", {"length": 32})
KEY = resource("random:index/randomBytes:RandomBytes", {"length": 16})
ALL_BUT_DIGITS = {"lower": False, "upper": False, "special": False}

CASES = [
    Case("32 characters", {}, Outcome.PASS),
    Case("letters and digits", {"length": 22, "special": False}, Outcome.PASS),
    Case("too few letters and digits", {"length": 21, "special": False}, Outcome.FAIL, "125 bits"),
    Case("16 characters", {"length": 16}, Outcome.FAIL, "102 bits, expected 128"),
    Case("few specials", {"length": 21, "overrideSpecial": "!!"}, Outcome.FAIL),
    Case("32 digits", ALL_BUT_DIGITS, Outcome.FAIL, "106 bits"),
    Case("no alphabet", {**ALL_BUT_DIGITS, "number": False}, Outcome.FAIL, "0 bits"),
    Case("missing", {"length": ABSENT}, Outcome.FAIL, "absent"),
    Case("unknown", {"length": UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {"length": Secret(8)}, Outcome.FAIL, "[secret]"),
    Case("malformed", {"length": "long"}, Outcome.FAIL, "expected a number"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(application_secrets_generated, BASELINE)


@pytest.mark.parametrize(("length", "outcome"), [(16, Outcome.PASS), (15, Outcome.FAIL)])
def test_bytes(length: int, outcome: Outcome) -> None:
    """A byte is eight bits."""
    Case("bytes", {"length": length}, outcome).check(application_secrets_generated, KEY)
