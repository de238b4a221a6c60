"""Recurring times as a stack file holds them: `daily at 02:00 UTC`, `*/5 * * * *`."""

from __future__ import annotations

import calendar
import re
import zoneinfo
from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import ClassVar, Final, Self

from airworthy.kit.cron import AWS_WEEKDAY, DAYS, FIELDS, MONTHS, WEEKDAYS
from airworthy.kit.duration import Duration
from airworthy.kit.text import TextValue

__all__ = ["Schedule"]

CRON_WORD: Final = re.compile(
    r"(?:[0-9*?/,#LW-]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    r"|sun|mon|tue|wed|thu|fri|sat)+",
    re.IGNORECASE,
)
SPOKEN: Final = re.compile(
    r"(?:(?P<hourly>hourly)|every (?P<step>[1-9][0-9]?) (?P<unit>minute|hour)s"
    r"|(?:daily|weekly on (?P<weekday>[a-z]+)|monthly on day (?P<day>[0-9]+))"
    r" at (?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2}))"
    r"(?: (?P<zone>\S+))?",
    re.IGNORECASE,
)
LAST_DAY_OF_EVERY_MONTH: Final = 28
DAY: Final = 24 * 60
# Until 2099 weekdays and leap days repeat every 28 years; the longest gap, from one 29 February
# to the next, is 4 more. All of it in the future, so that no past whim of a zone counts.
HORIZON: Final = range(date(2028, 1, 1).toordinal(), date(2061, 1, 1).toordinal())


@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class Schedule(TextValue):
    """The minutes at which something runs, as the five fields of cron and a time zone.

    Days follow cron: where both `days` and `weekdays` are restricted, a day runs that is in
    either of them (`0 0 13 * 5` runs on every 13th and on every Friday); where one or none is,
    a day runs that is in both.

    Attributes:
        minutes: Of the hour, 0-59.
        hours: Of the day, 0-23.
        days: Of the month, 1-31.
        months: Of the year, 1-12.
        weekdays: 0-6, from Sunday on.
        time_zone: An IANA name; `UTC` needs no database of zones, the others do (the package
            `tzdata` brings one where the machine has none).

    Raises:
        ValueError: A field is empty or out of its range, no named month has a named day, or the
            time zone is unknown.
    """

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    time_zone: str = "UTC"

    example: ClassVar[str] = "daily at 02:00 UTC"

    def __post_init__(self) -> None:
        for field, values in zip(FIELDS, self._values, strict=True):
            if not values or not values <= field.all:
                raise ValueError(
                    f"{field.name} {sorted(values)} is not within {min(field.all)}-"
                    f"{max(field.all)}; give one or more of these"
                )
        if min(self.days) > max(calendar.monthrange(2000, month)[1] for month in self.months):
            raise ValueError(
                f"day {min(self.days)} is not in month {MONTHS.write(self.months)}; "
                "write a day that occurs, for instance 1-28"
            )
        _zone(self.time_zone)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The schedule a text stands for; without a time zone at its end, in UTC.

        In words: `hourly`, `every 5 minutes`, `every 6 hours`, `daily at 02:00`, `weekly on
        sunday at 03:00`, `monthly on day 1 at 04:00`. Or five fields of cron: minute, hour, day
        of the month, month, weekday, with numbers, names, ranges, lists and steps. What one
        cron reads differently from another is refused.

        Raises:
            ValueError: The text is neither, a value is out of range, a date never comes, the
                time zone is unknown, or there are seconds or years, which five fields lack.
        """
        try:
            words, zone = _words(text.split())
            minutes, hours, days, months, weekdays = (
                field.read(word) for field, word in zip(FIELDS, words, strict=True)
            )
            if words[2] != "*" != words[4]:
                if "*" in words[2] + words[4]:
                    raise ValueError(  # noqa: TRY301 - it takes the prefix that all others take
                        f"crons differ on {words[2]} for days beside {words[4]} for weekdays; "
                        "spell both out, for instance 1-31/2 and 1-5"
                    )
                if days == DAYS.all or weekdays == WEEKDAYS.all:
                    days, weekdays = DAYS.all, WEEKDAYS.all
            return cls(
                minutes=minutes,
                hours=hours,
                days=days,
                months=months,
                weekdays=weekdays,
                time_zone=zone,
            )
        except ValueError as problem:
            raise ValueError(f"{text!r} is no schedule: {problem}") from None

    def __str__(self) -> str:
        """The five cron fields and the time zone: schedules with the same runs read the same."""
        return f"{self.cron} {self.time_zone}"

    @property
    def _values(self) -> tuple[frozenset[int], ...]:
        return self.minutes, self.hours, self.days, self.months, self.weekdays

    @property
    def cron(self) -> str:
        """The five fields, as a Kubernetes CronJob takes them; its `timeZone` stands apart."""
        fields = zip(FIELDS, self._values, strict=True)
        return " ".join(field.write(values) for field, values in fields)

    @property
    def cron6(self) -> str:
        """Six fields, seconds first, as CloudNativePG's ScheduledBackup takes them.

        That operator reads five fields as six without the weekday, and knows UTC only
        (github.com/cloudnative-pg/cloudnative-pg/issues/4828).

        Raises:
            ValueError: The time zone is not UTC.
        """
        self._require_utc("a ScheduledBackup")
        return f"0 {self.cron}"

    @property
    def aws_cron(self) -> str:
        """`cron(minute hour day month weekday year)`, as EventBridge and AWS Backup take it.

        Rules of docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html:
        either days or weekdays are `?`, weekdays count from Sunday = 1, and times are in UTC.

        Raises:
            ValueError: The time zone is not UTC, or both days and weekdays are restricted.
        """
        self._require_utc("an AWS cron expression")
        minute, hour, day, month, weekday = self.cron.split()
        if weekday == "*":
            weekday = "?"
        elif day == "*":
            day, weekday = "?", AWS_WEEKDAY.write(frozenset(n + 1 for n in self.weekdays))
        else:
            raise ValueError(
                f"'{self}' runs on days of the month and on weekdays, which one AWS cron "
                "expression cannot say; write two schedules, for instance 0 2 1 * * and 0 2 * * 1"
            )
        # AWS documents steps from a number, not from the asterisk.
        minute, hour, month = (
            part.replace("*/", f"{low}/") for part, low in ((minute, 0), (hour, 0), (month, 1))
        )
        return f"cron({minute} {hour} {day} {month} {weekday} *)"

    def _require_utc(self, place: str) -> None:
        if self.time_zone != "UTC":
            raise ValueError(
                f"'{self}' is in {self.time_zone}, and {place} has no time zone but UTC; "
                "write the time in UTC, for instance daily at 02:00 UTC"
            )

    @property
    def longest_gap(self) -> Duration:
        """The longest time that passes between two runs, found on the calendar of 2028-2060.

        It is time passed, not the clock's: where a zone changes its clock, a time that the
        clock skips does not run and one it shows twice runs twice, as in Kubernetes. So `daily
        at 02:30 Europe/Berlin` has a gap of 47 hours each March; the same in UTC has 24.
        """
        zone = _zone(self.time_zone)
        times = sorted(hour * 60 + minute for hour in self.hours for minute in self.minutes)
        gaps = _gaps(times)
        if self.time_zone == "UTC" and self._values[2:] == (DAYS.all, MONTHS.all, WEEKDAYS.all):
            # Each day is like the one before, which needs no calendar.
            return Duration.of(minutes=max([*gaps, times[0] + DAY - times[-1]]))
        ends: list[tuple[int, int]] = []
        for day in filter(self._runs_on, HORIZON):
            midnights = (datetime.fromordinal(d).replace(tzinfo=zone) for d in (day, day + 1))
            before, after = map(_offset, midnights)
            if before == after:
                ends.append((day * DAY + times[0] - before, day * DAY + times[-1] - before))
            elif runs := _runs_on_change(day, times, zone, before, after):
                gaps += _gaps(runs)
                ends.append((runs[0], runs[-1]))
        gaps += [first - last for (_, last), (first, _) in pairwise(ends)]
        return Duration.of(minutes=max(gaps))

    def _runs_on(self, ordinal: int) -> bool:
        day = date.fromordinal(ordinal)
        # Day 1 of the calendar was a Monday, so the ordinal counts weekdays as cron does.
        in_days, in_weekdays = day.day in self.days, ordinal % 7 in self.weekdays
        either = self.days != DAYS.all and self.weekdays != WEEKDAYS.all
        return day.month in self.months and (
            in_days or in_weekdays if either else in_days and in_weekdays
        )


def _words(words: list[str]) -> tuple[list[str], str]:
    """The five cron fields that a text means, and its time zone."""
    if not words or words[0][0] not in "*0123456789":
        return _said(" ".join(words))
    zone = "UTC"
    if len(words) > len(FIELDS) and not CRON_WORD.fullmatch(words[-1]):
        *words, zone = words
    if len(words) in (6, 7):
        raise ValueError(
            f"it has {len(words)} cron fields, and read as five it would run at other times than "
            "meant; leave out the seconds in front, or the year at the end of AWS's form, "
            "as in */5 * * * *"
        )
    if len(words) != len(FIELDS):
        raise ValueError(
            f"cron has five fields (minute, hour, day, month, weekday), not {len(words)}; "
            "write for instance 0 2 * * *"
        )
    return words, zone


def _said(sentence: str) -> tuple[list[str], str]:
    said = SPOKEN.fullmatch(sentence)
    if not said:
        raise ValueError(
            "write hourly, every 5 minutes, daily at 02:00 UTC, weekly on sunday at 03:00 "
            "Europe/Berlin, monthly on day 1 at 04:00 UTC, or cron such as */5 * * * *"
        )
    zone = said["zone"] or "UTC"
    if said["hourly"]:
        return ["0", "*", "*", "*", "*"], zone
    if step := said["step"]:
        unit = said["unit"].lower()
        whole = 60 if unit == "minute" else 24
        if whole % int(step):
            raise ValueError(
                f"{whole} {unit}s do not divide by {step}, so the runs would be uneven; "
                f"write for instance every {whole // 12} {unit}s"
            )
        words = ["0"] * (unit == "hour") + [f"*/{step}"]
        return words + ["*"] * (len(FIELDS) - len(words)), zone
    if said["day"] and int(said["day"]) > LAST_DAY_OF_EVERY_MONTH:
        raise ValueError(
            f"not every month has a day {said['day']}; write a day from 1 to 28, or in cron "
            f"{int(said['minute'])} {int(said['hour'])} {said['day']} * *"
        )
    return [said["minute"], said["hour"], said["day"] or "*", "*", said["weekday"] or "*"], zone


def _zone(name: str) -> tzinfo:
    if name == "UTC":
        return UTC
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(
            f"the time zone {name!r} is unknown here; write UTC or a name such as Europe/Berlin "
            "(the package tzdata brings the names where a machine has none)"
        ) from None


def _gaps(times: list[int]) -> list[int]:
    return [later - earlier for earlier, later in pairwise(times)]


def _offset(moment: datetime) -> int:
    return (moment.utcoffset() or timedelta()) // timedelta(minutes=1)


def _runs_on_change(day: int, times: list[int], zone: tzinfo, before: int, after: int) -> list[int]:
    """The runs of a day in which the zone's offset changes, in minutes of UTC since year 1."""

    def changed(minute: int) -> bool:
        moment = datetime.min.replace(tzinfo=UTC) + timedelta(minutes=minute - DAY)
        return _offset(moment.astimezone(zone)) != before

    midnight = day * DAY
    minutes = range(midnight - before, midnight + DAY - after)
    change = minutes[0] + bisect_left(minutes, True, key=changed)
    return sorted(
        {midnight + time - before for time in times if midnight + time - before < change}
        | {midnight + time - after for time in times if midnight + time - after >= change}
    )
