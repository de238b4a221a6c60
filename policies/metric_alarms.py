"""CloudWatch alarms: which metrics of a resource they watch, and whether they can fire."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.tree import Reader

__all__ = ["ALARM", "Subject", "Watch", "watches"]

ALARM: Final = "aws:cloudwatch/metricAlarm:MetricAlarm"


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """What alarms may watch.

    Attributes:
        resource: The resource.
        namespace: The namespace of its metrics, as `AWS/RDS`.
        dimension: The dimension that names it, as `DBInstanceIdentifier`.
        by: The resource's property that the dimension repeats.
    """

    resource: Resource
    namespace: str
    dimension: str
    by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Watch:
    """An alarm on a metric of a subject.

    Attributes:
        alarm: The alarm.
        metric: The metric's name.
        simple: Whether the alarm compares the metric itself, not an expression over it.
        unsure: The path of the unknown value that may name the subject or another; empty where
            the link is seen.
    """

    alarm: Resource
    metric: str
    simple: bool
    unsure: str

    def fires(self, *, over: bool) -> bool:
        """Whether it fires when the metric is too high (`over`), or too low."""
        word = "Greater" if over else "Less"
        return not self.simple or word in self.alarm.text("comparisonOperator")


def watches(stack: Stack, subject: Subject) -> Iterator[Watch]:
    """Every alarm that watches a subject, or may.

    A link is seen as a dependency of the alarm's dimensions, or as a literal that equals the
    subject's own name.
    """
    path = f"dimensions.{subject.dimension}"
    for alarm in stack.of_type(ALARM):
        for metric, through in _metrics(alarm):
            if metric.text("namespace") != subject.namespace or not metric.has(path):
                continue
            referred = alarm.property_dependencies.get(through, ())
            linked = subject.resource.urn in referred
            own = subject.resource.peek(subject.by)
            if not metric.is_unknown(path) and isinstance(own, str):
                linked = metric.text(path) == own
            unsure = metric.is_unknown(path) and not referred
            if linked or unsure:
                yield Watch(
                    alarm=alarm,
                    metric=metric.text("metricName"),
                    simple=metric is alarm,
                    unsure=f"{metric.at(path)} of {alarm.name}" if unsure else "",
                )


def _metrics(alarm: Resource) -> Iterator[tuple[Reader, str]]:
    """The metric that an alarm names, and those of its queries, each with its property."""
    yield alarm, "dimensions"
    for query in alarm.trees("metricQueries"):
        yield query.tree("metric"), "metricQueries"
