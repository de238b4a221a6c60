"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, rule
from airworthy.kit.verdict import Severity
from airworthy.policies.backup_stores import STORE, backup_buckets
from airworthy.policies.buckets import default_encryption


@rule(
    proves=("backup-encrypted",),
    on=(STORE,),
    severity=Severity.CRITICAL,
    fix="Set the bucket's default encryption to aws:kms with a key of the store's own.",
    source="AWS: aws:kms without a key means the key aws/s3, whose policy nobody can change",
)
def backup_encrypted(store: Resource, stack: Stack) -> Findings:
    """Backups are encrypted with a key of their own.

    The right to read the bucket is then not enough to read a backup, and every use of the key is
    written down.
    """
    for bucket in backup_buckets(store, stack):
        defaults = tuple(default_encryption(bucket, stack))
        if not defaults:
            yield f"{bucket.name} has no default encryption, so S3's own key is used"
        for default in defaults:
            if not default.text("sseAlgorithm").startswith("aws:kms"):
                yield (
                    f"sseAlgorithm of {bucket.name} is {default.shown('sseAlgorithm')}, "
                    "expected aws:kms"
                )
            elif not default.has("kmsMasterKeyId"):
                yield f"kmsMasterKeyId of {bucket.name} is absent, expected a key of its own"
