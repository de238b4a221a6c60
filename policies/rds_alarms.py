"""Which metrics of an RDS instance an alarm watches that can fire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings
from airworthy.kit.values import UnknownRead
from airworthy.policies.metric_alarms import Subject, Watch, watches

__all__ = ["OVER", "UNDER", "unwatched"]

OVER: Final = "over"
UNDER: Final = "under"
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
IN_BYTES: Final = ("FreeStorageSpace", "FreeableMemory")
FEWEST_BYTES: Final = 1024 * 1024


def unwatched(database: Resource, stack: Stack, metrics: Mapping[str, str]) -> Findings:
    """What is wrong with the alarms on some metrics, each to fire over or under its threshold.

    Raises:
        UnknownRead: Only deployment shows whether an alarm is this instance's.
    """
    subject = Subject(
        resource=database, namespace="AWS/RDS", dimension="DBInstanceIdentifier", by="identifier"
    )
    found = tuple(watches(stack, subject))
    unsure = ""
    for metric, side in metrics.items():
        on = [watch for watch in found if watch.metric == metric]
        sure = [watch for watch in on if not watch.unsure]
        problems = [_problem(watch, side) for watch in sure]
        if not on:
            yield f"no alarm watches {metric}"
        elif not sure:
            unsure = on[0].unsure
        elif all(problems):
            yield from problems
    if unsure:
        raise UnknownRead(unsure)


def _problem(watch: Watch, side: str) -> str:
    """What keeps an alarm from firing, if anything."""
    alarm = watch.alarm
    if not watch.fires(over=side == OVER):
        operator = alarm.shown("comparisonOperator")
        return f"{alarm.name} compares {watch.metric} by {operator}, expected one that fires {side}"
    small = alarm.number("threshold", FEWEST_BYTES) < FEWEST_BYTES
    if watch.simple and watch.metric in IN_BYTES and small:
        threshold = alarm.shown("threshold")
        return f"{alarm.name} fires under {threshold} bytes of {watch.metric}, so in effect never"
    return ""
