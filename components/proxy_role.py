"""The IAM role of an RDS proxy: it may read one secret, or log in as one database role."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from airworthy.components.base import Component
from airworthy.components.policy_document import Statement, policy_document
from airworthy.components.service_role import service_role

__all__ = ["may_connect", "may_read", "proxy_role"]


def may_read(
    parent: Component, secret_arn: pulumi.Input[str], key_arn: pulumi.Input[str] | None
) -> list[Statement]:
    """What reading one secret takes; its key only through Secrets Manager."""
    read: Statement = {
        "Effect": "Allow",
        "Action": "secretsmanager:GetSecretValue",
        "Resource": secret_arn,
    }
    if key_arn is None:
        return [read]
    region = aws.get_region_output(opts=pulumi.InvokeOutputOptions(parent=parent)).region
    through = pulumi.Output.concat("secretsmanager.", region, ".amazonaws.com")
    decrypt: Statement = {
        "Effect": "Allow",
        "Action": "kms:Decrypt",
        "Resource": key_arn,
        "Condition": {"StringEquals": {"kms:ViaService": through}},
    }
    return [read, decrypt]


def may_connect(
    parent: Component, resource_id: pulumi.Input[str], database_role: str
) -> list[Statement]:
    """What logging in to an instance by IAM takes, as one role alone."""
    asked = pulumi.InvokeOutputOptions(parent=parent)
    partition = aws.get_partition_output(opts=asked).partition
    region = aws.get_region_output(opts=asked).region
    account = aws.get_caller_identity_output(opts=asked).account_id
    users = ("arn:", partition, ":rds-db:", region, ":", account, ":dbuser:")
    user = pulumi.Output.concat(*users, resource_id, f"/{database_role}")
    return [{"Effect": "Allow", "Action": "rds-db:connect", "Resource": user}]


def proxy_role(
    parent: Component, name: str, *, statements: Sequence[Statement], tags: dict[str, str]
) -> aws.iam.Role:
    """A role that RDS takes on, and its one policy, as children of a component."""
    role = service_role(
        parent,
        name,
        service="rds",
        description="Lets an RDS proxy log in to its database",
        tags=tags,
    )
    aws.iam.RolePolicy(
        f"{name}-policy",
        role=role.id,
        policy=policy_document(*statements),
        opts=parent.child(),
    )
    return role
