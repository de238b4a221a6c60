"""Keys of a stack file that become names: of objects in the cluster, of hosts, of variables."""

import re
from collections.abc import Iterable

from airworthy.kit.errors import ArgumentError
from airworthy.settings.model import Settings

__all__ = ["check_keys", "is_plain"]

PLAIN = re.compile(r"[a-z]([a-z0-9-]{0,38}[a-z0-9])?")
WANTED = "a name of up to 40 of a-z, 0-9 and -, from a letter to a letter or digit"
# Kubernetes Secrets of these names hold what the system itself signs in with.
OURS = ("postgres-", "redis-")


def is_plain(key: str) -> bool:
    """Whether a key can be a name."""
    return PLAIN.fullmatch(key) is not None


def check_keys(section: str, keys: Iterable[str], settings: Settings) -> None:
    """Refuse the first key of a section that is no name, or the name of something else.

    Raises:
        ArgumentError: Its field is the key.
    """
    taken = _taken(settings) if section == "services" else frozenset()
    for key in keys:
        if not is_plain(key):
            raise ArgumentError(key, key, WANTED)
        if key in taken:
            raise ArgumentError(key, key, "a name that no other part of the system has")
        if section == "secrets" and key.startswith(OURS):
            raise ArgumentError(key, key, f"a name that does not start with {' or '.join(OURS)}")


def _taken(settings: Settings) -> frozenset[str]:
    """Names in the cluster that services, whose names are their keys, could take twice."""
    prefixed = {"redis": settings.redis, "worker": settings.workers, "task": settings.tasks}
    found = {f"{prefix}-{key}" for prefix, part in prefixed.items() for key in part}
    found |= {"redis"} if settings.redis else set()
    return frozenset(found | {"postgres-bootstrap"})
