"""An IAM role that a service of AWS takes on."""

import pulumi
import pulumi_aws as aws

from airworthy.components.base import Component
from airworthy.components.policy_document import Statement, policy_document

__all__ = ["service_role"]


def service_role(
    parent: Component,
    name: str,
    *,
    service: str,
    description: str,
    tags: dict[str, str],
    account: pulumi.Input[str] | None = None,
) -> aws.iam.Role:
    """A role as a child of a component; what it may do is attached to it.

    Args:
        parent: The component that owns the role.
        name: The role's logical name.
        service: The service that takes it on, `rds` for instance.
        description: What it is for.
        tags: Its tags.
        account: The account on whose behalf alone the service takes it on, for services that
            say so.
    """
    trust: Statement = {
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    if account is not None:
        trust = {**trust, "Condition": {"StringEquals": {"aws:SourceAccount": account}}}
    return aws.iam.Role(
        name,
        description=description,
        assume_role_policy=policy_document(trust),
        tags=tags,
        opts=parent.child(),
    )
