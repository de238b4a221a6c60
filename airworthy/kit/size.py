"""Amounts of memory and storage as a stack file holds them: `512Mi`, `1.5Gi`, `500M`."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Final, Self

from airworthy.kit.text import TextValue

__all__ = ["Size"]

# The suffixes of a Kubernetes quantity that name bytes in daily use; `m` (thousandths) is not
# among them, since `512m` of memory is always a slip for `512Mi` or `512M`.
UNITS: Final = {
    "Ti": 1024**4,
    "T": 1000**4,
    "Gi": 1024**3,
    "G": 1000**3,
    "Mi": 1024**2,
    "M": 1000**2,
    "Ki": 1024,
    "k": 1000,
    "": 1,
}
SHAPE: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)([^\W\d_]*)")


@dataclass(frozen=True, order=True, slots=True, repr=False)
class Size(TextValue):
    """An amount of zero or more whole bytes.

    Attributes:
        bytes: The whole amount in bytes.

    Raises:
        ValueError: The amount is negative.
    """

    bytes: int

    example: ClassVar[str] = "512Mi"

    def __post_init__(self) -> None:
        if self.bytes < 0:
            raise ValueError(
                f"{self.bytes} bytes is negative; a size is zero or more, for instance 512Mi"
            )

    @classmethod
    def of(cls, *, gibibytes: int = 0, mebibytes: int = 0) -> Self:
        """The sum of whole gibibytes (1024³ bytes) and mebibytes (1024² bytes).

        Raises:
            ValueError: The sum is negative.
        """
        return cls(gibibytes * UNITS["Gi"] + mebibytes * UNITS["Mi"])

    @classmethod
    def parse(cls, text: str) -> Self:
        """The amount a text stands for: a decimal number and a suffix, without a space.

        Suffixes are those of a Kubernetes quantity: `Ki`, `Mi`, `Gi`, `Ti` count by 1024; `k`,
        `M`, `G`, `T` by 1000; none means bytes. Kubernetes rounds a broken number of bytes up
        unseen; here it is refused.

        Raises:
            ValueError: The text is empty or negative, has an unknown suffix, or its amount is
                no whole number of bytes.
        """
        if not text:
            raise ValueError("'' is empty; write for instance 512Mi, 1.5Gi or 500M")
        if text.startswith("-"):
            raise ValueError(f"{text!r} is negative; write zero or more, for instance 512Mi")
        shape = SHAPE.fullmatch(text)
        if not shape:
            raise ValueError(
                f"{text!r} is no size; write a number and a unit, for instance 512Mi, 1.5Gi or 500M"
            )
        number, unit = shape.groups()
        amount = Fraction(number) * _factor(text, unit)
        if amount.denominator != 1:
            raise ValueError(
                f"{text!r} is no whole number of bytes; write a smaller unit, for instance 1536Mi"
            )
        return cls(int(amount))

    def __str__(self) -> str:
        """The shortest text without a decimal point, the larger unit where two are as short."""
        whole = (unit for unit, factor in UNITS.items() if not self.bytes % factor)
        return min((f"{self.bytes // UNITS[unit]}{unit}" for unit in whole), key=len)

    @property
    def mebibytes(self) -> int:
        """The amount in mebibytes (1024² bytes).

        Raises:
            ValueError: It is no whole number of them; a limit must not be rounded unseen.
        """
        return self._whole("Mi")

    @property
    def gibibytes(self) -> int:
        """The amount in gibibytes (1024³ bytes).

        Raises:
            ValueError: It is no whole number of them.
        """
        return self._whole("Gi")

    def scaled(self, fraction: Fraction | float, unit: str = "") -> Self:
        """This size times a fraction, rounded down to whole units.

        Args:
            fraction: Zero or more; a float counts as the decimal it prints as, so that 0.1 is
                a tenth.
            unit: The suffix to round down to, as `Mi` for a result whose `mebibytes` are whole;
                bytes by default.

        Raises:
            ValueError: The fraction is negative or not finite, or the suffix is unknown.
        """
        if not 0 <= fraction < math.inf:
            raise ValueError(f"{fraction} scales no size; give zero or more, for instance 0.25")
        factor = _factor(unit, unit)
        return type(self)(self.bytes * Fraction(str(fraction)) // factor * factor)

    def _whole(self, unit: str) -> int:
        count, rest = divmod(self.bytes, UNITS[unit])
        if rest:
            raise ValueError(
                f"'{self}' is no whole number of {unit}B; write for instance {count + 1}{unit}"
            )
        return count


def _factor(text: str, unit: str) -> int:
    if unit not in UNITS:
        raise ValueError(
            f"{text!r} has the unknown unit {unit!r}; write Ki, Mi, Gi, Ti, k, M, G, T or none, "
            "for instance 512Mi, 1.5Gi or 500M"
        )
    return UNITS[unit]
