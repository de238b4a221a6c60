import json
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

import pytest

from airworthy.components.backup_store import BackupStore, BackupStoreArgs
from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError
from airworthy.kit.resource import Stack
from airworthy.kit.values import UNKNOWN

Record = Callable[[Callable[[], object]], Stack]

KEYS = "arn:aws:kms:us-east-1:000000000000:key/"
FOREIGN = "arn:aws:kms:us-east-1:111111111111:key/1"
OPERATORS: dict[str, Callable[[str | None, str], bool]] = {
    "Null": lambda sent, wanted: (sent is None) == (wanted == "true"),
    "StringEquals": lambda sent, wanted: sent == wanted,
    "StringNotEquals": lambda sent, wanted: sent != wanted,
    "StringNotLike": lambda sent, wanted: sent is None or not fnmatchcase(sent, wanted),
    "Bool": lambda sent, wanted: sent == wanted,
}


def days(count: int) -> Duration:
    return Duration.of(days=count)


REFUSALS: list[tuple[dict[str, Any], str]] = [
    ({"daily": days(0)}, "daily is 0s; wanted whole days, one or more"),
    ({"noncurrent": Duration.of(hours=36)}, "noncurrent is 36h"),
    ({"weekly": days(7)}, "weekly is 7d; wanted daily's 30d or more"),
    ({"monthly": days(60)}, "monthly is 60d; wanted weekly's 84d or more"),
    ({"bucket_name": "Backups"}, "bucket_name is 'Backups'"),
    ({"bucket_name": "b" * 52}, "3 to 51"),
    ({"object_lock": days(61)}, "object_lock is 61d; wanted at most 60d"),
    ({"object_lock": Duration.of(hours=12)}, "object_lock is 12h"),
    ({"compliance": True}, "an object_lock to go with it"),
    ({"compliance": True, "object_lock": days(7)}, "acknowledge_irreversible is False"),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSALS, ids=[m for _, m in REFUSALS])
def test_what_cannot_work_is_refused(arguments: dict[str, Any], message: str) -> None:
    """Ages that contradict each other and names that S3 refuses are refused before anything."""
    with pytest.raises(ArgumentError) as refusal:
        BackupStoreArgs(**arguments)

    assert message in str(refusal.value)


def test_a_named_bucket_can_be_judged_before_it_exists(recorded: Record) -> None:
    """With a name the policies are known; without one they wait for the bucket."""
    named = recorded(lambda: BackupStore("one", BackupStoreArgs(bucket_name="kept")))
    unnamed = recorded(lambda: BackupStore("one", BackupStoreArgs()))

    (policy,) = (
        r for r in named.of_type("aws:s3/bucketPolicy:BucketPolicy") if r.name == "one-policy"
    )
    statements = json.loads(policy.text("policy"))["Statement"]
    assert {each["Sid"] for each in statements} == {
        "DenyPlainHttp",
        "DenyOtherEncryption",
        "DenyUnnamedKeys",
        "DenyForeignKeys",
        "DenyCustomerKeys",
    }
    assert all(each["Effect"] == "Deny" for each in statements)
    for policy in unnamed.of_type("aws:s3/bucketPolicy:BucketPolicy"):
        assert policy.peek("policy") is UNKNOWN


@pytest.mark.parametrize(
    ("compliance", "mode"), [(False, "GOVERNANCE"), (True, "COMPLIANCE")], ids=["plain", "strict"]
)
def test_lock(recorded: Record, compliance: bool, mode: str) -> None:  # noqa: FBT001 - a row
    """A lock is told to the new bucket, in the mode that was asked for; the log bucket has none."""
    args = BackupStoreArgs(
        object_lock=days(14), compliance=compliance, acknowledge_irreversible=compliance
    )

    stack = recorded(lambda: BackupStore("one", args))

    locked = {
        bucket.name: bucket.flag("objectLockEnabled", default=False)
        for bucket in stack.of_type("aws:s3/bucket:Bucket")
    }
    assert locked == {"one-bucket": True, "one-access-logs": False}
    (lock,) = stack.of_type("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration")
    assert lock.text("rule.defaultRetention.mode") == mode
    assert lock.number("rule.defaultRetention.days", 0) == 14


@pytest.mark.parametrize("protect", [True, False], ids=["protected", "unprotected"])
def test_settings_stay_with_a_bucket_that_stays(
    recorded: Record,
    protect: bool,  # noqa: FBT001 - a row
) -> None:
    """What is kept when it leaves the program keeps its settings; an unprotected store does not."""
    stack = recorded(lambda: BackupStore("one", BackupStoreArgs(protect=protect)))

    kept = {
        r.option.flag("retainOnDelete", default=False)
        for r in stack
        if r.type.startswith("aws:s3/")
    }
    assert kept == {protect}


def test_one_rule_holds_no_age_beside_delete_markers(recorded: Record) -> None:
    """S3 answers MalformedXML to both in one rule."""
    stack = recorded(lambda: BackupStore("one", BackupStoreArgs()))

    for lifecycle in stack.of_type(
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
    ):
        for rule in lifecycle.trees("rules"):
            assert not (
                rule.has("expiration.days") and rule.has("expiration.expiredObjectDeleteMarker")
            )


UPLOADS = [
    ("names no encryption", {}, True),
    ("names the key", {"": "aws:kms", "-aws-kms-key-id": f"{KEYS}1"}, True),
    ("names another account's key", {"": "aws:kms", "-aws-kms-key-id": FOREIGN}, False),
    ("names no key", {"": "aws:kms"}, False),
    ("wants S3's own key", {"": "AES256"}, False),
    ("wants two layers", {"": "aws:kms:dsse", "-aws-kms-key-id": f"{KEYS}1"}, False),
    ("brings a key", {"-customer-algorithm": "AES256"}, False),
]


@pytest.mark.parametrize(
    ("headers", "stored"), [row[1:] for row in UPLOADS], ids=[r[0] for r in UPLOADS]
)
def test_which_uploads_are_let_in(
    recorded: Record,
    headers: dict[str, str],
    stored: bool,  # noqa: FBT001 - a row
) -> None:
    """Weighed as IAM weighs conditions: an absent key satisfies only what is negated."""
    stack = recorded(lambda: BackupStore("one", BackupStoreArgs(bucket_name="kept")))
    policies = {r.name: r for r in stack.of_type("aws:s3/bucketPolicy:BucketPolicy")}
    sent = {f"s3:x-amz-server-side-encryption{end}": value for end, value in headers.items()}

    denied = [
        statement["Sid"]
        for statement in json.loads(policies["one-policy"].text("policy"))["Statement"]
        if all(
            OPERATORS[operator](sent.get(key), wanted)
            for operator, pairs in statement["Condition"].items()
            for key, wanted in pairs.items()
        )
    ]

    assert (not denied) is stored


def test_an_upload_over_plain_http_is_denied(recorded: Record) -> None:
    """The statement covers the bucket and all its objects."""
    stack = recorded(lambda: BackupStore("one", BackupStoreArgs(bucket_name="kept")))

    for policy in stack.of_type("aws:s3/bucketPolicy:BucketPolicy"):
        first = json.loads(policy.text("policy"))["Statement"][0]
        assert first["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
        bucket, objects = first["Resource"]
        assert objects == f"{bucket}/*"
