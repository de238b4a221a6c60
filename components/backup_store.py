"""A bucket for backups: private, versioned, encrypted with its own key, cleared by age."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import pulumi
import pulumi_aws as aws

from airworthy.components.access_log import SUFFIX, access_log
from airworthy.components.base import Component
from airworthy.components.bucket_lifecycle import (
    aborts_uploads,
    clears_delete_markers,
    expires,
    expires_noncurrent,
)
from airworthy.components.bucket_policy import own_keys_only, tls_only
from airworthy.components.days import check_days
from airworthy.components.encryption import encryption_key
from airworthy.components.policy_document import policy_document
from airworthy.components.private_bucket import PrivateBucket, private_bucket, setting
from airworthy.components.safe import Safe
from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError

__all__ = ["ENCODES", "SAFE", "BackupStore", "BackupStoreArgs"]

BUCKET = "aws:s3/bucket:Bucket"
BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
OWNERSHIP = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"
ENCRYPTION = (
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
)
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
POLICY = "aws:s3/bucketPolicy:BucketPolicy"
KEY = "aws:kms/key:Key"

ENCODES = (
    "backup-encrypted",
    "backup-retention",
    "backup-storage-secured",
    "data-resources-protected",
    "encryption-keys-rotated",
)
DEFAULT_ENCRYPTION = "rules.0.applyServerSideEncryptionByDefault"
SAFE = (
    Safe(BLOCK, "blockPublicAcls", broken=False),
    Safe(BLOCK, "blockPublicPolicy", broken=False),
    Safe(BLOCK, "ignorePublicAcls", broken=False),
    Safe(BLOCK, "restrictPublicBuckets", broken=False),
    Safe(OWNERSHIP, "rule.objectOwnership", broken="ObjectWriter"),
    Safe(VERSIONING, "versioningConfiguration.status", broken="Suspended"),
    Safe(ENCRYPTION, f"{DEFAULT_ENCRYPTION}.sseAlgorithm", broken="AES256"),
    Safe(ENCRYPTION, f"{DEFAULT_ENCRYPTION}.kmsMasterKeyId", broken=None),
    Safe(LIFECYCLE, "rules.0.expiration.days", broken=1),
    Safe(LIFECYCLE, "rules.3.noncurrentVersionExpiration", broken=None),
    Safe(POLICY, "policy", broken='{"Version": "2012-10-17", "Statement": []}'),
    Safe(BUCKET, "forceDestroy", broken=True),
    Safe(KEY, "enableKeyRotation", broken=False),
    Safe(KEY, "deletionWindowInDays", broken=7),
)

NAME = re.compile(r"[a-z0-9][a-z0-9-]*[a-z0-9]")  # a dot in it would break TLS to its host name
SHORTEST_NAME = 3
LONGEST_NAME = 63 - len(SUFFIX)


@dataclass(frozen=True, kw_only=True, slots=True)
class BackupStoreArgs:
    """Arguments of BackupStore.

    Spans of time are whole days. A backup that expires becomes an earlier version first, so it
    can be brought back for `noncurrent` more.

    Attributes:
        bucket_name: The bucket's name in AWS, which lets its policy be judged before it exists;
            Pulumi makes one up if empty.
        daily: When backups under `daily/` expire.
        weekly: When those under `weekly/` expire.
        monthly: When those under `monthly/` expire.
        noncurrent: How long an overwritten, expired or deleted backup can be brought back.
        incomplete_uploads: When the parts of an unfinished upload are removed.
        object_lock: How long nobody may delete a version; only a new bucket can have it.
        compliance: Not even the account's root user may delete a locked version.
        acknowledge_irreversible: Says that `compliance` can never be taken back.
        log_retention: How long the records of access are kept.
        protect: Pulumi refuses to delete or replace buckets and key.
        tags: Tags of every child.
    """

    bucket_name: str = ""
    daily: Duration = Duration.of(days=30)
    weekly: Duration = Duration.of(days=84)
    monthly: Duration = Duration.of(days=365)
    noncurrent: Duration = Duration.of(days=30)
    incomplete_uploads: Duration = Duration.of(days=7)
    object_lock: Duration | None = None
    compliance: bool = False
    acknowledge_irreversible: bool = False
    log_retention: Duration = Duration.of(days=365)
    protect: bool = True
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what S3 would refuse, and ages that contradict each other."""
        self._check_name()
        names = ("daily", "weekly", "monthly", "noncurrent", "incomplete_uploads", "log_retention")
        for name in (*names, *(["object_lock"] if self.object_lock else [])):
            check_days(name, getattr(self, name))
        for shorter, longer in pairwise(names[:3]):
            least: Duration = getattr(self, shorter)
            if getattr(self, longer) < least:
                raise ArgumentError(longer, getattr(self, longer), f"{shorter}'s {least} or more")
        self._check_lock()

    def _check_name(self) -> None:
        fits = SHORTEST_NAME <= len(self.bucket_name) <= LONGEST_NAME
        if self.bucket_name and not (fits and NAME.fullmatch(self.bucket_name)):
            raise ArgumentError(
                "bucket_name",
                self.bucket_name,
                f"{SHORTEST_NAME} to {LONGEST_NAME} of a-z, 0-9 and inner -, as the log bucket's "
                f"name adds {SUFFIX}",
            )

    def _check_lock(self) -> None:
        most = Duration(self.daily.milliseconds + self.noncurrent.milliseconds)
        if self.object_lock and self.object_lock > most:
            raise ArgumentError(
                "object_lock",
                self.object_lock,
                f"at most {most}, when the last version of a daily backup is due to go",
            )
        if self.compliance and not self.object_lock:
            raise ArgumentError("compliance", self.compliance, "an object_lock to go with it")
        if self.compliance and not self.acknowledge_irreversible:
            raise ArgumentError(
                "acknowledge_irreversible",
                self.acknowledge_irreversible,
                "true: nobody can shorten a lock under compliance or delete what it holds",
            )


class BackupStore(Component):
    """A bucket for backups, its key, and a bucket for the records of access to it.

    An upload that names no encryption gets the store's key; one that names the key must do so by
    its ARN, and any other encryption is refused.

    Attributes:
        bucket: The bucket.
        key: Its KMS key.
        logs: The bucket of its access logs.
        bucket_name: The bucket's name.
        bucket_arn: The bucket's ARN.
        key_arn: The key's ARN.
    """

    bucket_name: pulumi.Output[str]
    bucket_arn: pulumi.Output[str]
    key_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: BackupStoreArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._args = args
        self._tags = self.tags(args.tags)
        self.key = encryption_key(
            self,
            f"{name}-key",
            description=f"Backups in {name}",
            tags=self._tags,
            protect=args.protect,
        )
        store = private_bucket(
            self,
            f"{name}-bucket",
            physical=args.bucket_name,
            lock=args.object_lock is not None,
            tags=self._tags,
            protect=args.protect,
        )
        self.bucket = store.bucket
        self._contents(name)
        self.logs = access_log(
            self,
            name,
            of=store,
            physical=args.bucket_name,
            retention=args.log_retention,
            incomplete_uploads=args.incomplete_uploads,
            tags=self._tags,
            protect=args.protect,
        )
        self._permissions(name, store)
        self.bucket_name = self.bucket.bucket
        self.bucket_arn = self.bucket.arn
        self.key_arn = self.key.arn
        self.register_outputs(
            {
                "bucketName": self.bucket_name,
                "bucketArn": self.bucket_arn,
                "keyArn": self.key_arn,
            }
        )

    def _stays(self, *after: pulumi.Resource) -> pulumi.ResourceOptions:
        return setting(self, *after, protect=self._args.protect)

    def _contents(self, name: str) -> None:
        args = self._args
        versioning = aws.s3.BucketVersioning(
            f"{name}-versioning",
            bucket=self.bucket.id,
            versioning_configuration=aws.s3.BucketVersioningVersioningConfigurationArgs(
                status="Enabled"
            ),
            opts=self._stays(),
        )
        aws.s3.BucketServerSideEncryptionConfiguration(
            f"{name}-encryption",
            bucket=self.bucket.id,
            rules=[
                aws.s3.BucketServerSideEncryptionConfigurationRuleArgs(
                    apply_server_side_encryption_by_default=(
                        aws.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs(
                            sse_algorithm="aws:kms", kms_master_key_id=self.key.arn
                        )
                    ),
                    bucket_key_enabled=True,
                )
            ],
            opts=self._stays(),
        )
        aws.s3.BucketLifecycleConfiguration(
            f"{name}-lifecycle",
            bucket=self.bucket.id,
            rules=[
                expires("daily", args.daily, "daily/"),
                expires("weekly", args.weekly, "weekly/"),
                expires("monthly", args.monthly, "monthly/"),
                expires_noncurrent(args.noncurrent),
                clears_delete_markers(),
                aborts_uploads(args.incomplete_uploads),
            ],
            opts=self._stays(versioning),
        )
        if args.object_lock:
            aws.s3.BucketObjectLockConfiguration(
                f"{name}-object-lock",
                bucket=self.bucket.id,
                rule=aws.s3.BucketObjectLockConfigurationRuleArgs(
                    default_retention=(
                        aws.s3.BucketObjectLockConfigurationRuleDefaultRetentionArgs(
                            mode="COMPLIANCE" if args.compliance else "GOVERNANCE",
                            days=args.object_lock.days,
                        )
                    )
                ),
                opts=self._stays(versioning),
            )

    def _permissions(self, name: str, store: PrivateBucket) -> None:
        asked = pulumi.InvokeOutputOptions(parent=self)
        keys = pulumi.Output.format(
            "arn:{}:kms:{}:{}:key/*",
            aws.get_partition_output(opts=asked).partition,
            aws.get_region_output(opts=asked).region,
            aws.get_caller_identity_output(opts=asked).account_id,
        )
        aws.s3.BucketPolicy(
            f"{name}-policy",
            bucket=self.bucket.id,
            policy=policy_document(tls_only(store.arn), *own_keys_only(store.arn, keys)),
            opts=self._stays(*store.closed),
        )
