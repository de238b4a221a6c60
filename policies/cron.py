"""Schedules as a Kubernetes CronJob takes them."""

from __future__ import annotations

from typing import Final

__all__ = ["schedule_fault"]

FIELDS: Final = 5
NAMED: Final = frozenset(
    {"@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"}
)


def schedule_fault(schedule: str) -> str:
    """What a schedule should be instead, if a CronJob would refuse or misread it."""
    words = schedule.split()
    if not words:
        return "five cron fields"
    if words[0].startswith(("TZ=", "CRON_TZ=")):
        return "five cron fields without a time zone, which belongs into spec.timeZone"
    if words[0].startswith("@"):
        every = words[0] == "@every" and len(words) == len(("@every", "1h"))
        return "" if schedule in NAMED or every else "five cron fields, or a name such as @daily"
    if len(words) != FIELDS:
        return (
            "five cron fields (minute, hour, day, month, weekday): a CronJob knows neither "
            "seconds nor years"
        )
    return ""
