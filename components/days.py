"""Spans of time that AWS counts in whole days."""

from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError

__all__ = ["check_days", "check_log_retention"]

DAY = Duration.of(days=1)
LOG_RETENTIONS = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
    *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
)


def check_days(field: str, span: Duration) -> None:
    """Refuse a span that is no number of whole days.

    Raises:
        ArgumentError: It is no multiple of a day, or zero.
    """
    if not span.milliseconds or span.milliseconds % DAY.milliseconds:
        raise ArgumentError(field, span, "whole days, one or more")


def check_log_retention(field: str, retention: Duration) -> None:
    """Refuse a retention that CloudWatch Logs does not offer.

    Raises:
        ArgumentError: It is none of the numbers of days on offer.
    """
    if retention not in {Duration.of(days=days) for days in LOG_RETENTIONS}:
        offered = ", ".join(f"{days}d" for days in LOG_RETENTIONS)
        raise ArgumentError(field, retention, f"a retention of CloudWatch Logs: {offered}")
