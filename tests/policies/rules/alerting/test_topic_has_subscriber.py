import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.alerting.topic_has_subscriber import topic_has_subscriber

TOPIC = resource("aws:sns/topic:Topic", {"displayName": "alarms"}, name="topic")
ALARM = resource(
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    {"alarmActions": [UNKNOWN]},
    name="alarm",
    refers={"alarmActions": (TOPIC,)},
)
ANY_ALARM = resource("aws:cloudwatch/metricAlarm:MetricAlarm", {"alarmActions": UNKNOWN})
EMAIL = resource(
    "aws:sns/topicSubscription:TopicSubscription",
    {"topic": UNKNOWN, "protocol": "email", "endpoint": Secret("on-call@example.com")},
    name="email",
    refers={"topic": (TOPIC,)},
)
ANY_SUBSCRIPTION = resource("aws:sns/topicSubscription:TopicSubscription", {"topic": UNKNOWN})
OTHER_SUBSCRIPTION = resource(
    "aws:sns/topicSubscription:TopicSubscription",
    {"topic": "arn:aws:sns:us-east-1:000000000000:other"},
)
SLACK = resource(
    "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
    {"snsTopicArns": [UNKNOWN]},
    name="slack",
    refers={"snsTopicArns": (TOPIC,)},
)

CASES = [
    Case("by e-mail", {}, Outcome.PASS, beside=(ALARM, EMAIL)),
    Case("in a channel", {}, Outcome.PASS, beside=(ALARM, SLACK)),
    Case("missing", {}, Outcome.FAIL, "nothing subscribes", beside=(ALARM,)),
    Case("another topic's", {}, Outcome.FAIL, beside=(ALARM, OTHER_SUBSCRIPTION)),
    Case("unknown topic", {}, Outcome.UNKNOWN, "topic", beside=(ALARM, ANY_SUBSCRIPTION)),
    Case("no alarm", {}, Outcome.NOT_APPLICABLE, "no alarm of this stack", beside=()),
    Case("unknown alarm", {}, Outcome.UNKNOWN, "alarmActions", beside=(ANY_ALARM,)),
    Case("missing name", {"displayName": ABSENT}, Outcome.PASS, beside=(ALARM, EMAIL)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(topic_has_subscriber, TOPIC)
