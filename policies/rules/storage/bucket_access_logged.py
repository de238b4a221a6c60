"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Exempt, Findings, rule
from airworthy.kit.verdict import Severity
from airworthy.policies.buckets import BUCKETS, blocks, receives_logs, settings


@rule(
    proves=("object-storage-secured",),
    on=BUCKETS,
    severity=Severity.LOW,
    fix="Add a BucketLogging that writes to a bucket kept for logs; or waive this where CloudTrail "
    "records the bucket's data events.",
    source="AWS: S3 records no access by default; a bucket that logs to itself logs for ever",
)
def bucket_access_logged(bucket: Resource, stack: Stack) -> Findings:
    """Buckets record who reads and writes their objects.

    After a leak the first question is what was read, and by whom; without a record the answer
    must be everything.
    """
    if receives_logs(bucket, stack):
        raise Exempt("it receives logs itself, and logging them would never end")
    if not settings(bucket, stack, "BucketLogging") and not blocks(bucket, "logging", "loggings"):
        yield f"no BucketLogging stands for {bucket.name}"
