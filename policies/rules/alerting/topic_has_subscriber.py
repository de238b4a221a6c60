"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, rule
from airworthy.kit.verdict import Severity
from airworthy.policies.alarm_topics import require_alarms

SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
CHANNELS = (
    "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
    "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration",
)


@rule(
    proves=("on-call-routing",),
    on=("aws:sns/topic:Topic",),
    severity=Severity.HIGH,
    fix="Add aws.sns.TopicSubscription for whoever is on call, and confirm it.",
    source="AWS SNS: a topic without subscriptions takes messages and drops them",
)
def topic_has_subscriber(topic: Resource, stack: Stack) -> Findings:
    """Somebody hears the topics that alarms notify.

    A message to a topic without subscribers succeeds, and is gone.
    """
    require_alarms(topic, stack)
    if stack.linked(topic, *CHANNELS, through="snsTopicArns"):
        return
    if not stack.linked(topic, SUBSCRIPTION, through="topic"):
        yield "alarms notify it and nothing subscribes to it, expected a subscription"
