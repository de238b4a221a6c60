"""RDS proxies and how much of a database's connections their pools may take."""

from __future__ import annotations

from typing import Final

from airworthy.kit.resource import Resource, Stack

__all__ = ["MOST", "PROXY", "SHARE", "TARGET_GROUP", "target_groups"]

PROXY: Final = "aws:rds/proxy:Proxy"
TARGET_GROUP: Final = "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup"
SHARE: Final = "connectionPoolConfig.maxConnectionsPercent"
MOST: Final = 90  # per cent of max_connections; the rest is for migrations, backups and people


def target_groups(proxy: Resource, stack: Stack) -> tuple[Resource, ...]:
    """What sizes a proxy's pool; nothing where nothing does.

    Raises:
        UnknownRead: None is seen, but one of unknown target might be meant for it.
    """
    return stack.linked(proxy, TARGET_GROUP, through="dbProxyName", names=("name",))
