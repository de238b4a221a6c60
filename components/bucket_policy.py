"""Statements of bucket policies."""

import pulumi

from airworthy.components.policy_document import Statement

__all__ = ["access_log_delivery", "own_keys_only", "tls_only"]

ENCRYPTION = "s3:x-amz-server-side-encryption"
NAMED_KEY = f"{ENCRYPTION}-aws-kms-key-id"
KMS = "aws:kms"


def tls_only(bucket: pulumi.Output[str]) -> Statement:
    """Denies all requests over plain HTTP."""
    return {
        "Sid": "DenyPlainHttp",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket, pulumi.Output.concat(bucket, "/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def own_keys_only(bucket: pulumi.Output[str], keys: pulumi.Output[str]) -> tuple[Statement, ...]:
    """Denies uploads that name an encryption other than with a KMS key of ours.

    An upload that names none gets the bucket's default. One that names aws:kms and no key gets
    the key aws/s3, whatever that default is, so it is denied. Which of our keys it is, the
    writer's role decides: it can use those alone that it was let use.

    Args:
        bucket: The bucket's ARN.
        keys: A pattern of our keys' ARNs. The ARN of the one key is unknown until it exists, and
            would hide the whole policy from review until then.
    """
    conditions = {
        "DenyOtherEncryption": {
            "Null": {ENCRYPTION: "false"},
            "StringNotEquals": {ENCRYPTION: KMS},
        },
        "DenyUnnamedKeys": {"StringEquals": {ENCRYPTION: KMS}, "Null": {NAMED_KEY: "true"}},
        "DenyForeignKeys": {"Null": {NAMED_KEY: "false"}, "StringNotLike": {NAMED_KEY: keys}},
        "DenyCustomerKeys": {"Null": {f"{ENCRYPTION}-customer-algorithm": "false"}},
    }
    return tuple(
        {
            "Sid": sid,
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:PutObject",
            "Resource": pulumi.Output.concat(bucket, "/*"),
            "Condition": condition,
        }
        for sid, condition in conditions.items()
    )


def access_log_delivery(
    bucket: pulumi.Output[str], *, source: pulumi.Output[str], account: pulumi.Input[str]
) -> Statement:
    """Lets S3 deliver one bucket's access logs."""
    return {
        "Sid": "AllowAccessLogDelivery",
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": pulumi.Output.concat(bucket, "/*"),
        "Condition": {
            "ArnLike": {"aws:SourceArn": source},
            "StringEquals": {"aws:SourceAccount": account},
        },
    }
