import pytest

from airworthy.kit.resource import Resource
from airworthy.kit.testing import ABSENT, Case, changed, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.storage.bucket_public_access_blocked import (
    bucket_public_access_blocked,
)

BASELINE = resource("aws:s3/bucket:Bucket", {"bucket": "files"})
BLOCK = resource(
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    {
        "bucket": UNKNOWN,
        "blockPublicAcls": True,
        "blockPublicPolicy": True,
        "ignorePublicAcls": True,
        "restrictPublicBuckets": True,
    },
    name="block",
    refers={"bucket": (BASELINE,)},
)
ACCOUNT = resource(
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
    {key: True for key in BLOCK.inputs if key != "bucket"},
    name="account",
)
ELSEWHERE = resource(
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    {**BLOCK.inputs, "bucket": "other"},
    name="elsewhere",
)


def but(**changes: object) -> tuple[Resource, ...]:
    return (changed(BLOCK, changes),)


CASES = [
    Case("blocked", {}, Outcome.PASS),
    Case("by its name", {}, Outcome.PASS, beside=but(bucket="files")),
    Case("one is off", {}, Outcome.FAIL, "blockPublicAcls of", beside=but(blockPublicAcls=False)),
    Case("one is missing", {}, Outcome.FAIL, "absent", beside=but(ignorePublicAcls=ABSENT)),
    Case("no block", {}, Outcome.FAIL, "no BucketPublicAccessBlock", beside=()),
    Case("another bucket's block", {}, Outcome.FAIL, "stands for", beside=(ELSEWHERE,)),
    Case("unknown", {}, Outcome.UNKNOWN, beside=but(restrictPublicBuckets=UNKNOWN)),
    Case("secret", {}, Outcome.FAIL, "[secret]", beside=but(blockPublicPolicy=Secret(False))),
    Case("the account blocks", {}, Outcome.PASS, beside=(ACCOUNT,)),
    Case(
        "the account blocks half",
        {},
        Outcome.FAIL,
        beside=(changed(ACCOUNT, {"blockPublicAcls": False}),),
    ),
    Case(
        "another account blocks",
        {},
        Outcome.FAIL,
        beside=(
            resource(
                "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
                dict(ACCOUNT.inputs),
                provider="urn:pulumi:test::project::pulumi:providers:aws::other::1",
            ),
        ),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(bucket_public_access_blocked, BASELINE, (BLOCK,))
