"""CloudWatch alarms that say what they watch, notify somebody, and treat silence as written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from airworthy.components.base import Component

__all__ = ["Alarm", "alarm"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Alarm:
    """When an alarm fires.

    Attributes:
        metric: The metric's name within its namespace.
        threshold: The limit, in the metric's unit.
        below: Whether the alarm fires under the limit instead of over it.
        why: What it means for a person woken by it.
        minutes: How long the limit must be passed, in whole minutes.
        statistic: How a minute's samples are summed up.
        missing: What silence means: `breaching`, `notBreaching`, `ignore` or `missing`.
    """

    metric: str
    threshold: float
    why: str
    below: bool = False
    minutes: int = 5
    statistic: str = "Average"
    missing: str = "missing"


def alarm(
    parent: Component,
    name: str,
    what: Alarm,
    *,
    namespace: str,
    dimensions: Mapping[str, pulumi.Input[str]],
    notify: Sequence[pulumi.Input[str]],
    tags: dict[str, str],
) -> aws.cloudwatch.MetricAlarm:
    """An alarm as a child of a component; it notifies when it fires and when it recovers."""
    side = "LessThanThreshold" if what.below else "GreaterThanThreshold"
    return aws.cloudwatch.MetricAlarm(
        name,
        alarm_description=what.why,
        namespace=namespace,
        metric_name=what.metric,
        dimensions=dimensions,
        statistic=what.statistic,
        period=60,
        evaluation_periods=what.minutes,
        threshold=what.threshold,
        comparison_operator=side,
        treat_missing_data=what.missing,
        alarm_actions=list(notify),
        ok_actions=list(notify),
        tags=tags,
        opts=parent.child(),
    )
