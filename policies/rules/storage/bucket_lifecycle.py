"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, rule
from airworthy.kit.verdict import Severity
from airworthy.policies.buckets import BUCKETS, lifecycle_rules, versioning

ABORT = ("abortIncompleteMultipartUpload", "abortIncompleteMultipartUploadDays")


@rule(
    proves=("object-storage-secured",),
    on=BUCKETS,
    severity=Severity.LOW,
    fix="Add a BucketLifecycleConfiguration that aborts incomplete multipart uploads after some "
    "days and, in a bucket with versions, expires noncurrent ones.",
    source="AWS: neither the parts of an unfinished upload nor noncurrent versions expire by "
    "themselves, and no listing of objects shows them",
)
def bucket_lifecycle(bucket: Resource, stack: Stack) -> Findings:
    """Buckets clear away unfinished uploads and outdated versions.

    Both stay for ever unseen: they cost money, and they keep data that was deleted on purpose.
    """
    in_force = lifecycle_rules(bucket, stack)
    if not any(each.has(path) for each in in_force for path in ABORT):
        yield "no enabled lifecycle rule aborts incomplete multipart uploads"
    outdated = any(each.has("noncurrentVersionExpiration") for each in in_force)
    if not outdated and not tuple(versioning(bucket, stack)):
        yield "the bucket keeps versions, and no enabled lifecycle rule expires noncurrent ones"
