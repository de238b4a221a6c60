import pytest

from airworthy.kit.testing import Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.storage.bucket_access_logged import (
    bucket_access_logged,
)

BASELINE = resource("aws:s3/bucket:Bucket", {"bucket": "files"})
LOGGED = resource(
    "aws:s3/bucketLogging:BucketLogging",
    {"bucket": UNKNOWN, "targetBucket": "logs"},
    name="logged",
    refers={"bucket": (BASELINE,)},
)

LOGGING = resource(
    "aws:s3/bucketLogging:BucketLogging",
    {"targetBucket": UNKNOWN},
    name="logging",
    refers={"targetBucket": (BASELINE,)},
)

CASES = [
    Case("logged", {}, Outcome.PASS),
    Case("in the bucket itself", {"logging": {"targetBucket": "logs"}}, Outcome.PASS, beside=()),
    Case("missing", {}, Outcome.FAIL, "no BucketLogging", beside=()),
    Case(
        "another bucket's, of unknown origin",
        {},
        Outcome.UNKNOWN,
        beside=(
            resource(
                "aws:s3/bucketLogging:BucketLogging", {"bucket": UNKNOWN, "targetBucket": "logs"}
            ),
        ),
    ),
    Case("unknown", {"logging": UNKNOWN}, Outcome.UNKNOWN, beside=()),
    Case("secret", {"bucket": Secret("files")}, Outcome.PASS),
    Case("receives logs", {}, Outcome.NOT_APPLICABLE, beside=(LOGGING,)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(bucket_access_logged, BASELINE, (LOGGED,))


def test_exempt() -> None:
    """The log of a log owes no log."""
    rows = [case for case in CASES if case.outcome is Outcome.NOT_APPLICABLE]

    assert rows
    assert all(case.verdict(bucket_access_logged, BASELINE, (LOGGED,)).exempt for case in rows)
