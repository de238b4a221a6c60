from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from airworthy.components.alert_topic import AlertTopic, AlertTopicArgs, publishing
from airworthy.kit.errors import ArgumentError
from airworthy.kit.resource import Resource, Stack

Record = Callable[[Callable[[], object]], Stack]
HEARD = AlertTopicArgs(emails=["a@example.com"])
PAGER = "https://events.example.com/integration/0a1b2c3d/enqueue"


def topic(recorded: Record, args: AlertTopicArgs) -> Stack:
    return recorded(lambda: AlertTopic("alerts", args))


def only(stack: Stack, kind: str) -> Resource:
    (found,) = stack.of_type(kind)
    return found


def test_subscribers_are_keyed_by_what_they_are(recorded: Record) -> None:
    """A further subscriber, wherever it is listed, leaves the others as they are."""
    before = topic(recorded, AlertTopicArgs(emails=["b@example.com"]))
    after = topic(
        recorded,
        AlertTopicArgs(emails=["a@example.com", "b@example.com"], endpoints={"pager": PAGER}),
    )

    found = {resource.urn: resource for resource in after}
    assert all(found[resource.urn].inputs == resource.inputs for resource in before)
    added = {resource.name for resource in after} - {resource.name for resource in before}
    assert added == {"alerts-a@example.com", "alerts-pager"}


def test_the_address_of_an_endpoint_stays_secret(recorded: Record) -> None:
    """It holds the key of the on-call service: no URN shows it, and the state seals it."""
    stack = topic(recorded, AlertTopicArgs(endpoints={"pager": PAGER}))

    subscription = only(stack, "aws:sns/topicSubscription:TopicSubscription")
    assert subscription.is_secret("endpoint")
    assert PAGER in stack.secrets
    assert not any("0a1b2c3d" in resource.urn for resource in stack)
    assert subscription.flag("endpointAutoConfirms", default=False)


def test_alarms_may_use_the_key(recorded: Record) -> None:
    """CloudWatch calls KMS by itself, for alarms of this account alone."""
    key = only(topic(recorded, HEARD), "aws:kms/key:Key")

    _, service = key.document("policy").trees("Statement")
    assert service.texts("Principal.Service") == ("cloudwatch.amazonaws.com",)
    assert {"kms:Decrypt", "kms:GenerateDataKey*"} <= set(service.texts("Action"))
    account = service.tree("Condition.StringEquals")["aws:SourceAccount"]
    assert account == "000000000000"


def test_a_lost_notification_is_an_alarm_itself(recorded: Record) -> None:
    """What one receiver does not get, the others are told."""
    watch = only(topic(recorded, HEARD), "aws:cloudwatch/metricAlarm:MetricAlarm")

    assert watch.text("metricName") == "NumberOfNotificationsFailed"
    assert watch.text("statistic") == "Sum"
    (action,) = watch.property_dependencies["alarmActions"]
    assert action.endswith("alerts-topic")


def test_the_policy_is_the_topics_own(recorded: Record) -> None:
    """The policy holds the topic's ARN and is attached to it, known only after deployment."""
    policy = only(topic(recorded, HEARD), "aws:sns/topicPolicy:TopicPolicy")

    assert policy.is_unknown("policy")
    for path in ("arn", "policy"):
        (urn,) = policy.property_dependencies[path]
        assert urn.endswith("alerts-topic")


def test_only_alarms_of_the_account_publish_and_only_encrypted() -> None:
    """One statement lets alarms in, the other shuts out whoever speaks in the clear."""
    statements = publishing("the topic", "the account", "the alarms")

    assert statements == (
        {
            "Sid": "AlarmsOfTheAccountPublish",
            "Effect": "Allow",
            "Principal": {"Service": "cloudwatch.amazonaws.com"},
            "Action": "sns:Publish",
            "Resource": "the topic",
            "Condition": {
                "StringEquals": {"aws:SourceAccount": "the account"},
                "ArnLike": {"aws:SourceArn": "the alarms"},
            },
        },
        {
            "Sid": "NobodyPublishesInTheClear",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "sns:Publish",
            "Resource": "the topic",
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "emails is 'none'; wanted a subscriber"),
        ({"emails": ["on-call"]}, "emails is 'on-call'"),
        ({"emails": ["@example.com"]}, "emails is"),
        ({"emails": ["a@b@example.com"]}, "emails is"),
        ({"emails": ["A Person <a@example.com>"]}, "emails is"),
        ({"emails": ["a@example.com", "a@example.com"]}, "each address once"),
        ({"endpoints": {"pager": "http://events.example.com/0a1b2c3d"}}, "pager: another scheme"),
    ],
)
def test_what_cannot_work_is_refused(given: dict[str, Any], words: str) -> None:
    """Each refusal says what was seen and what would do, and no address of an endpoint."""
    with pytest.raises(ArgumentError, match=words) as refused:
        AlertTopicArgs(**given)

    assert "0a1b2c3d" not in str(refused.value)
