"""See the rule's own docstring."""

from collections.abc import Iterator

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.tree import Reader, Tree
from airworthy.kit.verdict import Severity
from airworthy.policies.rds_proxies import MOST, PROXY, SHARE, target_groups

TARGET = "aws:rds/proxyTarget:ProxyTarget"
OTHERWISE = 100  # per cent, of a pool that nothing sizes


@rule(
    proves=("connection-pool-sized",),
    on=("aws:rds/instance:Instance",),
    severity=Severity.HIGH,
    fix=f"Lower max_connections_percent of the pools until their sum is {MOST} or less.",
    source="AWS: each proxy takes up to its own MaxConnectionsPercent, 100 by default",
)
def connection_pools_fit_together(database: Resource, stack: Stack) -> Findings:
    """All pools on a database together leave it room for direct connections.

    Each pool keeps to its own share and knows nothing of the others, so at peak two that fit one
    by one refuse each other.
    """
    proxies = tuple(_proxies(database, stack))
    if not proxies:
        raise NotApplicable("no RDS proxy of this stack stands in front of it")
    groups = {proxy.name: _group(proxy, stack) for proxy in proxies}
    if sum(group.number(SHARE, OTHERWISE) for group in groups.values()) > MOST:
        shares = " + ".join(f"{_shown(group)} ({name})" for name, group in sorted(groups.items()))
        yield f"pools may take {shares} per cent of its connections, expected {MOST} or less"


def _proxies(database: Resource, stack: Stack) -> Iterator[Resource]:
    names = ("identifier",)
    targets = stack.linked(database, TARGET, through="dbInstanceIdentifier", names=names)
    for proxy in stack.of_type(PROXY) if targets else ():
        own = stack.linked(proxy, TARGET, through="dbProxyName", names=("name",))
        if set(own) & set(targets):
            yield proxy


def _group(proxy: Resource, stack: Stack) -> Reader:
    return next(iter(target_groups(proxy, stack)), Tree({}))


def _shown(group: Reader) -> str:
    return group.shown(SHARE) if group.has(SHARE) else str(OTHERWISE)
