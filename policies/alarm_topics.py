"""Which topics carry alarms."""

from __future__ import annotations

from typing import Final

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import NotApplicable

__all__ = ["ALARMS", "COMPOSITE_ALARM", "require_alarms"]

COMPOSITE_ALARM: Final = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
ALARMS: Final = ("aws:cloudwatch/metricAlarm:MetricAlarm", COMPOSITE_ALARM)


def require_alarms(topic: Resource, stack: Stack) -> None:
    """Go on only for a topic that an alarm of the stack notifies.

    Raises:
        NotApplicable: No alarm does.
        UnknownRead: Whether one does is not known.
    """
    if not stack.linked(topic, *ALARMS, through="alarmActions"):
        raise NotApplicable("no alarm of this stack notifies it")
