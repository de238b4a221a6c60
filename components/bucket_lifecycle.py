"""Lifecycle rules of buckets, each doing one thing."""

import pulumi_aws as aws

from airworthy.kit.duration import Duration

__all__ = ["aborts_uploads", "clears_delete_markers", "expires", "expires_noncurrent"]

Rule = aws.s3.BucketLifecycleConfigurationRuleArgs


def expires(name: str, age: Duration, prefix: str = "") -> Rule:
    """Objects under a prefix expire; in a bucket with versions they become noncurrent."""
    return Rule(
        id=name,
        status="Enabled",
        filter=_under(prefix),
        expiration=aws.s3.BucketLifecycleConfigurationRuleExpirationArgs(days=age.days),
    )


def expires_noncurrent(age: Duration) -> Rule:
    """Versions go for good some time after they were overwritten, expired or deleted."""
    return Rule(
        id="noncurrent-versions",
        status="Enabled",
        filter=_under(""),
        noncurrent_version_expiration=(
            aws.s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(
                noncurrent_days=age.days
            )
        ),
    )


def clears_delete_markers() -> Rule:
    """Delete markers that hide nothing any more go; S3 refuses this in one rule with an age."""
    return Rule(
        id="delete-markers",
        status="Enabled",
        filter=_under(""),
        expiration=aws.s3.BucketLifecycleConfigurationRuleExpirationArgs(
            expired_object_delete_marker=True
        ),
    )


def aborts_uploads(age: Duration) -> Rule:
    """The parts of uploads that were never finished go."""
    return Rule(
        id="incomplete-uploads",
        status="Enabled",
        filter=_under(""),
        abort_incomplete_multipart_upload=(
            aws.s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs(
                days_after_initiation=age.days
            )
        ),
    )


def _under(prefix: str) -> aws.s3.BucketLifecycleConfigurationRuleFilterArgs:
    return aws.s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=prefix)
