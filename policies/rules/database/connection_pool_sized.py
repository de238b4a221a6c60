"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.verdict import Severity
from airworthy.policies.rds_proxies import MOST, PROXY, SHARE, TARGET_GROUP, target_groups

IDLE = "connectionPoolConfig.maxIdleConnectionsPercent"


@rule(
    proves=("connection-pool-sized",),
    on=(PROXY, TARGET_GROUP),
    severity=Severity.HIGH,
    fix=f"Give the proxy a ProxyDefaultTargetGroup whose max_connections_percent is {MOST} or less "
    "and whose max_idle_connections_percent is not above it.",
    source="AWS: MaxConnectionsPercent defaults to 100, MaxIdleConnectionsPercent to half of it "
    "and is never above it",
)
def connection_pool_sized(pool: Resource, stack: Stack) -> Findings:
    """A connection pool leaves the database room for direct connections.

    A pool that may take every connection locks out the migration, the backup and the person who
    came to find out why it took every connection.
    """
    if pool.type == PROXY:
        if not target_groups(pool, stack):
            yield (
                "no target group sizes the pool, so it takes 100 % of connections; "
                f"expected {MOST} or less"
            )
            return
        raise NotApplicable("its target group is judged by itself")
    if not pool.has(SHARE):
        yield f"{SHARE} is absent, which is 100; expected {MOST} or less"
        return
    share = pool.number(SHARE, 100)
    if not 1 <= share <= MOST:
        yield pool.expected(SHARE, f"1 to {MOST}")
    if pool.number(IDLE, share / 2) > share:
        yield pool.expected(IDLE, f"at most the share itself, {pool.shown(SHARE)}")
