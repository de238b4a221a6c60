"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Exempt, Findings, rule
from airworthy.kit.verdict import Severity
from airworthy.policies.buckets import BUCKETS, default_encryption, is_website, receives_logs


@rule(
    proves=("object-storage-secured",),
    on=BUCKETS,
    severity=Severity.LOW,
    fix="Add a BucketServerSideEncryptionConfiguration with aws:kms, a key of your own and the "
    "bucket key enabled.",
    source="AWS: without a default of its own a bucket encrypts new objects with S3's own key "
    "(AES256) since January 2023; S3 delivers access logs to no bucket whose default is SSE-KMS",
)
def bucket_encrypted_with_kms(bucket: Resource, stack: Stack) -> Findings:
    """Buckets encrypt their objects with a KMS key.

    S3 encrypts everything, but with its own key whoever may read the object reads it; a KMS key
    asks for a second permission, and its use is written down.
    """
    if receives_logs(bucket, stack):
        raise Exempt("it receives access logs, which AWS delivers under S3's own key only")
    if is_website(bucket, stack):
        raise Exempt("it serves a website, whose readers have no right to any key")
    defaults = tuple(default_encryption(bucket, stack))
    if not defaults:
        yield "no default encryption is declared, so S3's own key is used; expected aws:kms"
    for default in defaults:
        if not default.text("sseAlgorithm").startswith("aws:kms"):
            yield f"sseAlgorithm is {default.shown('sseAlgorithm')}, expected aws:kms"
