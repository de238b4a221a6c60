"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Exempt, Findings, rule
from airworthy.kit.verdict import Severity
from airworthy.policies.buckets import BUCKETS, is_website, plain_http


@rule(
    proves=("object-storage-secured",),
    on=BUCKETS,
    severity=Severity.MEDIUM,
    fix="Add a BucketPolicy that denies s3:* to everybody on the bucket and its objects where "
    "aws:SecureTransport is false.",
    source="AWS: S3 answers plain HTTP unless a bucket policy denies it",
)
def bucket_tls_only(bucket: Resource, stack: Stack) -> Findings:
    """Buckets refuse requests over plain HTTP.

    A client that was misconfigured once sends objects, and signed addresses to them, in clear
    text.
    """
    if is_website(bucket, stack):
        raise Exempt("it serves a website, and S3's website endpoints speak plain HTTP only")
    yield from plain_http(bucket, stack)
