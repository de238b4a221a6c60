"""Read replicas of databases, which take over most of what their source has."""

from __future__ import annotations

from typing import Final

from airworthy.kit.resource import Resource

__all__ = ["is_replica"]

SOURCES: Final = ("replicateSourceDb", "replicationSourceIdentifier")


def is_replica(database: Resource) -> bool:
    """Whether an instance or a cluster copies another one."""
    return any(database.has(source) for source in SOURCES)
