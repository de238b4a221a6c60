import pytest

from airworthy.kit.resource import Resource
from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.alerting.alarm_notifies import alarm_notifies

METRIC, COMPOSITE = (
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "aws:cloudwatch/compositeAlarm:CompositeAlarm",
)
TOPIC = "arn:aws:sns:us-east-1:000000000000:alarms"
SCALING = "arn:aws:autoscaling:us-east-1:000000000000:scalingPolicy:1:policyName/out"
BASELINE = resource(METRIC, {"name": "cpu", "alarmActions": [TOPIC]})
POLICY = resource("aws:autoscaling/policy:Policy", name="out")
SNS = resource("aws:sns/topic:Topic", name="topic")


def composite(rule: object, **refers: tuple[Resource, ...]) -> Resource:
    return resource(COMPOSITE, {"alarmRule": rule}, name="all", refers=refers)


PART = {"alarmActions": ABSENT}

CASES = [
    Case("notifies", {}, Outcome.PASS),
    Case("a topic made beside it", {"alarmActions": [UNKNOWN]}, Outcome.PASS),
    Case("switched off", {"actionsEnabled": False}, Outcome.FAIL, "actionsEnabled is false"),
    Case("nobody", {"alarmActions": []}, Outcome.FAIL, "expected somebody to notify"),
    Case("missing: nobody by default", {"alarmActions": ABSENT}, Outcome.FAIL, "absent"),
    Case("unknown", {"alarmActions": UNKNOWN}, Outcome.UNKNOWN, "alarmActions"),
    Case("unknown switch", {"actionsEnabled": UNKNOWN}, Outcome.UNKNOWN, "actionsEnabled"),
    Case("nobody beside an unknown", {"actionsEnabled": UNKNOWN, **PART}, Outcome.FAIL),
    Case("off beside an unknown", {"actionsEnabled": False, "alarmActions": UNKNOWN}, Outcome.FAIL),
    Case("secret", {"actionsEnabled": Secret(False)}, Outcome.FAIL, "[secret]"),
    Case("scales", {"alarmActions": [SCALING]}, Outcome.NOT_APPLICABLE, "scaling policy"),
    Case("scales and notifies", {"alarmActions": [SCALING, TOPIC]}, Outcome.PASS),
    Case("malformed", {"alarmActions": TOPIC}, Outcome.FAIL, "expected a list"),
    Case(
        "part of a composite alarm",
        PART,
        Outcome.NOT_APPLICABLE,
        "composite alarm all",
        beside=(composite('ALARM("cpu") OR ALARM("memory")'),),
    ),
    Case(
        "part by reference",
        PART,
        Outcome.NOT_APPLICABLE,
        beside=(composite(UNKNOWN, alarmRule=(BASELINE,)),),
    ),
    Case("part of none", PART, Outcome.FAIL, beside=(composite("ALARM(cpu-too)"),)),
    Case("perhaps a part", PART, Outcome.UNKNOWN, "alarmRule", beside=(composite(UNKNOWN),)),
    Case("without a name to be called by", {"name": ABSENT}, Outcome.PASS, beside=()),
    Case(
        "a part without a name",
        {"name": ABSENT, **PART},
        Outcome.FAIL,
        beside=(composite("ALARM(memory)"),),
    ),
    Case("a part that notifies too", {}, Outcome.PASS, beside=(composite("ALARM(cpu)"),)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(alarm_notifies, BASELINE)


@pytest.mark.parametrize(
    ("behind", "outcome"),
    [
        ((POLICY,), Outcome.NOT_APPLICABLE),
        ((POLICY, SNS), Outcome.PASS),
        ((), Outcome.PASS),
    ],
    ids=["a scaling policy", "a scaling policy and a topic", "nobody knows what"],
)
def test_what_stands_behind_an_action_tells_its_purpose(
    behind: tuple[Resource, ...], outcome: Outcome
) -> None:
    """An ARN that is not known yet is judged by the resource it comes from."""
    alarm = resource(METRIC, {"alarmActions": [UNKNOWN]}, refers={"alarmActions": behind})

    Case("behind", {}, outcome, beside=(POLICY, SNS)).check(alarm_notifies, alarm)


def test_a_composite_alarm_notifies_too() -> None:
    """A composite alarm is an alarm; within another it is a part, by its alarmName."""
    inner = resource(COMPOSITE, {"alarmName": "inner", "alarmRule": "ALARM(cpu)"}, name="inner")

    Case("alone", {}, Outcome.FAIL).check(alarm_notifies, inner)
    Case("part", {}, Outcome.NOT_APPLICABLE, beside=(composite("ALARM(inner)"),)).check(
        alarm_notifies, inner
    )
