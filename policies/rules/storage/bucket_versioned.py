"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Exempt, Findings, rule
from airworthy.kit.verdict import Severity
from airworthy.policies.buckets import BUCKETS, receives_logs, versioning


@rule(
    proves=("object-storage-secured",),
    on=BUCKETS,
    severity=Severity.MEDIUM,
    fix="Add a BucketVersioning with status Enabled, and a lifecycle rule that expires noncurrent "
    "versions.",
    source="AWS: buckets keep no versions unless told to",
)
def bucket_versioned(bucket: Resource, stack: Stack) -> Findings:
    """Buckets keep the earlier versions of their objects.

    An overwritten or deleted object is otherwise gone at once, whether by a mistake, by a fault
    in a program or by an intruder.
    """
    if receives_logs(bucket, stack):
        raise Exempt("it receives logs, each written once by AWS")
    yield from versioning(bucket, stack)
