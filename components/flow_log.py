"""The record of a network's flows, in a log group that nobody else writes to."""

import pulumi
import pulumi_aws as aws

from airworthy.components.base import Component
from airworthy.components.policy_document import policy_document
from airworthy.components.service_role import service_role
from airworthy.kit.duration import Duration

__all__ = ["flow_log"]


def flow_log(
    parent: Component,
    name: str,
    *,
    vpc: aws.ec2.Vpc,
    key: aws.kms.Key,
    retention: Duration,
    tags: dict[str, str],
) -> aws.ec2.FlowLog:
    """A flow log of all traffic, its log group and its role, as children of a component.

    Args:
        parent: The component that owns them.
        name: The component's name.
        vpc: The network.
        key: The key of the log group; its policy must let CloudWatch Logs use it.
        retention: How long flows are kept.
        tags: Tags of every child.
    """
    group = aws.cloudwatch.LogGroup(
        f"{name}-flows",
        retention_in_days=retention.days,
        kms_key_id=key.arn,
        tags=tags,
        opts=parent.child(),
    )
    asked = pulumi.InvokeOutputOptions(parent=parent)
    role = service_role(
        parent,
        f"{name}-flow-log-role",
        service="vpc-flow-logs",
        description=f"Writes the flow logs of {name}",
        tags=tags,
        account=aws.get_caller_identity_output(opts=asked).account_id,
    )
    policy = aws.iam.RolePolicy(
        f"{name}-flow-log-policy",
        role=role.name,
        policy=policy_document(
            {
                "Effect": "Allow",
                "Action": ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
                "Resource": [group.arn, pulumi.Output.concat(group.arn, ":*")],
            },
            # A list has no resource of its own to name.
            {"Effect": "Allow", "Action": "logs:DescribeLogGroups", "Resource": "*"},
        ),
        opts=parent.child(),
    )
    return aws.ec2.FlowLog(
        f"{name}-flow-log",
        vpc_id=vpc.id,
        traffic_type="ALL",
        log_destination_type="cloud-watch-logs",
        log_destination=group.arn,
        iam_role_arn=role.arn,
        tags=tags,
        opts=parent.child(pulumi.ResourceOptions(depends_on=[policy])),
    )
