import json

import pytest

from airworthy.kit.resource import Resource
from airworthy.kit.testing import Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.storage.bucket_tls_only import (
    bucket_tls_only,
)

BASELINE = resource("aws:s3/bucket:Bucket", {"bucket": "files"})
DENY = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": ["arn:aws:s3:::files", "arn:aws:s3:::files/*"],
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}
OTHER = {"Effect": "Allow", "Principal": {"AWS": "1"}, "Action": "s3:Get*", "Resource": "*"}

WEBSITE = resource(
    "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
    {"bucket": UNKNOWN},
    name="website",
    refers={"bucket": (BASELINE,)},
)


def policy(*statements: object) -> dict[str, object]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def attached(document: object) -> tuple[Resource, ...]:
    return (
        resource(
            "aws:s3/bucketPolicy:BucketPolicy",
            {"bucket": UNKNOWN, "policy": document},
            name="policy",
            refers={"bucket": (BASELINE,)},
        ),
    )


def but(**changes: object) -> tuple[Resource, ...]:
    return attached(json.dumps(policy(OTHER, {**DENY, **changes})))


POLICY = but()
CASES = [
    Case("denied", {}, Outcome.PASS),
    Case("in the bucket itself", {"policy": policy(DENY)}, Outcome.PASS, beside=()),
    Case("one statement", {}, Outcome.PASS, beside=attached({"Statement": DENY})),
    Case("everybody as a list", {}, Outcome.PASS, beside=but(Principal={"AWS": ["*"]})),
    Case("everybody as text", {}, Outcome.PASS, beside=but(Principal={"AWS": "*"})),
    Case(
        "another spelling",
        {},
        Outcome.PASS,
        beside=but(Condition={"BoolIfExists": {"AWS:securetransport": [False]}}),
    ),
    Case("allowed", {}, Outcome.FAIL, "expected a statement", beside=but(Effect="Allow")),
    Case("some principals", {}, Outcome.FAIL, beside=but(Principal={"AWS": "1"})),
    Case("reading only", {}, Outcome.FAIL, beside=but(Action="s3:GetObject")),
    Case("no object", {}, Outcome.FAIL, beside=but(Resource="arn:aws:s3:::files")),
    Case("where it is TLS", {}, Outcome.FAIL, beside=but(Condition={})),
    Case(
        "the other way round",
        {},
        Outcome.FAIL,
        beside=but(Condition={"Bool": {"aws:SecureTransport": "true", "aws:Other": "false"}}),
    ),
    Case("missing", {}, Outcome.FAIL, "no policy of the bucket", beside=()),
    Case("unknown", {}, Outcome.UNKNOWN, beside=attached(UNKNOWN)),
    Case("secret", {}, Outcome.FAIL, beside=attached(Secret(json.dumps(policy(OTHER))))),
    Case("malformed", {}, Outcome.FAIL, "JSON", beside=attached("{")),
    Case(
        "unknown in another statement",
        {},
        Outcome.PASS,
        beside=attached(policy({**OTHER, "Resource": UNKNOWN}, DENY)),
    ),
    Case("a website", {}, Outcome.NOT_APPLICABLE, beside=(WEBSITE,)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(bucket_tls_only, BASELINE, POLICY)


def test_exempt() -> None:
    """A website endpoint cannot speak TLS."""
    rows = [case for case in CASES if case.outcome is Outcome.NOT_APPLICABLE]

    assert rows
    assert all(case.verdict(bucket_tls_only, BASELINE, POLICY).exempt for case in rows)
