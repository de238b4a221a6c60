"""Where alarms go: a topic that CloudWatch can publish to, and somebody who hears it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from airworthy.components.alarms import Alarm, alarm
from airworthy.components.base import Component
from airworthy.components.encryption import encryption_key
from airworthy.components.policy_document import Statement, policy_document
from airworthy.components.safe import Safe
from airworthy.kit.errors import ArgumentError

__all__ = ["ENCODES", "SAFE", "AlertTopic", "AlertTopicArgs"]

TOPIC = "aws:sns/topic:Topic"
KEY = "aws:kms/key:Key"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"

ENCODES = ("data-resources-protected", "encryption-keys-rotated", "on-call-routing")
SAFE = (
    # AWS's own key has a policy that shuts CloudWatch out, and nobody can change it.
    Safe(TOPIC, "kmsMasterKeyId", broken="alias/aws/sns"),
    Safe(KEY, "policy"),
    Safe(ALARM, "alarmActions", broken=[]),
    Safe(KEY, "enableKeyRotation", broken=False),
    Safe(KEY, "deletionWindowInDays", broken=7),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class AlertTopicArgs:
    """Arguments of AlertTopic; at least one subscriber is required.

    Attributes:
        emails: Addresses that get each alarm by e-mail; each confirms once, by the link sent.
        endpoints: HTTPS addresses that get each alarm, by a name for each: such an address
            usually holds a key, and a URN would show it. Each must confirm by itself, as those
            of on-call services do.
        protect: Pulumi refuses to delete or replace topic and key: the confirmations go too.
        tags: Tags of every child.
    """

    emails: Sequence[str] = ()
    endpoints: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    protect: bool = True
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a topic that nobody hears."""
        if not self.emails and not self.endpoints:
            raise ArgumentError("emails", "none", "a subscriber, here or in endpoints")
        for email in self.emails:
            mailbox, _, domain = email.partition("@")
            if not mailbox or not domain or "@" in domain or any(map(str.isspace, email)):
                raise ArgumentError("emails", email, "addresses such as on-call@example.com")
            if self.emails.count(email) > 1:
                raise ArgumentError("emails", email, "each address once")
        for name, address in self.endpoints.items():
            if isinstance(address, str) and not address.startswith("https://"):
                raise ArgumentError("endpoints", f"{name}: another scheme", "https://…")


class AlertTopic(Component):
    """An SNS topic for alarms, encrypted by a key that lets CloudWatch in.

    Attributes:
        arn: The topic, for the actions of alarms.
        topic: The topic itself.
        key: The KMS key of its messages.
    """

    arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: AlertTopicArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        tags = self.tags(args.tags)
        self.key = encryption_key(
            self,
            f"{name}-key",
            description=f"Messages of {name}",
            tags=tags,
            protect=args.protect,
            services=("cloudwatch",),
        )
        self.topic = aws.sns.Topic(
            f"{name}-topic",
            kms_master_key_id=self.key.key_id,
            tags=tags,
            opts=self.child(pulumi.ResourceOptions(protect=args.protect)),
        )
        self.arn = self.topic.arn
        self._policy(name)
        self._subscriptions(name, args)
        alarm(
            self,
            f"{name}-alarm-delivery",
            Alarm(
                metric="NumberOfNotificationsFailed",
                threshold=0,
                statistic="Sum",
                minutes=1,
                missing="notBreaching",
                why=f"{name}: an alarm did not reach one of its receivers; the others hear this",
            ),
            namespace="AWS/SNS",
            dimensions={"TopicName": self.topic.name},
            notify=[self.arn],
            tags=tags,
        )
        self.register_outputs({"arn": self.arn})

    def _policy(self, name: str) -> None:
        asked = pulumi.InvokeOutputOptions(parent=self)
        account = aws.get_caller_identity_output(opts=asked).account_id
        region = aws.get_region_output(opts=asked).region
        partition = aws.get_partition_output(opts=asked).partition
        alarms = pulumi.Output.concat(
            "arn:", partition, ":cloudwatch:", region, ":", account, ":alarm:*"
        )
        aws.sns.TopicPolicy(
            f"{name}-policy",
            arn=self.arn,
            policy=policy_document(*publishing(self.arn, account, alarms)),
            opts=self.child(),
        )

    def _subscriptions(self, name: str, args: AlertTopicArgs) -> None:
        for email in args.emails:
            aws.sns.TopicSubscription(
                f"{name}-{email}",
                topic=self.arn,
                protocol="email",
                endpoint=email,
                opts=self.child(),
            )
        for endpoint, address in args.endpoints.items():
            aws.sns.TopicSubscription(
                f"{name}-{endpoint}",
                topic=self.arn,
                protocol="https",
                endpoint=pulumi.Output.secret(address),
                endpoint_auto_confirms=True,
                opts=self.child(),
            )


def publishing(
    topic: pulumi.Input[str], account: pulumi.Input[str], alarms: pulumi.Input[str]
) -> tuple[Statement, ...]:
    """Statements that let alarms of one account publish to a topic, and never in the clear.

    Args:
        topic: The topic's ARN.
        account: The account's id.
        alarms: A pattern of the alarms' ARNs.
    """
    return (
        {
            "Sid": "AlarmsOfTheAccountPublish",
            "Effect": "Allow",
            "Principal": {"Service": "cloudwatch.amazonaws.com"},
            "Action": "sns:Publish",
            "Resource": topic,
            "Condition": {
                "StringEquals": {"aws:SourceAccount": account},
                "ArnLike": {"aws:SourceArn": alarms},
            },
        },
        {
            "Sid": "NobodyPublishesInTheClear",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "sns:Publish",
            "Resource": topic,
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
    )
