"""Maintenance and backup windows, as AWS writes them, in UTC."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Final, Self

from airworthy.kit.text import TextValue

__all__ = ["DailyWindow", "WeeklyWindow"]

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY: Final = 24 * 60
WEEK: Final = 7 * DAY
SHORTEST: Final = 30  # minutes; AWS takes no shorter window
TIME: Final = r"([01]\d|2[0-3]):([0-5]\d)"


@dataclass(frozen=True, slots=True, repr=False)
class DailyWindow(TextValue):
    """A span of each day, `01:00-02:00`; it may run past midnight.

    Attributes:
        start: Minutes after midnight, UTC.
        length: Minutes; 30 to 1,439.
    """

    start: int
    length: int

    example: ClassVar[str] = "01:00-02:00"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `HH:MM-HH:MM`.

        Raises:
            ValueError: The text has another form, or the window is under 30 minutes.
        """
        found = re.fullmatch(rf"{TIME}-{TIME}", text.strip())
        if not found:
            raise ValueError(f"{text!r} is no daily window; write for instance {cls.example!r}")
        start, end = _minutes(*found.group(1, 2)), _minutes(*found.group(3, 4))
        return cls(start, _length(text, (end - start) % DAY))

    def __str__(self) -> str:
        return f"{_clock(self.start)}-{_clock(self.start + self.length)}"

    def spans(self) -> tuple[tuple[int, int], ...]:
        """Start and length of each run in a week, in minutes after Monday's midnight."""
        return tuple((day * DAY + self.start, self.length) for day in range(7))


@dataclass(frozen=True, slots=True, repr=False)
class WeeklyWindow(TextValue):
    """A span of each week, `sun:04:00-sun:05:00`.

    Attributes:
        start: Minutes after Monday's midnight, UTC.
        length: Minutes; at least 30.
    """

    start: int
    length: int

    example: ClassVar[str] = "sun:04:00-sun:05:00"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `ddd:HH:MM-ddd:HH:MM`.

        Raises:
            ValueError: The text has another form, or the window is under 30 minutes.
        """
        day = "(" + "|".join(DAYS) + ")"
        found = re.fullmatch(rf"{day}:{TIME}-{day}:{TIME}", text.strip().lower())
        if not found:
            raise ValueError(f"{text!r} is no weekly window; write for instance {cls.example!r}")
        start = DAYS.index(found[1]) * DAY + _minutes(*found.group(2, 3))
        end = DAYS.index(found[4]) * DAY + _minutes(*found.group(5, 6))
        return cls(start, _length(text, (end - start) % WEEK))

    def __str__(self) -> str:
        return f"{self._moment(self.start)}-{self._moment(self.start + self.length)}"

    def overlaps(self, daily: DailyWindow) -> bool:
        """Whether a daily window runs during this one on any day; AWS refuses that."""
        return any(
            (start - self.start) % WEEK < self.length or (self.start - start) % WEEK < length
            for start, length in daily.spans()
        )

    @staticmethod
    def _moment(minute: int) -> str:
        return f"{DAYS[minute // DAY % 7]}:{_clock(minute)}"


def _minutes(hours: str, minutes: str) -> int:
    return int(hours) * 60 + int(minutes)


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def _length(text: str, length: int) -> int:
    if length < SHORTEST:
        raise ValueError(f"{text!r} is {length} minutes long; AWS takes windows of 30 and more")
    return length
