import pytest

from airworthy.kit.resource import Resource
from airworthy.kit.testing import Case, changed, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.storage.bucket_encrypted_with_kms import (
    bucket_encrypted_with_kms,
)

BASELINE = resource("aws:s3/bucket:Bucket", {"bucket": "files"})
DEFAULT = "rules.0.applyServerSideEncryptionByDefault"
ENCRYPTION = resource(
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    {
        "bucket": UNKNOWN,
        "rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}}],
    },
    name="encryption",
    refers={"bucket": (BASELINE,)},
)

LOGGING = resource(
    "aws:s3/bucketLogging:BucketLogging",
    {"targetBucket": UNKNOWN},
    name="logging",
    refers={"targetBucket": (BASELINE,)},
)

WEBSITE = resource(
    "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
    {"bucket": UNKNOWN},
    name="website",
    refers={"bucket": (BASELINE,)},
)

INLINE = {"rule": {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}}}


def but(algorithm: object) -> tuple[Resource, ...]:
    return (changed(ENCRYPTION, {f"{DEFAULT}.sseAlgorithm": algorithm}),)


CASES = [
    Case("a KMS key", {}, Outcome.PASS),
    Case("two layers", {}, Outcome.PASS, beside=but("aws:kms:dsse")),
    Case("in the bucket itself", {"serverSideEncryptionConfiguration": INLINE}, Outcome.PASS),
    Case(
        "in the bucket itself, as older providers have it",
        {"serverSideEncryptionConfigurations": [{"rules": [INLINE["rule"]]}]},
        Outcome.PASS,
    ),
    Case("S3's own key", {}, Outcome.FAIL, "AES256", beside=but("AES256")),
    Case("missing: S3's own key by default", {}, Outcome.FAIL, "S3's own key", beside=()),
    Case("unknown", {}, Outcome.UNKNOWN, beside=but(UNKNOWN)),
    Case("secret", {}, Outcome.FAIL, "[secret]", beside=but(Secret("AES256"))),
    Case("malformed", {"serverSideEncryptionConfiguration": "kms"}, Outcome.FAIL, "a list"),
    Case("receives logs", {}, Outcome.NOT_APPLICABLE, beside=(LOGGING,)),
    Case("a website", {}, Outcome.NOT_APPLICABLE, beside=(WEBSITE,)),
    Case("a website of its own", {"website": {}}, Outcome.NOT_APPLICABLE),
    Case("a website, older", {"websites": [{}]}, Outcome.NOT_APPLICABLE),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(bucket_encrypted_with_kms, BASELINE, (ENCRYPTION,))


def test_exempt() -> None:
    """Where a KMS key would shut readers or writers out, none is owed."""
    rows = [case for case in CASES if case.outcome is Outcome.NOT_APPLICABLE]

    assert rows
    verdicts = [case.verdict(bucket_encrypted_with_kms, BASELINE) for case in rows]
    assert all(verdict.exempt for verdict in verdicts)
