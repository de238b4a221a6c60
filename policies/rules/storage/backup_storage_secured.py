"""See the rule's own docstring."""

from collections.abc import Callable
from typing import TypeAlias

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, rule
from airworthy.kit.verdict import Severity
from airworthy.policies.backup_stores import STORE, all_buckets, backup_buckets
from airworthy.policies.buckets import ownership, plain_http, public_access, versioning
from airworthy.policies.unknowns import each

Question: TypeAlias = Callable[[Resource, Stack], Findings]


@rule(
    proves=("backup-storage-secured",),
    on=(STORE,),
    severity=Severity.CRITICAL,
    fix="Use BackupStore as it comes; what it adds to each bucket must stay.",
)
def backup_storage_secured(store: Resource, stack: Stack) -> Findings:
    """Backups lie in a bucket that is private, speaks TLS alone and keeps what is overwritten.

    Whoever can read a backup has the database, and whoever can overwrite it takes away the last
    way back.
    """
    kept = backup_buckets(store, stack)
    if not kept:
        yield "it has no bucket for backups"
    questions: list[tuple[Question, Resource]] = [(versioning, bucket) for bucket in kept]
    for judge in (public_access, ownership, plain_http, _emptied):
        questions += [(judge, bucket) for bucket in all_buckets(store, stack)]
    yield from each(questions, lambda asked: asked[0](asked[1], stack))


def _emptied(bucket: Resource, _stack: Stack) -> Findings:
    if bucket.flag("forceDestroy", default=False):
        yield f"forceDestroy of {bucket.name} is true, expected false"
