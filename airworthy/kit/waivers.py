"""Waivers: findings that a person excuses, for one resource, until a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fnmatch import fnmatchcase
from typing import Final

from airworthy.kit.errors import Problem
from airworthy.kit.resource import Stack
from airworthy.kit.rule import Rule
from airworthy.kit.stackfile import StackFile
from airworthy.kit.verdict import Outcome, Severity, Verdict

__all__ = ["Waiver", "apply_waivers", "parse_waivers"]

FIELDS: Final = ("rule", "resource", "reason", "owner", "ticket", "expires")
LONGEST: Final[Mapping[Severity, int]] = {  # days ahead that a waiver may reach
    Severity.CRITICAL: 30,
    Severity.HIGH: 90,
    Severity.MEDIUM: 180,
    Severity.LOW: 365,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiver:
    """One entry of `airworthy:waivers`.

    Attributes:
        rule: The rule's id.
        resource: The resource's logical path, exact or as a glob (`workers/*`).
        reason: Why the finding is acceptable.
        owner: Who answers for it.
        ticket: Where the work to mend it is tracked.
        expires: The last day on which it holds.
        where: Its file and line.
    """

    rule: str
    resource: str
    reason: str
    owner: str
    ticket: str
    expires: date
    where: str

    def covers(self, rule: str, path: str) -> bool:
        """Whether it names this rule on the resource at this logical path."""
        return rule == self.rule and (path == self.resource or fnmatchcase(path, self.resource))


def parse_waivers(file: StackFile | None) -> tuple[tuple[Waiver, ...], tuple[Problem, ...]]:
    """The waivers of a stack's configuration, and what is malformed about them."""
    raw = file.ours("waivers") if file else None
    if file is None or raw is None:
        return (), ()
    if not isinstance(raw, list):
        return (), (
            Problem(
                where=str(file.where("waivers")),
                key="airworthy:waivers",
                seen=repr(raw),
                wanted="a list of entries with " + ", ".join(FIELDS),
            ),
        )
    waivers: list[Waiver] = []
    problems: list[Problem] = []
    for index, entry in enumerate(raw):
        where = str(file.where("waivers", index))
        wrong = tuple(_wrong(entry, f"airworthy:waivers[{index}]", where))
        problems += wrong
        if not wrong:
            texts = {name: str(entry[name]) for name in FIELDS[:-1]}
            waivers.append(Waiver(**texts, expires=_day(entry["expires"]), where=where))
    return tuple(waivers), tuple(problems)


def apply_waivers(
    verdicts: Iterable[Verdict],
    waivers: Iterable[Waiver],
    rules: Mapping[str, Rule],
    stack: Stack,
    today: date,
) -> tuple[tuple[Verdict, ...], tuple[Problem, ...]]:
    """Turn each FAIL that a waiver covers into WAIVED; ERROR is never waived.

    A waiver that is expired, reaches too far, or names what there is not or what refuses to be
    waived, excuses nothing, and is a problem that fails the run.
    """
    judged = [(r.type, stack.path(r)) for r in stack if not r.opaque]
    objections = {waiver: tuple(_objections(waiver, rules, judged, today)) for waiver in waivers}
    problems = tuple(problem for found in objections.values() for problem in found)
    good = [waiver for waiver, found in objections.items() if not found]
    return _excused(verdicts, good, stack), problems


def _excused(
    verdicts: Iterable[Verdict], waivers: list[Waiver], stack: Stack
) -> tuple[Verdict, ...]:
    if not waivers:
        return tuple(verdicts)
    paths = {resource.urn: stack.path(resource) for resource in stack}

    def waived(verdict: Verdict) -> Verdict:
        if verdict.outcome is not Outcome.FAIL:
            return verdict
        for waiver in waivers:
            if waiver.covers(verdict.rule, paths[verdict.urn]):
                until = f"until {waiver.expires} by {waiver.owner}, {waiver.ticket}"
                return replace(verdict, outcome=Outcome.WAIVED, reason=f"{waiver.reason} ({until})")
        return verdict

    return tuple(waived(verdict) for verdict in verdicts)


def _wrong(entry: object, key: str, where: str) -> Iterator[Problem]:
    if not isinstance(entry, Mapping):
        wanted = "a mapping with " + ", ".join(FIELDS)
        yield Problem(where=where, key=key, seen=repr(entry), wanted=wanted)
        return
    for name in FIELDS:
        value = entry.get(name)
        wanted = "a date such as 2027-01-31" if name == "expires" else "a text"
        if value is None or not str(value).strip():
            yield Problem(where=where, key=f"{key}.{name}", seen="missing", wanted=wanted)
        elif name == "resource" and not str(value).strip("*?/"):
            wanted = "a path, or a glob that names a part of one (workers/*)"
            yield Problem(where=where, key=f"{key}.{name}", seen=repr(value), wanted=wanted)
        elif (name == "expires" and _day_or_none(value) is None) or not _scalar(value):
            yield Problem(where=where, key=f"{key}.{name}", seen=repr(value), wanted=wanted)
    for name in entry:
        if name not in FIELDS:
            wanted = "only " + ", ".join(FIELDS)
            yield Problem(
                where=where, key=f"{key}.{name}", seen="no field of a waiver", wanted=wanted
            )


def _objections(
    waiver: Waiver,
    rules: Mapping[str, Rule],
    judged: Sequence[tuple[str, str]],
    today: date,
) -> Iterator[Problem]:
    def problem(name: str, seen: str, wanted: str) -> Problem:
        return Problem(where=waiver.where, key=f"waiver {name}", seen=seen, wanted=wanted)

    rule = rules.get(waiver.rule)
    if rule is None:
        yield problem(
            "rule",
            f"{waiver.rule!r}, which no rule is called",
            "an id that `airworthy explain` knows",
        )
        return
    if not rule.waivable:
        yield problem("rule", f"{rule.id!r}, which refuses waivers", rule.fix)
    if not any(kind in rule.on and waiver.covers(rule.id, path) for kind, path in judged):
        yield problem(
            "resource",
            f"{waiver.resource!r}, which {rule.id} judges nowhere",
            "the logical path of a resource that the rule judges",
        )
    if waiver.expires < today:
        yield problem(
            "expires",
            f"{waiver.expires}, which is past",
            "the finding mended, or a new date agreed by its owner",
        )
    latest = today + timedelta(days=LONGEST[rule.severity])
    if waiver.expires > latest:
        yield problem(
            "expires",
            f"{waiver.expires}, over {LONGEST[rule.severity]} days ahead",
            f"{latest} at the latest for a {rule.severity} rule",
        )


def _scalar(value: object) -> bool:
    return isinstance(value, str | int | float | date)


def _day_or_none(value: object) -> date | None:
    """The day of a date or a time; the engine hands both over as ISO 8601 text."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return datetime.fromisoformat(str(value)).date()
    except ValueError:
        return None


def _day(value: object) -> date:
    day = _day_or_none(value)
    assert day is not None  # noqa: S101 - checked by _wrong
    return day
