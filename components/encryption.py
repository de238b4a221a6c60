"""A key of a component's own, rotated, and never lost with what it encrypts."""

import pulumi
import pulumi_aws as aws

from airworthy.components.base import Component
from airworthy.components.policy_document import policy_document

__all__ = ["encryption_key"]

DELETION_WINDOW = 30  # days; the longest AWS offers, time to notice


def encryption_key(
    parent: Component,
    name: str,
    *,
    description: str,
    tags: dict[str, str],
    protect: bool,
    services: tuple[str, ...] = (),
) -> aws.kms.Key:
    """A KMS key and its alias, as children of a component.

    Args:
        parent: The component that owns the key.
        name: The key's logical name.
        description: What it encrypts.
        tags: Its tags.
        protect: Whether Pulumi refuses to delete it: without the key its data is gone.
        services: AWS services that use the key by themselves, as policy principals;
            `logs` stands for CloudWatch Logs of the region.
    """
    key = aws.kms.Key(
        name,
        description=description,
        enable_key_rotation=True,
        deletion_window_in_days=DELETION_WINDOW,
        policy=_policy(parent, services) if services else None,
        tags=tags,
        opts=parent.keep(protect=protect),
    )
    aws.kms.Alias(
        f"{name}-alias",
        # Its name is Pulumi's: another stack in the same account and region has the same keys.
        target_key_id=key.key_id,
        opts=parent.child(),
    )
    return key


def _policy(parent: Component, services: tuple[str, ...]) -> pulumi.Output[str]:
    asked = pulumi.InvokeOutputOptions(parent=parent)
    account = aws.get_caller_identity_output(opts=asked).account_id
    region = aws.get_region_output(opts=asked).region
    partition = aws.get_partition_output(opts=asked).partition
    principals = [
        pulumi.Output.concat("logs.", region, ".amazonaws.com")
        if service == "logs"
        else f"{service}.amazonaws.com"
        for service in services
    ]
    return policy_document(
        {
            "Sid": "AccountAdministersTheKey",
            "Effect": "Allow",
            "Principal": {
                "AWS": pulumi.Output.concat("arn:", partition, ":iam::", account, ":root")
            },
            "Action": "kms:*",
            "Resource": "*",
        },
        {
            "Sid": "ServicesUseTheKey",
            "Effect": "Allow",
            "Principal": {"Service": principals},
            "Action": [
                "kms:Encrypt",
                "kms:Decrypt",
                "kms:ReEncrypt*",
                "kms:GenerateDataKey*",
                "kms:DescribeKey",
            ],
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:SourceAccount": account}}
            if "logs" not in services
            else {},
        },
    )
