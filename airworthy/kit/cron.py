"""The five fields of cron, each read into numbers and written back as one canonical text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

__all__ = ["AWS_WEEKDAY", "DAYS", "FIELDS", "MONTHS", "WEEKDAYS", "Field"]

PART: Final = re.compile(r"(?:(?P<all>\*)|(?P<first>\w+)(?:-(?P<last>\w+))?)(?:/(?P<step>[0-9]+))?")


@dataclass(frozen=True, slots=True)
class Field:
    """One of the five cron fields.

    Numbers past the last value begin again at `low`, since weekday 7 is Sunday once more.

    Attributes:
        name: What messages call it.
        low: Its first value.
        count: How many values it has.
        top: The highest number that is read.
        names: What its values are called, from `low` on; the first three letters will do.
    """

    name: str
    low: int
    count: int
    top: int
    names: str = ""

    @property
    def all(self) -> frozenset[int]:
        """Every value it has."""
        return frozenset(range(self.low, self.low + self.count))

    def read(self, text: str) -> frozenset[int]:
        """The values that a field's text means: numbers, names, ranges, lists and steps.

        Raises:
            ValueError: It is not cron, or crons read it differently.
        """
        return frozenset(value for part in text.lower().split(",") for value in self._part(part))

    def write(self, values: frozenset[int]) -> str:
        """The one text of these values: all of them, an even step, or ranges and numbers.

        A step is written only where it goes into the field evenly, hence never for days: there
        crons differ in whether `*/2` restricts the field.
        """
        if values == self.all:
            return "*"
        step = self.count // len(values)
        if len(values) > 1 and values == frozenset(range(self.low, self.low + self.count, step)):
            return f"*/{step}"
        parts: list[str] = []
        for _, pairs in groupby(enumerate(sorted(values)), key=lambda pair: pair[1] - pair[0]):
            run = [value for _, value in pairs]
            parts += [f"{run[0]}-{run[-1]}"] if len(run) > 2 else map(str, run)  # noqa: PLR2004
        return ",".join(parts)

    def _part(self, text: str) -> Iterator[int]:
        shape = PART.fullmatch(text)
        if not shape:
            raise ValueError(f"{self.name} {text!r} is not cron; write for instance 1, 1-5 or */5")
        step = int(shape["step"] or 1)
        if not 1 <= step <= self.count:
            raise ValueError(f"{self.name} step {step} is outside 1-{self.count}; write */5 or so")
        if shape["all"]:
            return iter(range(self.low, self.low + self.count, step))
        first = self._number(shape["first"])
        last = self._number(shape["last"] or shape["first"])
        if shape["step"] and not shape["last"]:
            raise ValueError(
                f"{self.name} {text!r} is a single time to some crons and a series to others; "
                f"write {first}-{self.low + self.count - 1}/{step} for the series"
            )
        if first > last:
            meant = frozenset(range(first, self.low + self.count)) | frozenset(
                range(self.low, last + 1)
            )
            raise ValueError(f"{self.name} {text!r} runs backwards; write {self.write(meant)}")
        return (self.low + (n - self.low) % self.count for n in range(first, last + 1, step))

    def _number(self, word: str) -> int:
        names = self.names.split()
        for number, name in enumerate(names, self.low):
            if word in (name, name[:3]):
                return number
        if not word.isdecimal() or not self.low <= int(word) <= self.top:
            named = f" or {names[0][:3]}-{names[-1][:3]}" if names else ""
            raise ValueError(
                f"{self.name} {word!r} does not exist; write {self.low}-{self.top}{named}"
            )
        return int(word)


# Names are spelled out: those of the calendar module follow the machine's language.
DAYS: Final = Field("day of the month", 1, 31, 31)
MONTHS: Final = Field("month", 1, 12, 12, "jan feb mar apr may jun jul aug sep oct nov dec")
WEEKDAYS: Final = Field(
    "weekday", 0, 7, 7, "sunday monday tuesday wednesday thursday friday saturday"
)
FIELDS: Final = (Field("minute", 0, 60, 59), Field("hour", 0, 24, 23), DAYS, MONTHS, WEEKDAYS)
AWS_WEEKDAY: Final = Field("weekday", 1, 7, 7)
