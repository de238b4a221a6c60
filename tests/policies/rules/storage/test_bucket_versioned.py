import pytest

from airworthy.kit.resource import Resource
from airworthy.kit.testing import Case, changed, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.storage.bucket_versioned import (
    bucket_versioned,
)

BASELINE = resource("aws:s3/bucket:Bucket", {"bucket": "files"})
VERSIONING = resource(
    "aws:s3/bucketVersioning:BucketVersioning",
    {"bucket": UNKNOWN, "versioningConfiguration": {"status": "Enabled"}},
    name="versioning",
    refers={"bucket": (BASELINE,)},
)

LOGGING = resource(
    "aws:s3/bucketLogging:BucketLogging",
    {"targetBucket": UNKNOWN},
    name="logging",
    refers={"targetBucket": (BASELINE,)},
)

BALANCER = resource(
    "aws:lb/loadBalancer:LoadBalancer",
    {"accessLogs": {"bucket": UNKNOWN}},
    refers={"accessLogs": (BASELINE,)},
)


def but(status: object) -> tuple[Resource, ...]:
    return (changed(VERSIONING, {"versioningConfiguration.status": status}),)


CASES = [
    Case("versions are kept", {}, Outcome.PASS),
    Case("in the bucket itself", {"versioning": {"enabled": True}}, Outcome.PASS, beside=()),
    Case("Object Lock", {"objectLockEnabled": True}, Outcome.PASS, beside=()),
    Case("suspended", {}, Outcome.FAIL, "Suspended", beside=but("Suspended")),
    Case("missing", {}, Outcome.FAIL, "no BucketVersioning", beside=()),
    Case("off in the bucket itself", {"versioning": {}}, Outcome.FAIL, beside=()),
    Case("unknown", {}, Outcome.UNKNOWN, beside=but(UNKNOWN)),
    Case("secret", {}, Outcome.FAIL, "[secret]", beside=but(Secret("Suspended"))),
    Case("receives logs", {}, Outcome.NOT_APPLICABLE, beside=(LOGGING,)),
    Case("receives a load balancer's logs", {}, Outcome.NOT_APPLICABLE, beside=(BALANCER,)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(bucket_versioned, BASELINE, (VERSIONING,))


def test_exempt() -> None:
    """What is written once has no earlier version."""
    rows = [case for case in CASES if case.outcome is Outcome.NOT_APPLICABLE]

    assert rows
    assert all(case.verdict(bucket_versioned, BASELINE, (VERSIONING,)).exempt for case in rows)
