import json

import pytest

from airworthy.kit.resource import Resource
from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.alerting.topic_key_admits_alarms import topic_key_admits_alarms

USE = ["kms:Decrypt", "kms:GenerateDataKey*"]
ADMITTED = {"Effect": "Allow", "Principal": {"Service": "cloudwatch.amazonaws.com"}, "Action": USE}
ACCOUNT = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::0:root"}, "Action": "kms:*"}


def key(*statements: object, **inputs: object) -> Resource:
    policy = {"policy": json.dumps({"Statement": [*statements]})} if statements else {}
    return resource("aws:kms/key:Key", {**policy, **inputs}, name="key")


def topic(behind: Resource) -> Resource:
    return resource(
        "aws:sns/topic:Topic",
        {"kmsMasterKeyId": UNKNOWN},
        name="topic",
        refers={"kmsMasterKeyId": (behind,)},
    )


KEY = key(ACCOUNT, ADMITTED)
TOPIC = topic(KEY)
ALARM = resource(
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    {"alarmActions": [UNKNOWN]},
    name="alarm",
    refers={"alarmActions": (TOPIC,)},
)
ALIAS = resource(
    "aws:kms/alias:Alias", {"targetKeyId": UNKNOWN}, name="alias", refers={"targetKeyId": (KEY,)}
)
KEY_POLICY = resource(
    "aws:kms/keyPolicy:KeyPolicy",
    {"keyId": UNKNOWN, "policy": json.dumps({"Statement": ADMITTED})},
    name="policy",
    refers={"keyId": (KEY,)},
)
BARE = key(description="of its own")

CASES = [
    Case("its policy lets alarms in", {}, Outcome.PASS),
    Case("AWS's own key", {"kmsMasterKeyId": "alias/aws/sns"}, Outcome.FAIL, "alias/aws/sns"),
    Case("missing: not encrypted", {"kmsMasterKeyId": ABSENT}, Outcome.NOT_APPLICABLE),
    Case("no alarm", {}, Outcome.NOT_APPLICABLE, "no alarm", beside=(KEY,)),
    Case("missing policy: the account's alone", {}, Outcome.FAIL, "key", beside=(ALARM, BARE)),
    Case("the account's alone", {}, Outcome.FAIL, "does not", beside=(ALARM, key(ACCOUNT))),
    Case("a policy beside it", {}, Outcome.PASS, beside=(ALARM, BARE, KEY_POLICY)),
    Case(
        "one of the actions",
        {},
        Outcome.FAIL,
        beside=(ALARM, key({**ADMITTED, "Action": "kms:Decrypt"})),
    ),
    Case(
        "every action",
        {},
        Outcome.PASS,
        beside=(ALARM, key({**ADMITTED, "Action": "kms:*"})),
    ),
    Case("denied", {}, Outcome.FAIL, beside=(ALARM, key({**ADMITTED, "Effect": "Deny"}))),
    Case(
        "another service",
        {},
        Outcome.FAIL,
        beside=(ALARM, key({**ADMITTED, "Principal": {"Service": ["events.amazonaws.com"]}})),
    ),
    Case(
        "everybody of an account",
        {},
        Outcome.FAIL,
        beside=(ALARM, key({**ADMITTED, "Principal": "*"})),
    ),
    Case("no statement", {}, Outcome.FAIL, beside=(ALARM, key("none"))),
    Case("unknown policy", {}, Outcome.UNKNOWN, "policy", beside=(ALARM, key(policy=UNKNOWN))),
    Case("another stack's key", {}, Outcome.UNKNOWN, "kmsMasterKeyId", beside=(ALARM,)),
    Case("secret policy", {}, Outcome.FAIL, beside=(ALARM, key(policy=Secret("{}")))),
    Case("malformed policy", {}, Outcome.FAIL, "not JSON", beside=(ALARM, key(policy="{"))),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(topic_key_admits_alarms, TOPIC, (ALARM, KEY))


def test_a_key_is_found_through_its_alias() -> None:
    """A topic that names an alias is judged by the key behind it."""
    through = topic(ALIAS)
    Case("alias", {}, Outcome.PASS).check(topic_key_admits_alarms, through, (ALARM, ALIAS, KEY))
    Case("lost alias", {}, Outcome.UNKNOWN).check(topic_key_admits_alarms, through, (ALARM, ALIAS))
