"""What a run found, whatever it will be printed as."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from airworthy.checklists.model import Checklist
from airworthy.checklists.status import ItemStatus
from airworthy.kit.errors import Problem
from airworthy.kit.evidence import Status
from airworthy.kit.gate import Gate
from airworthy.kit.resource import Resource
from airworthy.kit.rule import Rule
from airworthy.kit.verdict import Outcome, Verdict

__all__ = ["Judged", "Report", "Summary"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """One verdict, with all that a reader needs beside it.

    Attributes:
        verdict: The verdict.
        rule: The rule.
        path: The resource's logical path.
        type: The resource's type.
        places: Where to mend it: the stack file's key and line, or the program's line.
        blocks: Whether it makes the run fail.
    """

    verdict: Verdict
    rule: Rule
    path: str
    type: str
    places: tuple[str, ...]
    blocks: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """The counts of a run; computed, never typed.

    Attributes:
        resources: Registered by the program.
        judged: Those that a rule judged.
        opaque: Those whose parts are hidden from us.
        rules: Run.
        verdicts: By outcome.
        blocking: Verdicts that make the run fail.
        items: Of all checklists, by status.
        sections: Items by checklist, section and status; a status that none has is left out.
    """

    resources: int
    judged: int
    opaque: int
    rules: int
    verdicts: Mapping[str, int]
    blocking: int
    items: Mapping[str, int]
    sections: Mapping[str, Mapping[str, Mapping[str, int]]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """A whole run.

    Attributes:
        project: The project's name.
        stack: The stack's name.
        resources: What the program registered.
        paths: Logical path of each resource, by URN.
        rules: Every rule, by id.
        judged: Every verdict.
        checklists: Each checklist the stack is held to, with the status of its items.
        problems: What is wrong with the waivers.
        assumed: Data sources that were answered without a provider.
        gate: What makes the run fail.
    """

    project: str
    stack: str
    resources: tuple[Resource, ...]
    paths: Mapping[str, str]
    rules: Mapping[str, Rule]
    judged: tuple[Judged, ...]
    checklists: tuple[tuple[Checklist, tuple[ItemStatus, ...]], ...] = ()
    problems: tuple[Problem, ...] = ()
    assumed: Mapping[str, object] = field(default_factory=dict)
    gate: Gate = field(default_factory=Gate)

    def with_outcome(self, *outcomes: Outcome) -> tuple[Judged, ...]:
        """The verdicts of some outcomes, worst severity first."""
        found = (each for each in self.judged if each.verdict.outcome in outcomes)
        return tuple(sorted(found, key=lambda each: (-each.rule.severity, each.rule.id, each.path)))

    @property
    def summary(self) -> Summary:
        """The counts."""
        judged = {each.verdict.urn for each in self.judged}
        statuses = Counter(item.status for _, items in self.checklists for item in items)
        outcomes = Counter(each.verdict.outcome for each in self.judged)
        return Summary(
            resources=len(self.resources),
            judged=len(judged),
            opaque=sum(resource.opaque for resource in self.resources),
            rules=len(self.rules),
            verdicts={str(outcome): outcomes[outcome] for outcome in Outcome},
            blocking=sum(each.blocks for each in self.judged),
            items={str(status): statuses[status] for status in Status},
            sections={checklist.name: _sections(items) for checklist, items in self.checklists},
        )

    @property
    def failures(self) -> tuple[str, ...]:
        """Why the run fails; empty where it does not."""
        summary = self.summary
        reasons = []
        if summary.blocking:
            one = summary.blocking == 1
            reasons.append("1 verdict blocks" if one else f"{summary.blocking} verdicts block")
        if self.problems:
            reasons.append(f"{len(self.problems)} waiver problem{'s' * (len(self.problems) > 1)}")
        if not self.judged:
            reasons.append("no rule found anything to judge")
        unproven = summary.items[Status.OPEN] + summary.items[Status.FAILED]
        if self.gate.open_fails and unproven:
            reasons.append(f"{unproven} checklist items are open or failed (gate: items strict)")
        return tuple(reasons)


def _sections(items: tuple[ItemStatus, ...]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for each in items:
        section = found.setdefault(each.item.section, {})
        section[str(each.status)] = section.get(str(each.status), 0) + 1
    return found
