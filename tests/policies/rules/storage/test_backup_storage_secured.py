import pytest

from airworthy.kit.resource import Resource
from airworthy.kit.testing import ABSENT, Case, changed, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.storage.backup_storage_secured import (
    backup_storage_secured,
)

BASELINE = resource("airworthy:index:BackupStore", name="backups")
BUCKET = resource("aws:s3/bucket:Bucket", {"bucket": "kept"}, name="bucket", parent=BASELINE)
LOGS = resource("aws:s3/bucket:Bucket", {"bucket": "logs"}, name="logs", parent=BASELINE)
LOGGING = resource(
    "aws:s3/bucketLogging:BucketLogging", {"bucket": "kept", "targetBucket": "logs"}, name="logging"
)
VERSIONING = resource(
    "aws:s3/bucketVersioning:BucketVersioning",
    {"bucket": "kept", "versioningConfiguration": {"status": "Enabled"}},
    name="versioning",
)
DENY = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": "arn:aws:s3:::*",
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}


def private(name: str) -> tuple[Resource, ...]:
    return (
        resource(
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
            {
                "bucket": name,
                "blockPublicAcls": True,
                "blockPublicPolicy": True,
                "ignorePublicAcls": True,
                "restrictPublicBuckets": True,
            },
            name=f"{name}-block",
        ),
        resource(
            "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
            {"bucket": name, "rule": {"objectOwnership": "BucketOwnerEnforced"}},
            name=f"{name}-ownership",
        ),
        resource(
            "aws:s3/bucketPolicy:BucketPolicy",
            {"bucket": name, "policy": {"Statement": [DENY]}},
            name=f"{name}-policy",
        ),
    )


WHOLE = (BUCKET, LOGS, LOGGING, VERSIONING, *private("kept"), *private("logs"))


def without(name: str) -> tuple[Resource, ...]:
    return tuple(each for each in WHOLE if each.name != name)


def but(name: str, path: str, value: object) -> tuple[Resource, ...]:
    return tuple(changed(each, {path: value}) if each.name == name else each for each in WHOLE)


CASES = [
    Case("secured", {}, Outcome.PASS),
    Case("no bucket", {}, Outcome.FAIL, "no bucket for backups", beside=()),
    Case("no versions", {}, Outcome.FAIL, "BucketVersioning", beside=without("versioning")),
    Case("open", {}, Outcome.FAIL, "PublicAccess", beside=without("kept-block")),
    Case("open logs", {}, Outcome.FAIL, "PublicAccess", beside=without("logs-block")),
    Case("lists", {}, Outcome.FAIL, "OwnershipControls", beside=without("kept-ownership")),
    Case("plain HTTP", {}, Outcome.FAIL, "SecureTransport", beside=without("kept-policy")),
    Case(
        "may be emptied",
        {},
        Outcome.FAIL,
        "forceDestroy",
        beside=but("bucket", "forceDestroy", True),
    ),
    Case(
        "missing", {}, Outcome.FAIL, "absent", beside=but("kept-block", "blockPublicAcls", ABSENT)
    ),
    Case("unknown", {}, Outcome.UNKNOWN, beside=but("kept-policy", "policy", UNKNOWN)),
    Case(
        "unknown hides no finding",
        {},
        Outcome.FAIL,
        "forceDestroy",
        beside=tuple(
            changed(each, {"forceDestroy": True}) if each is LOGS else each
            for each in but("kept-block", "blockPublicAcls", UNKNOWN)
        ),
    ),
    Case(
        "secret",
        {},
        Outcome.FAIL,
        "[secret]",
        beside=but("versioning", "versioningConfiguration.status", Secret("Suspended")),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(backup_storage_secured, BASELINE, WHOLE)
