"""Why an item has its status, in as few lines as will do."""

from __future__ import annotations

import pytest

from airworthy.checklists.model import Control, Item
from airworthy.checklists.status import ControlStatus, ItemStatus, worst
from airworthy.kit.evidence import Evidence, Kind, Status
from airworthy.report.evidence import evidence_lines


def said(status: Status, source: str = "a-rule", detail: str = "1 thing") -> Evidence:
    return Evidence(kind=Kind.RULE, source=source, status=status, detail=detail)


def missing(kind: Kind) -> Evidence:
    return Evidence(kind=kind, source="", status=Status.OPEN, detail="")


def item(**evidence: tuple[Evidence, ...]) -> ItemStatus:
    """An item with a control for each keyword."""
    controls = tuple(
        ControlStatus(
            control=Control(id=name, area="x", title="T", why="W", needs=(Kind.RULE,)),
            status=worst(each.status for each in found),
            evidence=found,
        )
        for name, found in evidence.items()
    )
    whole = Item(line=1, section="S", text="T", controls=tuple(evidence))
    return ItemStatus(item=whole, status=worst(each.status for each in controls), controls=controls)


@pytest.mark.parametrize(
    ("status", "lines"),
    [
        pytest.param(
            item(a=(said(Status.MET),), b=(said(Status.MET, "b-rule"),)),
            ("a-rule: 1 thing", "b-rule: 1 thing"),
            id="met: all that holds it",
        ),
        pytest.param(
            item(a=(said(Status.MET),), b=(said(Status.FAILED, "b-rule"),)),
            ("b-rule: 1 thing",),
            id="failed: what objects, and nothing else",
        ),
        pytest.param(
            item(a=(said(Status.MET), missing(Kind.DRILL)), b=(missing(Kind.DRILL),)),
            ("wants drill: a, b", "has a-rule: 1 thing"),
            id="open: what is missing by kind, then what is there",
        ),
        pytest.param(
            item(a=(missing(Kind.RULE), missing(Kind.STEP))),
            ("wants rule: a", "wants step: a"),
            id="open: kinds one by one",
        ),
        pytest.param(
            item(a=(said(Status.DEFERRED),), b=(said(Status.MET, "b-rule"),)),
            ("a-rule: 1 thing",),
            id="deferred: what waits",
        ),
        pytest.param(
            item(a=(said(Status.MET),), b=(said(Status.MET),)),
            ("a-rule: 1 thing",),
            id="one rule of two controls is named once",
        ),
    ],
)
def test_lines(status: ItemStatus, lines: tuple[str, ...]) -> None:
    """The deciding evidence, or for an open item what it wants and has."""
    assert evidence_lines(status) == lines
