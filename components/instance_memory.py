"""Memory of RDS instance classes, and the connections that PostgreSQL allows by default on it."""

import re

from airworthy.kit.errors import ArgumentError
from airworthy.kit.size import Size

__all__ = ["instance_memory", "max_connections", "usable_connections"]

# GiB of the `large` size (2 vCPU) by family letter; sizes above double it step by step.
LARGE = {"t": 8, "m": 8, "r": 16, "x": 32}
SMALL = {"micro": 1, "small": 2, "medium": 4}
LARGER = {"large": 1, "xlarge": 2}
CLASS = re.compile(r"db\.([a-z])\d\w*\.(?:(micro|small|medium|large|xlarge)|(\d+)xlarge)")
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html: the default is
# LEAST(DBInstanceClassMemory / 9531392, 5000).
BYTES_PER_CONNECTION, MOST_CONNECTIONS = 9_531_392, 5_000
USABLE = 90  # per cent of what the formula yields; RDS keeps some memory for itself


def instance_memory(instance_class: str) -> Size:
    """The memory of an instance class such as `db.m7g.large`.

    Raises:
        ArgumentError: The class is none of the t, m, r and x families.
    """
    found = CLASS.fullmatch(instance_class)
    if not found or found[1] not in LARGE:
        raise ArgumentError("instance_class", instance_class, "a class such as db.m7g.large")
    family, size, factor = found.groups()
    if size in SMALL:
        return Size.of(gibibytes=SMALL[size])
    return Size.of(gibibytes=LARGE[family] * (LARGER[size] if size else 2 * int(factor)))


def max_connections(instance_class: str) -> int:
    """How many connections PostgreSQL takes on a class, by RDS's own formula at the most."""
    return min(instance_memory(instance_class).bytes // BYTES_PER_CONNECTION, MOST_CONNECTIONS)


def usable_connections(instance_class: str) -> int:
    """How many connections to count on, for `max_connections` is what RDS leaves of the formula."""
    return max_connections(instance_class) * USABLE // 100
