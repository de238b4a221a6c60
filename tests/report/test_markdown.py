"""What a reviewer reads in a pull request."""

from __future__ import annotations

from dataclasses import replace

from airworthy.report.markdown import render
from airworthy.report.model import Report


def test_the_outcome_comes_first(report: Report) -> None:
    """The first lines say whether the change may go on."""
    lines = render(report).splitlines()

    assert lines[0] == "## ❌ shop / prod"
    assert lines[2] == "**Failed:** 2 verdicts block; 1 waiver problem."


def test_a_finding_says_what_where_and_how(report: Report) -> None:
    """Severity, rule, resource, what was found, the place and the fix."""
    text = render(report)

    assert "- **high** `bucket-locked` on `uploads` (test:index:Bucket)  \n" in text
    assert "\n  locked is false, expected true" in text
    assert "at `Pulumi.prod.yaml:7 airworthy:backups.locked`" in text
    assert "fix: Lock it with lock=True \\| always." in text


def test_checklists_are_folded_away(report: Report) -> None:
    """Each checklist is one fold with its count, a table a section."""
    text = render(report)

    assert "<details><summary>Demo checklist: 1 of 4 met</summary>" in text
    assert "| ⬜ open | Box 9 | wants drill: control-9<br>has bucket-locked: 1 pass |" in text
    assert "**First part** (1 of 2 met)" in text
    assert text.count("</details>") == 1


def test_quiet_keeps_what_blocks(report: Report) -> None:
    """Under --quiet neither checklists nor waived verdicts nor findings below the gate remain."""
    text = render(report, quiet=True)

    assert "<details>" not in text
    assert "waived:" not in text
    assert "below the gate" not in text
    assert "**waiver**" in text


def test_a_clean_run(report: Report) -> None:
    """Nothing blocks, and no heading of findings stands over nothing."""
    text = render(replace(report, judged=report.judged[-1:], problems=(), checklists=()))

    assert text.startswith("## ✅ shop / prod")
    assert "### Findings" not in text
