import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.database.connection_pool_tls import connection_pool_tls

BASELINE = resource("aws:rds/proxy:Proxy", {"requireTls": True})

CASES = [
    Case("required", {}, Outcome.PASS),
    Case("not required", {"requireTls": False}, Outcome.FAIL, "expected true"),
    Case("missing: not required by default", {"requireTls": ABSENT}, Outcome.FAIL, "is absent"),
    Case("unknown", {"requireTls": UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {"requireTls": Secret(False)}, Outcome.FAIL, "[secret]"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(connection_pool_tls, BASELINE)
