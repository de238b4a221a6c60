import pytest

from airworthy.kit.resource import Resource
from airworthy.kit.testing import ABSENT, Case, changed, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.storage.backup_encrypted import (
    backup_encrypted,
)

BASELINE = resource("airworthy:index:BackupStore", name="backups")
BUCKET = resource("aws:s3/bucket:Bucket", {}, name="bucket", parent=BASELINE)
STRANGER = resource("aws:s3/bucket:Bucket", {}, name="stranger")
DEFAULT = "rules.0.applyServerSideEncryptionByDefault"
ENCRYPTION = resource(
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    {
        "bucket": UNKNOWN,
        "rules": [
            {
                "applyServerSideEncryptionByDefault": {
                    "sseAlgorithm": "aws:kms",
                    "kmsMasterKeyId": UNKNOWN,
                }
            }
        ],
    },
    name="encryption",
    parent=BASELINE,
    refers={"bucket": (BUCKET,)},
)


def but(path: str, value: object) -> tuple[Resource, ...]:
    return (BUCKET, STRANGER, changed(ENCRYPTION, {f"{DEFAULT}.{path}": value}))


CASES = [
    Case("a key of its own, made by the same deployment", {}, Outcome.PASS),
    Case("S3's own key", {}, Outcome.FAIL, "AES256", beside=but("sseAlgorithm", "AES256")),
    Case(
        "the key aws/s3", {}, Outcome.FAIL, "kmsMasterKeyId", beside=but("kmsMasterKeyId", ABSENT)
    ),
    Case("missing", {}, Outcome.FAIL, "no default encryption", beside=(BUCKET, STRANGER)),
    Case("unknown", {}, Outcome.UNKNOWN, beside=but("sseAlgorithm", UNKNOWN)),
    Case("secret", {}, Outcome.FAIL, "[secret]", beside=but("sseAlgorithm", Secret("AES256"))),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(backup_encrypted, BASELINE, (BUCKET, STRANGER, ENCRYPTION))
