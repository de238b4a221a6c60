"""See the rule's own docstring."""

import re

from airworthy.kit.resource import Resource, Stack, urn_type
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.values import Unknown
from airworthy.kit.verdict import Severity
from airworthy.policies.alarm_topics import ALARMS, COMPOSITE_ALARM

SCALING = ("aws:appautoscaling/policy:Policy", "aws:autoscaling/policy:Policy")


@rule(
    proves=("on-call-routing",),
    on=ALARMS,
    severity=Severity.HIGH,
    fix="Give alarm_actions the ARN of a topic that somebody hears, and leave actions enabled.",
    source="AWS provider: actionsEnabled defaults to true, alarmActions to none",
)
def alarm_notifies(alarm: Resource, stack: Stack) -> Findings:
    """Alarms notify when they fire.

    An alarm without an action changes colour on a page that nobody has open at night.
    """
    _require_purpose(alarm, stack)
    for path in sorted(("actionsEnabled", "alarmActions"), key=alarm.is_unknown):
        if path == "actionsEnabled":
            if not alarm.flag(path, default=True):
                yield alarm.expected(path, "true")
        elif not alarm.list(path):
            yield alarm.expected(path, "somebody to notify")


def _require_purpose(alarm: Resource, stack: Stack) -> None:
    """Go on only for an alarm that is there to tell somebody."""
    if _scales(alarm):
        raise NotApplicable("it starts a scaling policy; nobody is to be told")
    linked = stack.linked(alarm, COMPOSITE_ALARM, through="alarmRule")
    above = [*linked, *(found for found in stack.of_type(COMPOSITE_ALARM) if _names(found, alarm))]
    if above and not alarm.has("alarmActions"):
        raise NotApplicable(f"a part of the composite alarm {above[0].name}, which notifies")


def _scales(alarm: Resource) -> bool:
    """Whether every action is a scaling policy, by its ARN or by the resource behind it."""
    if alarm.is_unknown("alarmActions"):
        return False
    raw = alarm.list("alarmActions").raw
    behind = alarm.property_dependencies.get("alarmActions", ())
    known = [str(action) for action in raw if not isinstance(action, Unknown)]
    return (
        len(raw) > 0
        and all(":autoscaling:" in action for action in known)
        and (len(known) == len(raw) or bool(behind))
        and all(urn_type(urn) in SCALING for urn in behind)
    )


def _names(composite: Resource, alarm: Resource) -> bool:
    """Whether the composite alarm's rule calls this alarm by its physical name."""
    path = "alarmName" if alarm.type == COMPOSITE_ALARM else "name"
    if not alarm.has(path) or alarm.is_unknown(path) or composite.is_unknown("alarmRule"):
        return False
    name = re.escape(alarm.text(path))
    return bool(re.search(rf'\(\s*"?{name}"?\s*\)', composite.text("alarmRule")))
