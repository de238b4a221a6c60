"""A bucket that nobody outside its account can be let into, with settings that stay as it does."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from airworthy.components.base import Component

__all__ = ["PrivateBucket", "private_bucket", "setting"]


@dataclass(frozen=True, slots=True)
class PrivateBucket:
    """A bucket and what makes it private.

    Attributes:
        bucket: The bucket.
        arn: Its ARN, known before it exists where its name was given.
        closed: Its settings; S3 refuses a policy while one of them is being set.
    """

    bucket: aws.s3.Bucket
    arn: pulumi.Output[str]
    closed: tuple[pulumi.Resource, ...]


def private_bucket(
    parent: Component,
    name: str,
    *,
    physical: str,
    lock: bool,
    tags: dict[str, str],
    protect: bool,
) -> PrivateBucket:
    """A bucket without public access or access control lists, as children of a component.

    Args:
        parent: The component that owns the bucket.
        name: The bucket's logical name.
        physical: Its name in AWS; Pulumi makes one up if empty.
        lock: Whether its objects can be locked, which only a new bucket can be told.
        tags: Its tags.
        protect: Whether Pulumi refuses to delete it.
    """
    bucket = aws.s3.Bucket(
        name,
        bucket=physical or None,
        force_destroy=False,
        object_lock_enabled=True if lock else None,
        tags=tags,
        opts=parent.keep(protect=protect),
    )
    public_access = aws.s3.BucketPublicAccessBlock(
        f"{name}-public-access",
        bucket=bucket.id,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        skip_destroy=True,
        opts=setting(parent, protect=protect),
    )
    ownership = aws.s3.BucketOwnershipControls(
        f"{name}-ownership",
        bucket=bucket.id,
        rule=aws.s3.BucketOwnershipControlsRuleArgs(object_ownership="BucketOwnerEnforced"),
        opts=setting(parent, protect=protect),
    )
    return PrivateBucket(bucket, _arn(parent, bucket, physical), (public_access, ownership))


def setting(parent: Component, *after: pulumi.Resource, protect: bool) -> pulumi.ResourceOptions:
    """The options of a bucket's setting: where the bucket is kept, its setting is kept as well."""
    return parent.child(
        pulumi.ResourceOptions(retain_on_delete=protect, depends_on=list(after) or None)
    )


def _arn(parent: Component, bucket: aws.s3.Bucket, physical: str) -> pulumi.Output[str]:
    if not physical:
        return bucket.arn
    asked = aws.get_partition_output(opts=pulumi.InvokeOutputOptions(parent=parent))
    return pulumi.Output.concat("arn:", asked.partition, ":s3:::", physical)
