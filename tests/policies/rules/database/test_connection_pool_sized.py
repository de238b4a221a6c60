import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.database.connection_pool_sized import connection_pool_sized

PROXY = resource("aws:rds/proxy:Proxy", {"name": "pool"}, name="pool")
BASELINE = resource(
    "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup",
    {
        "dbProxyName": "pool",
        "connectionPoolConfig": {"maxConnectionsPercent": 80, "maxIdleConnectionsPercent": 40},
    },
)
SHARE = "connectionPoolConfig.maxConnectionsPercent"
IDLE = "connectionPoolConfig.maxIdleConnectionsPercent"

CASES = [
    Case("leaves room", {}, Outcome.PASS),
    Case("leaves just enough", {SHARE: 90}, Outcome.PASS),
    Case("takes all", {SHARE: 100}, Outcome.FAIL, "expected 1 to 90"),
    Case("takes none", {SHARE: 0}, Outcome.FAIL),
    Case("missing: takes all by default", {SHARE: ABSENT}, Outcome.FAIL, "which is 100"),
    Case("nothing configured", {"connectionPoolConfig": ABSENT}, Outcome.FAIL, "which is 100"),
    Case("half of it idle by default", {IDLE: ABSENT}, Outcome.PASS),
    Case("more idle than there are", {IDLE: 81}, Outcome.FAIL, "the share itself, 80"),
    Case("unknown", {SHARE: UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {SHARE: Secret(95)}, Outcome.FAIL, "[secret]"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(connection_pool_sized, BASELINE)


PROXIES = [
    Case("sized elsewhere", {}, Outcome.NOT_APPLICABLE, "judged by itself", beside=(BASELINE,)),
    Case("never sized", {}, Outcome.FAIL, "100 % of connections", beside=()),
    Case("another's group", {"name": "other"}, Outcome.FAIL, beside=(BASELINE,)),
    Case(
        "a group of nobody knows which proxy",
        {},
        Outcome.UNKNOWN,
        beside=(resource(BASELINE.type, {"dbProxyName": UNKNOWN}),),
    ),
]


@pytest.mark.parametrize("case", PROXIES, ids=str)
def test_proxies(case: Case) -> None:
    """A proxy needs a target group that sizes it."""
    case.check(connection_pool_sized, PROXY)
