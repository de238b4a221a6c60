import pytest

from airworthy.kit.resource import Resource
from airworthy.kit.testing import ABSENT, Case, changed, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.storage.bucket_owner_enforced import (
    bucket_owner_enforced,
)

BASELINE = resource("aws:s3/bucketV2:BucketV2", {"bucket": "files"})
CONTROLS = resource(
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    {"bucket": UNKNOWN, "rule": {"objectOwnership": "BucketOwnerEnforced"}},
    name="controls",
    refers={"bucket": (BASELINE,)},
)


def but(ownership: object) -> tuple[Resource, ...]:
    return (changed(CONTROLS, {"rule.objectOwnership": ownership}),)


CASES = [
    Case("enforced", {}, Outcome.PASS),
    Case("the writer owns", {}, Outcome.FAIL, "ObjectWriter", beside=but("ObjectWriter")),
    Case("missing", {}, Outcome.FAIL, "no BucketOwnershipControls", beside=()),
    Case("left out", {}, Outcome.FAIL, "absent", beside=but(ABSENT)),
    Case("unknown", {}, Outcome.UNKNOWN, beside=but(UNKNOWN)),
    Case("secret", {}, Outcome.FAIL, "[secret]", beside=but(Secret("ObjectWriter"))),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(bucket_owner_enforced, BASELINE, (CONTROLS,))
