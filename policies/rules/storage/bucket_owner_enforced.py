"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, rule
from airworthy.kit.verdict import Severity
from airworthy.policies.buckets import BUCKETS, ownership


@rule(
    proves=("object-storage-secured",),
    on=BUCKETS,
    severity=Severity.MEDIUM,
    fix="Add BucketOwnershipControls with BucketOwnerEnforced and grant access by policies only.",
    source="AWS: enforced by default for buckets made since April 2023",
)
def bucket_owner_enforced(bucket: Resource, stack: Stack) -> Findings:
    """Buckets own all their objects and obey no access control list.

    With lists in force a writer from another account owns what it wrote, and access is decided
    object by object where no review looks.
    """
    yield from ownership(bucket, stack)
