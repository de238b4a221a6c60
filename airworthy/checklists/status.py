"""What a control and an item come to, computed from the evidence; nobody types a status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from airworthy.checklists.model import Catalogue, Checklist, Control, Item
from airworthy.kit.evidence import Evidence, Kind, Status
from airworthy.kit.rule import Rule
from airworthy.kit.verdict import Outcome, Verdict

__all__ = ["ControlStatus", "ItemStatus", "assess", "from_rules", "of_control", "worst"]

SEVERITY: Final = {status: rank for rank, status in enumerate(Status)}
OF_OUTCOME: Final = {
    Outcome.ERROR: Status.FAILED,
    Outcome.FAIL: Status.FAILED,
    Outcome.UNKNOWN: Status.DEFERRED,
    Outcome.WAIVED: Status.WAIVED,
    Outcome.PASS: Status.MET,
    Outcome.NOT_APPLICABLE: Status.NOT_APPLICABLE,
}
OFFERED: Final = frozenset({Kind.RULE})  # the kinds of evidence that something here can yield


@dataclass(frozen=True, kw_only=True, slots=True)
class ControlStatus:
    """A control, its status, and all that speaks for and against it."""

    control: Control
    status: Status
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemStatus:
    """An item, its status, and its controls'."""

    item: Item
    status: Status
    controls: tuple[ControlStatus, ...]


def worst(statuses: Iterable[Status]) -> Status:
    """The status that a group comes to: its worst member; OPEN where there is none."""
    return min(statuses, key=SEVERITY.__getitem__, default=Status.OPEN)


def from_rules(
    rules: Iterable[Rule], verdicts: Iterable[Verdict]
) -> Mapping[str, tuple[Evidence, ...]]:
    """The evidence that rules give, by control. A rule that judged nothing leaves it OPEN."""
    counts: dict[str, Counter[Outcome]] = {}
    reasons: dict[str, str] = {}
    exempt: set[str] = set()
    for verdict in verdicts:
        counts.setdefault(verdict.rule, Counter())[verdict.outcome] += 1
        reasons.setdefault(verdict.rule, verdict.reason)
        if verdict.exempt:
            exempt.add(verdict.rule)
            reasons[verdict.rule] = verdict.reason
    found: dict[str, list[Evidence]] = {}
    for rule in rules:
        tally = counts.get(rule.id, Counter())
        if tally and (set(tally) != {Outcome.NOT_APPLICABLE} or rule.id in exempt):
            status = worst(OF_OUTCOME[outcome] for outcome in tally)
            detail = _counted(tally)
            if status is Status.NOT_APPLICABLE:
                detail = f"{detail}: {reasons[rule.id]}"
        else:
            why = reasons.get(rule.id) or f"no {' or '.join(rule.on)}"
            status, detail = Status.OPEN, f"nothing to judge: {why}"
        evidence = Evidence(kind=Kind.RULE, source=rule.id, status=status, detail=detail)
        for control in rule.proves:
            found.setdefault(control, []).append(evidence)
    return {control: tuple(evidence) for control, evidence in found.items()}


def of_control(control: Control, evidence: Sequence[Evidence]) -> ControlStatus:
    """A control's status: every needed kind must be there, and all that is there must hold.

    Several rules may name one control (one a backend, say): those that found nothing to judge
    do not count against it as long as another one did.
    """
    spoken = [each for each in evidence if each.status is not Status.OPEN]
    missing = [
        Evidence(kind=kind, source="", status=Status.OPEN, detail=_missing(kind, evidence))
        for kind in control.needs
        if kind not in {each.kind for each in spoken}
    ]
    shown = (*spoken, *missing)
    return ControlStatus(
        control=control, status=worst(each.status for each in shown), evidence=shown
    )


def assess(
    catalogue: Catalogue, checklist: Checklist, evidence: Mapping[str, Sequence[Evidence]]
) -> tuple[ItemStatus, ...]:
    """The status of every item of a checklist."""

    def of_item(item: Item) -> ItemStatus:
        controls = tuple(
            of_control(catalogue.controls[name], evidence.get(name, ())) for name in item.controls
        )
        return ItemStatus(
            item=item, status=worst(each.status for each in controls), controls=controls
        )

    return tuple(of_item(item) for item in checklist.items)


def _missing(kind: Kind, evidence: Sequence[Evidence]) -> str:
    silent = [each for each in evidence if each.kind is kind]
    if silent:
        return f"{silent[0].source}: {silent[0].detail}"
    return f"no {kind} yet" if kind in OFFERED else f"{kind} needed; nothing offers one yet"


def _counted(tally: Mapping[Outcome, int]) -> str:
    return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in sorted(tally.items()))
