"""The record of access to a bucket, in a bucket of its own."""

import pulumi
import pulumi_aws as aws

from airworthy.components.base import Component
from airworthy.components.bucket_lifecycle import aborts_uploads, expires
from airworthy.components.bucket_policy import access_log_delivery, tls_only
from airworthy.components.policy_document import policy_document
from airworthy.components.private_bucket import PrivateBucket, private_bucket, setting
from airworthy.kit.duration import Duration

__all__ = ["SUFFIX", "access_log"]

SUFFIX = "-access-logs"  # of the bucket's name, after that of the bucket it tells of


def access_log(
    parent: Component,
    name: str,
    *,
    of: PrivateBucket,
    physical: str,
    retention: Duration,
    incomplete_uploads: Duration,
    tags: dict[str, str],
    protect: bool,
) -> aws.s3.Bucket:
    """A bucket of access logs and its settings, as children of a component.

    S3 delivers access logs under its own key only, which it uses where no encryption is set.

    Args:
        parent: The component that owns both buckets.
        name: The component's name.
        of: The bucket that is told of.
        physical: Its name in AWS, empty if Pulumi makes it up.
        retention: How long records are kept.
        incomplete_uploads: When the parts of an unfinished upload are removed.
        tags: Tags of every child.
        protect: Whether Pulumi refuses to delete the records.
    """
    logs = private_bucket(
        parent,
        f"{name}{SUFFIX}",
        physical=f"{physical}{SUFFIX}" if physical else "",
        lock=False,
        tags=tags,
        protect=protect,
    )
    aws.s3.BucketLifecycleConfiguration(
        f"{name}{SUFFIX}-lifecycle",
        bucket=logs.bucket.id,
        rules=[aborts_uploads(incomplete_uploads), expires("records", retention)],
        opts=setting(parent, protect=protect),
    )
    account = aws.get_caller_identity_output(opts=pulumi.InvokeOutputOptions(parent=parent))
    delivery = aws.s3.BucketPolicy(
        f"{name}{SUFFIX}-policy",
        bucket=logs.bucket.id,
        policy=policy_document(
            tls_only(logs.arn),
            access_log_delivery(logs.arn, source=of.arn, account=account.account_id),
        ),
        opts=setting(parent, *logs.closed, protect=protect),
    )
    aws.s3.BucketLogging(
        f"{name}-logging",
        bucket=of.bucket.id,
        target_bucket=logs.bucket.id,
        target_prefix="",
        opts=setting(parent, delivery, protect=protect),
    )
    return logs.bucket
