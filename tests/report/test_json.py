"""What a machine reads."""

from __future__ import annotations

import json

from airworthy.report.json import SCHEMA, render
from airworthy.report.model import Report

CANARY = "canary-of-a-secret"


def test_the_document_has_its_promised_parts(report: Report) -> None:
    """Schema, summary, resources, verdicts and checklists stand at the top level."""
    document = json.loads(render(report))

    assert document["schema"] == SCHEMA
    assert {"summary", "resources", "verdicts", "checklists"} <= set(document)
    assert document["summary"]["resources"] == 1
    assert document["summary"]["verdicts"]["fail"] == 2
    assert document["summary"]["sections"] == {
        "demo": {"First part": {"met": 1, "failed": 1}, "Second part": {"open": 1, "deferred": 1}}
    }
    assert document["summary"]["failures"] == ["2 verdicts block", "1 waiver problem"]


def test_a_verdict_carries_all_about_it(report: Report) -> None:
    """Rule, severity, resource, outcome, findings, places and fix."""
    first = json.loads(render(report))["verdicts"][0]

    assert first == {
        "rule": "bucket-locked",
        "title": "Buckets are locked",
        "severity": "high",
        "resource": "uploads",
        "type": "test:index:Bucket",
        "urn": "urn:pulumi:test::project::test:index:Bucket::uploads",
        "outcome": "fail",
        "blocks": True,
        "findings": [{"message": "locked is false, expected true", "at": "locked"}],
        "reason": "",
        "places": ["Pulumi.prod.yaml:7 airworthy:backups.locked"],
        "fix": "Lock it with lock=True | always.",
        "controls": ["bucket-locked"],
    }


def test_items_carry_status_and_evidence(report: Report) -> None:
    """Each item has its line, its status, and each control's evidence."""
    (checklist,) = json.loads(render(report))["checklists"]
    third = checklist["items"][2]

    assert (third["line"], third["status"]) == (9, "open")
    assert [each["kind"] for each in third["controls"][0]["evidence"]] == ["rule", "drill"]


def test_no_secret_is_written(report: Report) -> None:
    """A resource's secret inputs are masked."""
    text = render(report)

    assert CANARY not in text
    assert json.loads(text)["resources"][0]["inputs"]["key"] == "[secret]"
