import pytest

from airworthy.kit.resource import Resource
from airworthy.kit.testing import ABSENT, Case, changed, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.storage.backup_retention import (
    backup_retention,
)

BASELINE = resource("airworthy:index:BackupStore", name="backups")
BUCKET = resource("aws:s3/bucket:Bucket", {}, name="bucket", parent=BASELINE)
LIFECYCLE = resource(
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    {
        "bucket": UNKNOWN,
        "rules": [
            {"status": "Enabled", "filter": {"prefix": "daily/"}, "expiration": {"days": 30}},
            {"status": "Enabled", "noncurrentVersionExpiration": {"noncurrentDays": 30}},
        ],
    },
    name="lifecycle",
    parent=BASELINE,
    refers={"bucket": (BUCKET,)},
)


def but(path: str, value: object) -> tuple[Resource, ...]:
    return (BUCKET, changed(LIFECYCLE, {path: value}))


CASES = [
    Case("a month", {}, Outcome.PASS),
    Case("a week", {}, Outcome.PASS, beside=but("rules.0.expiration.days", 7)),
    Case(
        "too short", {}, Outcome.FAIL, '"daily/" after 6', beside=but("rules.0.expiration.days", 6)
    ),
    Case("for ever", {}, Outcome.FAIL, "expires backups", beside=but("rules.0.expiration", ABSENT)),
    Case("switched off", {}, Outcome.FAIL, beside=but("rules.0.status", "Disabled")),
    Case(
        "earlier versions for ever",
        {},
        Outcome.FAIL,
        "noncurrent",
        beside=but("rules.1.noncurrentVersionExpiration", ABSENT),
    ),
    Case("missing", {}, Outcome.FAIL, "expires backups", beside=(BUCKET,)),
    Case("unknown", {}, Outcome.UNKNOWN, beside=but("rules.0.expiration.days", UNKNOWN)),
    Case("secret", {}, Outcome.FAIL, "[secret]", beside=but("rules.0.expiration.days", Secret(1))),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(backup_retention, BASELINE, (BUCKET, LIFECYCLE))
