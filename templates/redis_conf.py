"""What the Redis component and its drills share: one configuration file and three scripts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Final

from airworthy.kit.duration import Duration
from airworthy.kit.size import Size
from airworthy.templates.artefact import Artefact

__all__ = ["PURPOSES", "RedisAlive", "RedisConf", "RedisReady", "RedisStart"]

PURPOSES: Final = ("cache", "queue", "session")
FSYNC: Final = ("everysec", "always")  # `no` leaves half a minute of writes to the kernel
COMMAND: Final = re.compile(r"[A-Z]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class RedisConf(Artefact):
    """redis.conf for Redis 7.0 and later: append-only file and snapshots together.

    Attributes:
        purpose: What it is for, `cache`, `queue` or `session`; a cache alone may evict.
        maxmemory: Memory for data; leave room beside it for the fork that saves.
        appendfsync: When the append-only file reaches the disk, `everysec` or `always`.
        save_points: A snapshot after so many seconds if so many keys changed.
        tcp_keepalive: How long a silent client is trusted, in whole seconds.
        slow_command: Commands that take longer enter the slow log.
        disabled_commands: Commands nobody may run, in capitals. One that an existing append-only
            file holds keeps Redis from starting.

    Raises:
        ValueError: A value would be refused by Redis, or would save nothing.
    """

    template: ClassVar[str] = "redis.conf.j2"

    purpose: str
    maxmemory: Size
    appendfsync: str = "everysec"
    save_points: tuple[tuple[int, int], ...] = ((900, 1), (300, 10), (60, 10_000))
    tcp_keepalive: Duration = Duration.of(minutes=5)
    slow_command: Duration = Duration.of(milliseconds=10)
    disabled_commands: tuple[str, ...] = ("FLUSHALL", "FLUSHDB")

    def __post_init__(self) -> None:
        """Refuse what would not start or would not save."""
        if self.purpose not in PURPOSES:
            raise ValueError(f"purpose is {self.purpose!r}; wanted one of {', '.join(PURPOSES)}")
        if not self.maxmemory.bytes:
            raise ValueError("maxmemory is 0, which Redis takes for no limit; wanted a size")
        if self.appendfsync not in FSYNC:
            raise ValueError(f"appendfsync is {self.appendfsync!r}; wanted everysec or always")
        if not self.save_points or min(map(min, self.save_points)) < 1:
            raise ValueError(
                f"save_points is {self.save_points}; wanted pairs of seconds and changes, from 1"
            )
        silent, rest = divmod(self.tcp_keepalive.milliseconds, 1000)
        if rest or not silent:
            raise ValueError(f"tcp_keepalive is {self.tcp_keepalive}; wanted seconds, 1 or more")
        for command in self.disabled_commands:
            if not COMMAND.fullmatch(command):
                raise ValueError(f"disabled_commands has {command!r}; wanted names in capitals")


@dataclass(frozen=True, kw_only=True, slots=True)
class RedisStart(Artefact):
    """Starts Redis; its arguments are those of redis-server, the password comes from a file."""

    template: ClassVar[str] = "redis_start.sh.j2"


@dataclass(frozen=True, kw_only=True, slots=True)
class RedisAlive(Artefact):
    """Succeeds while Redis answers anything; its arguments are those of redis-cli."""

    template: ClassVar[str] = "redis_alive.sh.j2"


@dataclass(frozen=True, kw_only=True, slots=True)
class RedisReady(Artefact):
    """Succeeds while Redis serves; its arguments are those of redis-cli."""

    template: ClassVar[str] = "redis_ready.sh.j2"
