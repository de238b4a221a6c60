"""The gate: which verdicts and statuses make a run fail, and its one computation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from airworthy.kit.errors import Problem, nearest
from airworthy.kit.stackfile import StackFile
from airworthy.kit.verdict import Outcome, Severity, Verdict

__all__ = ["Gate", "parse_gate"]

CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "severity": tuple(str(severity) for severity in Severity),
    "unknown": ("defer", "fail"),
    "items": ("lenient", "strict"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Gate:
    """What makes a run fail.

    Attributes:
        severity: The least severity at which a FAIL blocks; ERROR blocks at any.
        unknown_fails: Whether UNKNOWN blocks too, at the same severity.
        open_fails: Whether an OPEN or FAILED item of a checklist blocks by itself.
    """

    severity: Severity = Severity.MEDIUM
    unknown_fails: bool = False
    open_fails: bool = False

    def blocks(self, verdict: Verdict, severity: Severity) -> bool:
        """Whether one verdict of a rule of that severity makes the run fail."""
        match verdict.outcome:
            case Outcome.ERROR:
                return True
            case Outcome.FAIL:
                return severity >= self.severity
            case Outcome.UNKNOWN:
                return self.unknown_fails and severity >= self.severity
            case _:
                return False


def parse_gate(file: StackFile | None) -> tuple[Gate, tuple[Problem, ...]]:
    """The gate of a stack's configuration (`airworthy:gate`), and what is wrong with it."""
    raw = file.ours("gate") if file else None
    if file is None or raw is None:
        return Gate(), ()
    if not isinstance(raw, Mapping):
        return Gate(), (
            Problem(
                where=str(file.where("gate")),
                key="airworthy:gate",
                seen=repr(raw),
                wanted="a mapping such as {severity: medium, unknown: defer, items: lenient}",
            ),
        )
    problems = tuple(_problems(raw, file))
    if problems:
        return Gate(), problems
    return Gate(
        severity=Severity[str(raw.get("severity", "medium")).upper()],
        unknown_fails=raw.get("unknown") == "fail",
        open_fails=raw.get("items") == "strict",
    ), ()


def _problems(raw: Mapping[str, object], file: StackFile) -> Iterable[Problem]:
    for key, value in ((str(key), value) for key, value in raw.items()):
        where = str(file.where("gate", key))
        if key not in CHOICES:
            wanted = nearest(key, CHOICES)
            yield Problem(
                where=where, key=f"airworthy:gate.{key}", seen="no key of the gate", wanted=wanted
            )
        elif value not in CHOICES[key]:
            yield Problem(
                where=where,
                key=f"airworthy:gate.{key}",
                seen=repr(value),
                wanted="one of " + ", ".join(CHOICES[key]),
            )
