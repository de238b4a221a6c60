"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, rule
from airworthy.kit.verdict import Severity
from airworthy.policies.buckets import BLOCK, BUCKETS, public_access

ACCOUNT = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"


@rule(
    proves=("object-storage-secured",),
    on=BUCKETS,
    severity=Severity.HIGH,
    fix="Add a BucketPublicAccessBlock with all four settings true; serve public files through "
    "CloudFront with an origin access control.",
    source="AWS: on by default for buckets made since April 2023; AWS provider: each of the four "
    "settings defaults to false",
)
def bucket_public_access_blocked(bucket: Resource, stack: Stack) -> Findings:
    """Buckets declare that nothing in them can be made public.

    One policy or one object's access control list would otherwise open what was meant to be
    private, and nobody would be told.
    """
    for account in stack.of_type(ACCOUNT):
        if account.provider == bucket.provider and all(
            account.flag(path, default=False) for path in BLOCK
        ):
            return
    yield from public_access(bucket, stack)
