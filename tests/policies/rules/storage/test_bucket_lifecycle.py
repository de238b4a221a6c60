import pytest

from airworthy.kit.resource import Resource
from airworthy.kit.testing import ABSENT, Case, changed, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.storage.bucket_lifecycle import (
    bucket_lifecycle,
)

BASELINE = resource("aws:s3/bucket:Bucket", {"bucket": "files"})
LIFECYCLE = resource(
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    {
        "bucket": UNKNOWN,
        "rules": [
            {
                "status": "Enabled",
                "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7},
                "noncurrentVersionExpiration": {"noncurrentDays": 30},
            }
        ],
    },
    name="lifecycle",
    refers={"bucket": (BASELINE,)},
)
VERSIONED = resource(
    "aws:s3/bucketVersioning:BucketVersioning",
    {"bucket": UNKNOWN, "versioningConfiguration": {"status": "Enabled"}},
    name="versioning",
    refers={"bucket": (BASELINE,)},
)
UPLOADS, VERSIONS = "abortIncompleteMultipartUpload", "noncurrentVersionExpiration"
INLINE = [{"enabled": True, "abortIncompleteMultipartUploadDays": 7}]


def but(path: str, value: object, *others: Resource) -> tuple[Resource, ...]:
    return (changed(LIFECYCLE, {path: value}), *others)


CASES = [
    Case("both", {}, Outcome.PASS),
    Case("no versions to expire", {}, Outcome.PASS, beside=but(f"rules.0.{VERSIONS}", ABSENT)),
    Case("in the bucket itself", {"lifecycleRules": INLINE}, Outcome.PASS, beside=()),
    Case(
        "versions stay",
        {},
        Outcome.FAIL,
        "expires noncurrent",
        beside=but(f"rules.0.{VERSIONS}", ABSENT, VERSIONED),
    ),
    Case("uploads stay", {}, Outcome.FAIL, "multipart", beside=but(f"rules.0.{UPLOADS}", ABSENT)),
    Case("switched off", {}, Outcome.FAIL, beside=but("rules.0.status", "Disabled")),
    Case(
        "switched off in the bucket itself",
        {"lifecycleRules": [{**INLINE[0], "enabled": False}]},
        Outcome.FAIL,
        beside=(),
    ),
    Case("missing", {}, Outcome.FAIL, "multipart", beside=()),
    Case("unknown", {}, Outcome.UNKNOWN, beside=but("rules.0.status", UNKNOWN)),
    Case("secret", {}, Outcome.FAIL, beside=but("rules.0.status", Secret("Disabled"))),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(bucket_lifecycle, BASELINE, (LIFECYCLE, VERSIONED))
