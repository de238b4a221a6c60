"""Who may connect to PostgreSQL: a security group, and the groups that it lets in."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from airworthy.components.base import Component

__all__ = ["PORT", "admit", "firewall"]

PORT = 5432


def firewall(
    parent: Component,
    name: str,
    *,
    vpc_id: pulumi.Input[str],
    clients: Mapping[str, pulumi.Input[str]],
    tags: dict[str, str],
) -> aws.ec2.SecurityGroup:
    """A security group that its clients alone get through, as children of a component.

    Args:
        parent: The component that owns it.
        name: The component's name.
        vpc_id: The network.
        clients: Security groups that may connect, by a name for each.
        tags: Tags of every child.
    """
    group = aws.ec2.SecurityGroup(
        f"{name}-security-group",
        description=f"Clients of {name}",
        vpc_id=vpc_id,
        tags=tags,
        opts=parent.child(),
    )
    for client, source in clients.items():
        admit(parent, f"{name}-from-{client}", client, source, into=group.id, tags=tags)
    return group


def admit(
    parent: Component,
    name: str,
    client: str,
    source: pulumi.Input[str],
    *,
    into: pulumi.Input[str],
    tags: dict[str, str],
) -> None:
    """Let a client's security group into another, as a child of a component."""
    aws.vpc.SecurityGroupIngressRule(
        name,
        description=f"PostgreSQL from {client}",
        security_group_id=into,
        referenced_security_group_id=source,
        ip_protocol="tcp",
        from_port=PORT,
        to_port=PORT,
        tags=tags,
        opts=parent.child(),
    )
