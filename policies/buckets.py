"""What an S3 bucket is set to, be it by a resource of its own or by a property of the bucket."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings
from airworthy.kit.tree import Tree
from airworthy.kit.verdict import Finding
from airworthy.policies.policy_document import denies_plain_http

__all__ = [
    "BLOCK",
    "BUCKETS",
    "blocks",
    "default_encryption",
    "is_enabled",
    "is_website",
    "lifecycle_rules",
    "ownership",
    "plain_http",
    "public_access",
    "receives_logs",
    "settings",
    "versioning",
]

BUCKETS: Final = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
BLOCK: Final = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
WEBSITE: Final = "BucketWebsiteConfiguration"
BALANCERS: Final = ("aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer")
DISTRIBUTION: Final = "aws:cloudfront/distribution:Distribution"


def settings(bucket: Resource, stack: Stack, kind: str) -> tuple[Resource, ...]:
    """The resources of a kind (`BucketVersioning`) that set something of this bucket.

    Raises:
        UnknownRead: None is seen, but one of unknown target might be meant for it.
    """
    module = kind[0].lower() + kind[1:]
    return stack.linked(
        bucket,
        f"aws:s3/{module}:{kind}",
        f"aws:s3/{module}V2:{kind}V2",
        through="bucket",
        names=("bucket", "id"),
    )


def blocks(part: Resource | Tree, *names: str) -> tuple[Tree, ...]:
    """The mappings under any of some names; each may hold one mapping or a list of them."""
    found: list[Tree] = []
    for name in names:
        value = part.get(name)
        if isinstance(value, Tree):
            found.append(value)
        elif value is not None:
            found += part.trees(name)
    return tuple(found)


def receives_logs(bucket: Resource, stack: Stack) -> bool:
    """Whether AWS delivers the logs of a bucket, load balancer or distribution to this bucket."""
    own = ("bucket", "id")
    logging = ("aws:s3/bucketLogging:BucketLogging", "aws:s3/bucketLoggingV2:BucketLoggingV2")
    if stack.linked(bucket, *logging, through="targetBucket", names=own):
        return True
    return any(
        stack.linked(bucket, *kinds, through=through)
        for kinds, through in (
            (BUCKETS, "logging"),
            (BUCKETS, "loggings"),
            (BALANCERS, "accessLogs"),
            ((DISTRIBUTION,), "loggingConfig"),
        )
    )


def is_website(bucket: Resource, stack: Stack) -> bool:
    """Whether the bucket serves a website, to anybody and over plain HTTP."""
    return bucket.has("website") or bucket.has("websites") or bool(settings(bucket, stack, WEBSITE))


def is_enabled(part: Tree) -> bool:
    """Whether a lifecycle rule is in force, in the words of either place it may stand in."""
    if part.has("enabled"):
        return part.flag("enabled", default=False)
    return part.text("status") == "Enabled"


def lifecycle_rules(bucket: Resource, stack: Stack) -> tuple[Tree, ...]:
    """The lifecycle rules in force."""
    sources = [*blocks(bucket, "lifecycleRules")]
    for setting in settings(bucket, stack, "BucketLifecycleConfiguration"):
        sources += blocks(setting, "rules")
    return tuple(rule for rule in sources if is_enabled(rule))


def default_encryption(bucket: Resource, stack: Stack) -> Iterator[Tree]:
    """The defaults that S3 applies to new objects; none declared means AES256 with S3's own key."""
    inline = "serverSideEncryptionConfiguration"
    places = [
        rule
        for configuration in blocks(bucket, inline, f"{inline}s")
        for rule in blocks(configuration, "rule", "rules")
    ]
    for setting in settings(bucket, stack, "BucketServerSideEncryptionConfiguration"):
        places += blocks(setting, "rules")
    for rule in places:
        yield from blocks(
            rule, "applyServerSideEncryptionByDefault", "applyServerSideEncryptionByDefaults"
        )


def public_access(bucket: Resource, stack: Stack) -> Findings:
    """What leaves the bucket open to the public."""
    found = settings(bucket, stack, "BucketPublicAccessBlock")
    if not found:
        yield (
            f"no BucketPublicAccessBlock stands for {bucket.name}, expected one with all four "
            "settings: AWS blocks a bucket made since April 2023, and nothing keeps it so"
        )
    for block in found:
        for path in BLOCK:
            if not block.flag(path, default=False):
                yield _expected(block, path, "true")


def ownership(bucket: Resource, stack: Stack) -> Findings:
    """What leaves access control lists in force."""
    found = settings(bucket, stack, "BucketOwnershipControls")
    if not found:
        yield (
            f"no BucketOwnershipControls stand for {bucket.name}, expected BucketOwnerEnforced: "
            "buckets made before April 2023 obey access control lists"
        )
    for controls in found:
        if controls.text("rule.objectOwnership") != "BucketOwnerEnforced":
            yield _expected(controls, "rule.objectOwnership", "BucketOwnerEnforced")


def versioning(bucket: Resource, stack: Stack) -> Findings:
    """What lets objects be overwritten or deleted for good."""
    if bucket.flag("objectLockEnabled", default=False):
        return  # Object Lock exists only with versions
    inline = blocks(bucket, "versioning", "versionings")
    if any(part.flag("enabled", default=False) for part in inline):
        return
    found = settings(bucket, stack, "BucketVersioning")
    if not found:
        yield f"no BucketVersioning stands for {bucket.name}, expected one that is Enabled"
    for setting in found:
        path = "versioningConfiguration.status"
        if setting.text(path) != "Enabled":
            yield _expected(setting, path, "Enabled")


def plain_http(bucket: Resource, stack: Stack) -> Findings:
    """What lets requests through that are not encrypted on their way."""
    policies = [(found, "policy") for found in settings(bucket, stack, "BucketPolicy")]
    policies += [(bucket, "policy")] if bucket.has("policy") else []
    for resource, path in policies:
        if denies_plain_http(resource.document(path)):
            return
    where = ", ".join(resource.name for resource, _ in policies) or "no policy of the bucket"
    yield (
        f"{where}: expected a statement that denies s3:* on all objects to everybody where "
        "aws:SecureTransport is false"
    )


def _expected(setting: Resource, path: str, wanted: str) -> Finding:
    return Finding(f"{path} of {setting.name} is {setting.shown(path)}, expected {wanted}")
