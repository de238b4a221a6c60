"""The errors Airworthy raises on purpose, each with a way out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

__all__ = [
    "AirworthyError",
    "ArgumentError",
    "ConfigurationError",
    "Problem",
    "ProgramError",
    "nearest",
]


def nearest(key: str, known: Iterable[str]) -> str:
    """What a misspelt key should be: the known one most like it, or all there are."""
    choices = tuple(known)
    near = get_close_matches(key, choices, n=1)
    return near[0] if near else f"one of {', '.join(choices)}"


class AirworthyError(Exception):
    """Something a person can mend.

    Args:
        message: What is wrong, where, what was seen and what was wanted.
        hint: How to mend it; empty where the message says it already.
    """

    exit_code = 2

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  fix: {self.hint}" if self.hint else self.message


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One thing wrong in a file that a person wrote.

    Attributes:
        where: File and line, as `Pulumi.prod.yaml:12`.
        key: The key, as it stands in the file.
        seen: What was found, never a secret's text.
        wanted: What would do.
    """

    where: str
    key: str
    seen: str
    wanted: str

    def __str__(self) -> str:
        return f"{self.where}: {self.key} is {self.seen}; wanted {self.wanted}"


class ConfigurationError(AirworthyError):
    """Configuration that cannot work; carries every problem at once (exit code 2)."""

    def __init__(self, problems: tuple[Problem, ...], *, hint: str = "") -> None:
        count = len(problems)
        head = f"{count} problem{'s' * (count > 1)} in the configuration"
        super().__init__("\n  ".join([head, *map(str, problems)]), hint=hint)
        self.problems = problems


class ArgumentError(AirworthyError, ValueError):
    """An argument of a component that cannot work.

    Args:
        field: The argument's name, as its Args class has it.
        seen: The value given; never a secret.
        wanted: What would do.
    """

    def __init__(self, field: str, seen: object, wanted: str) -> None:
        shown = repr(seen) if isinstance(seen, str) else str(seen)
        super().__init__(f"{field} is {shown}; wanted {wanted}")
        self.field = field
        self.seen = shown
        self.wanted = wanted


class ProgramError(AirworthyError):
    """The program under judgement failed by itself (exit code 1)."""

    exit_code = 1
