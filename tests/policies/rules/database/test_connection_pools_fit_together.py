from __future__ import annotations

import pytest

from airworthy.kit.resource import Resource
from airworthy.kit.testing import Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.database.connection_pools_fit_together import (
    connection_pools_fit_together,
)

BASELINE = resource("aws:rds/instance:Instance", {"identifier": "main"}, name="main")


def pool(name: str, share: object, *, of: object = "main") -> tuple[Resource, ...]:
    """A proxy, its size and its target; no size at all for None."""
    proxy = resource("aws:rds/proxy:Proxy", {"name": name}, name=name)
    target = resource(
        "aws:rds/proxyTarget:ProxyTarget",
        {"dbProxyName": name, "dbInstanceIdentifier": of},
        name=f"{name}-target",
    )
    group = resource(
        "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup",
        {"dbProxyName": name, "connectionPoolConfig": {"maxConnectionsPercent": share}},
        name=f"{name}-group",
    )
    return (proxy, target) if share is None else (proxy, target, group)


CASES = [
    Case("one pool", {}, Outcome.PASS, beside=pool("a", 90)),
    Case("two that fit", {}, Outcome.PASS, beside=(*pool("a", 50), *pool("b", 40))),
    Case(
        "two that fit one by one only",
        {},
        Outcome.FAIL,
        "80 (a) + 40 (b) per cent",
        beside=(*pool("a", 80), *pool("b", 40)),
    ),
    Case("missing: all by default", {}, Outcome.FAIL, "100 (a)", beside=pool("a", None)),
    Case(
        "another database's pool does not count",
        {},
        Outcome.PASS,
        beside=(*pool("a", 80), *pool("b", 40, of="other")),
    ),
    Case("no pool", {}, Outcome.NOT_APPLICABLE, "no RDS proxy", beside=()),
    Case("unknown share", {}, Outcome.UNKNOWN, beside=pool("a", UNKNOWN)),
    Case("unknown target", {}, Outcome.UNKNOWN, beside=pool("a", 80, of=UNKNOWN)),
    Case("secret share", {}, Outcome.FAIL, "[secret] (a)", beside=pool("a", Secret(95))),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(connection_pools_fit_together, BASELINE)
