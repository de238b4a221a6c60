"""Spans of time as a stack file holds them: `30d`, `12h`, `1h30m`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Final, Self

from airworthy.kit.text import TextValue

__all__ = ["Duration"]

# Largest first: the order in which a compound text names them.
UNITS: Final = {
    "w": 7 * 24 * 60 * 60 * 1000,
    "d": 24 * 60 * 60 * 1000,
    "h": 60 * 60 * 1000,
    "m": 60 * 1000,
    "s": 1000,
    "ms": 1,
}
PART: Final = re.compile(r"([0-9]+)([^\W\d_]*)")
PARTS: Final = re.compile(rf"(?:{PART.pattern})+")


@dataclass(frozen=True, order=True, slots=True, repr=False)
class Duration(TextValue):
    """A span of time of zero or more whole milliseconds. A day is 24 hours, a week seven days.

    Months and years are no units: their length differs.

    Attributes:
        milliseconds: The whole span in milliseconds.

    Raises:
        ValueError: The span is negative.
    """

    milliseconds: int

    example: ClassVar[str] = "30d"

    def __post_init__(self) -> None:
        if self.milliseconds < 0:
            raise ValueError(
                f"{self.milliseconds} ms is negative; a duration is zero or more, for instance 5m"
            )

    @classmethod
    def of(
        cls,
        *,
        weeks: int = 0,
        days: int = 0,
        hours: int = 0,
        minutes: int = 0,
        seconds: int = 0,
        milliseconds: int = 0,
    ) -> Self:
        """The sum of the given numbers of units.

        Raises:
            ValueError: The sum is negative.
        """
        counts = (weeks, days, hours, minutes, seconds, milliseconds)
        return cls(sum(n * unit for n, unit in zip(counts, UNITS.values(), strict=True)))

    @classmethod
    def parse(cls, text: str) -> Self:
        """The span a text stands for: whole numbers with a unit each, largest unit first.

        Units are `w`, `d`, `h`, `m` (minutes), `s` and `ms`; a number may exceed the next
        larger unit (`90m`).

        Raises:
            ValueError: The text is empty or negative, a number has no unit or an unknown one,
                a unit comes twice or after a smaller one.
        """
        if not text:
            raise ValueError("'' is empty; write for instance 30d, 12h or 90s")
        if text.startswith("-"):
            raise ValueError(f"{text!r} is negative; write zero or more, for instance 30d or 0s")
        if not PARTS.fullmatch(text):
            raise ValueError(
                f"{text!r} is no duration; write whole numbers with units, for instance 30d, "
                "12h or 1h30m"
            )
        parts = PART.findall(text)
        for _, unit in parts:
            if not unit:
                raise ValueError(f"{text!r} has no unit; write for instance 30d, 12h or 90s")
            if unit not in UNITS:
                raise ValueError(
                    f"{text!r} has the unknown unit {unit!r}; write w, d, h, m, s or ms, "
                    "for instance 30d, 12h or 90s"
                )
        named = [unit for _, unit in parts]
        if named != [unit for unit in UNITS if unit in named]:
            raise ValueError(
                f"{text!r} names a unit twice or after a smaller one; write each once, the largest "
                "first, for instance 1h30m"
            )
        return cls(sum(int(number) * UNITS[unit] for number, unit in parts))

    def __str__(self) -> str:
        """The shortest text: `90m` rather than `1h30m`, `7d` rather than `1w`."""
        units = list(UNITS)[1:]
        return min((self._from(units[start:]) for start in range(len(units))), key=len) or "0s"

    def _from(self, units: list[str]) -> str:
        text, rest = "", self.milliseconds
        for unit in units:
            count, rest = divmod(rest, UNITS[unit])
            text += f"{count}{unit}" * (count > 0)
        return text

    @property
    def seconds(self) -> int:
        """The span in seconds.

        Raises:
            ValueError: It is no whole number of them; a limit must not be rounded unseen.
        """
        return self._whole("s", "seconds")

    @property
    def minutes(self) -> int:
        """The span in minutes.

        Raises:
            ValueError: It is no whole number of them.
        """
        return self._whole("m", "minutes")

    @property
    def hours(self) -> int:
        """The span in hours.

        Raises:
            ValueError: It is no whole number of them.
        """
        return self._whole("h", "hours")

    @property
    def days(self) -> int:
        """The span in days of 24 hours.

        Raises:
            ValueError: It is no whole number of them.
        """
        return self._whole("d", "days")

    def _whole(self, unit: str, name: str) -> int:
        count, rest = divmod(self.milliseconds, UNITS[unit])
        if rest:
            raise ValueError(
                f"'{self}' is no whole number of {name}; write for instance {count + 1}{unit}"
            )
        return count
