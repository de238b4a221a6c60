"""A small report that holds every outcome and every status that a format must show."""

from __future__ import annotations

import pytest

from airworthy.checklists.model import Checklist, Control, Item
from airworthy.checklists.status import ControlStatus, ItemStatus
from airworthy.kit.errors import Problem
from airworthy.kit.evidence import Evidence, Kind, Status
from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, Rule, rule
from airworthy.kit.testing import resource
from airworthy.kit.values import Secret
from airworthy.kit.verdict import Finding, Outcome, Severity, Verdict
from airworthy.report.model import Judged, Report

CANARY = "canary-of-a-secret"


@rule(
    proves=("bucket-locked",),
    on=("test:index:Bucket",),
    severity=Severity.HIGH,
    fix="Lock it with lock=True | always.",
)
def bucket_locked(bucket: Resource) -> Findings:
    """Buckets are locked.

    An open bucket <loses> what it holds.
    """
    yield bucket.expected("locked", "true")


BUCKET = resource("test:index:Bucket", {"locked": False, "key": Secret(CANARY)}, name="uploads")


def judged(outcome: Outcome, *, blocks: bool, reason: str = "", at: Rule = bucket_locked) -> Judged:
    findings = (Finding("locked is false, expected true", at="locked"),)
    bad = outcome in {Outcome.FAIL, Outcome.WAIVED}
    return Judged(
        verdict=Verdict(
            rule=at.id,
            urn=BUCKET.urn,
            outcome=outcome,
            findings=findings if bad else (),
            reason=reason,
        ),
        rule=at,
        path="uploads",
        type=BUCKET.type,
        places=("Pulumi.prod.yaml:7 airworthy:backups.locked",),
        blocks=blocks,
    )


def item(line: int, status: Status, *evidence: Evidence, section: str = "First part") -> ItemStatus:
    control = Control(id=f"control-{line}", area="test", title="T", why="W", needs=(Kind.RULE,))
    return ItemStatus(
        item=Item(line=line, section=section, text=f"Box {line}", controls=(control.id,)),
        status=status,
        controls=(ControlStatus(control=control, status=status, evidence=evidence),),
    )


def evidence(status: Status, detail: str, source: str = "bucket-locked") -> Evidence:
    return Evidence(kind=Kind.RULE, source=source, status=status, detail=detail)


MISSING = Evidence(kind=Kind.DRILL, source="", status=Status.OPEN, detail="drill needed")


@pytest.fixture
def report() -> Report:
    """Every outcome once, and a checklist of two sections."""
    checklist = Checklist(name="demo", title="Demo checklist", items=())
    items = (
        item(3, Status.MET, evidence(Status.MET, "1 pass")),
        item(4, Status.FAILED, evidence(Status.FAILED, "1 fail")),
        item(9, Status.OPEN, evidence(Status.MET, "1 pass"), MISSING, section="Second part"),
        item(10, Status.DEFERRED, evidence(Status.DEFERRED, "1 unknown"), section="Second part"),
    )
    return Report(
        project="shop",
        stack="prod",
        resources=(BUCKET,),
        paths={BUCKET.urn: "uploads"},
        rules={bucket_locked.id: bucket_locked},
        judged=(
            judged(Outcome.FAIL, blocks=True),
            judged(Outcome.FAIL, blocks=False),
            judged(Outcome.ERROR, blocks=True, reason="the rule crashed: KeyError: 'x'"),
            judged(Outcome.UNKNOWN, blocks=False, reason="locked is only known after deployment"),
            judged(Outcome.WAIVED, blocks=False, reason="a rehearsal (until 2026-12-01)"),
            judged(Outcome.PASS, blocks=False),
        ),
        checklists=((checklist, items),),
        problems=(Problem(where="Pulumi.prod.yaml:9", key="waiver expires", seen="x", wanted="y"),),
        assumed={"aws:index/getRegion:getRegion": {"name": "us-east-1"}},
    )
