import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.protection.data_resources_protected import (
    data_resources_protected,
)

BASELINE = resource("aws:rds/instance:Instance", {}, options={"protect": True})
BOTH = ("options:protect", "options:retainOnDelete")

CASES = [
    Case("protected", {}, Outcome.PASS),
    Case("kept", {BOTH[0]: False, BOTH[1]: True}, Outcome.PASS),
    Case("kept, protection not known", {BOTH[0]: UNKNOWN, BOTH[1]: True}, Outcome.PASS),
    Case("protected, the rest not known", {BOTH[1]: UNKNOWN}, Outcome.PASS),
    Case("neither", {BOTH[0]: False, BOTH[1]: False}, Outcome.FAIL, "expected either true"),
    Case("missing: off by default", {BOTH[0]: ABSENT}, Outcome.FAIL, "expected either true"),
    Case("unknown", {BOTH[0]: False, BOTH[1]: UNKNOWN}, Outcome.UNKNOWN, "retainOnDelete"),
    Case("secret", {BOTH[0]: Secret(False)}, Outcome.FAIL),
    Case("a replica", {"replicateSourceDb": "db", BOTH[0]: False}, Outcome.NOT_APPLICABLE),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(data_resources_protected, BASELINE)
