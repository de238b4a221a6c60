"""The report as JSON, for machines; the schema's version stands in it (docs/report.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

from airworthy.checklists.status import ControlStatus, ItemStatus
from airworthy.kit.values import masked
from airworthy.report.model import Judged, Report

__all__ = ["SCHEMA", "render"]

SCHEMA = "airworthy-report/1"


def render(report: Report, *, width: int = 0, quiet: bool = False) -> str:  # noqa: ARG001 - one signature for all formats
    """The whole report as one JSON document, ending in a newline."""
    document = {
        "schema": SCHEMA,
        "project": report.project,
        "stack": report.stack,
        "summary": {**asdict(report.summary), "failures": list(report.failures)},
        "resources": [
            {
                "urn": resource.urn,
                "path": report.paths[resource.urn],
                "type": resource.type,
                "name": resource.name,
                "parent": resource.parent,
                "opaque": resource.opaque,
                "source": str(resource.source) if resource.source else None,
                "options": masked(resource.options),
                "inputs": masked(resource.inputs),
            }
            for resource in report.resources
        ],
        "verdicts": [_verdict(judged) for judged in report.judged],
        "checklists": [
            {
                "name": checklist.name,
                "title": checklist.title,
                "items": [_item(status) for status in items],
            }
            for checklist, items in report.checklists
        ],
        "problems": [asdict(problem) for problem in report.problems],
        "assumed": dict(report.assumed),
    }
    return json.dumps(document, indent=1, ensure_ascii=False, default=str) + "\n"


def _verdict(judged: Judged) -> Mapping[str, object]:
    verdict, rule = judged.verdict, judged.rule
    return {
        "rule": rule.id,
        "title": rule.title,
        "severity": str(rule.severity),
        "resource": judged.path,
        "type": judged.type,
        "urn": verdict.urn,
        "outcome": str(verdict.outcome),
        "blocks": judged.blocks,
        "findings": [asdict(finding) for finding in verdict.findings],
        "reason": verdict.reason,
        "places": list(judged.places),
        "fix": rule.fix,
        "controls": list(rule.proves),
    }


def _item(status: ItemStatus) -> Mapping[str, object]:
    return {
        "line": status.item.line,
        "section": status.item.section,
        "text": status.item.text,
        "status": str(status.status),
        "controls": [_control(control) for control in status.controls],
    }


def _control(status: ControlStatus) -> Mapping[str, object]:
    return {
        "id": status.control.id,
        "status": str(status.status),
        "evidence": [
            {
                "kind": str(evidence.kind),
                "source": evidence.source,
                "status": str(evidence.status),
                "detail": evidence.detail,
            }
            for evidence in status.evidence
        ],
    }
