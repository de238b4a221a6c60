"""The buckets of backup stores, told by the component that made them and never by a name."""

from __future__ import annotations

from typing import Final

from airworthy.kit.resource import Resource, Stack
from airworthy.policies.buckets import BUCKETS, receives_logs

__all__ = ["STORE", "all_buckets", "backup_buckets"]

STORE: Final = "airworthy:index:BackupStore"


def all_buckets(store: Resource, stack: Stack) -> tuple[Resource, ...]:
    """Every bucket of a store, that of its access logs among them."""
    return tuple(bucket for bucket in stack.of_type(*BUCKETS) if store in stack.ancestors(bucket))


def backup_buckets(store: Resource, stack: Stack) -> tuple[Resource, ...]:
    """The buckets of a store that hold backups."""
    return tuple(bucket for bucket in all_buckets(store, stack) if not receives_logs(bucket, stack))
