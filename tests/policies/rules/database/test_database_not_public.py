import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.database.database_not_public import database_not_public

BASELINE = resource("aws:rds/instance:Instance", {"publiclyAccessible": False})

CASES = [
    Case("private", {}, Outcome.PASS),
    Case("public", {"publiclyAccessible": True}, Outcome.FAIL, "publiclyAccessible is true"),
    Case("missing: private by default", {"publiclyAccessible": ABSENT}, Outcome.PASS),
    Case("unknown", {"publiclyAccessible": UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {"publiclyAccessible": Secret(True)}, Outcome.FAIL, "[secret]"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(database_not_public, BASELINE)
