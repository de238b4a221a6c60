"""What a person reads in a terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from airworthy.report.console import render
from airworthy.report.model import Report


def test_a_blocking_finding_says_what_where_and_how(report: Report) -> None:
    """Rule, severity, resource, what was found, the place and the fix stand together."""
    text = render(report, width=120)

    start = text.index("high  bucket-locked  uploads")
    block = text[start : start + 500]
    assert "Buckets are locked. An open bucket <loses> what it holds." in block
    assert "found  locked is false, expected true" in block
    assert "where  Pulumi.prod.yaml:7 airworthy:backups.locked" in block
    assert "fix    Lock it with lock=True | always." in block


def test_it_shows_each_part(report: Report) -> None:
    """Items with their evidence, deferred and waived verdicts, assumptions, counts, the outcome."""
    text = render(report, width=120)

    for expected in (
        "First part",
        "1 met, 1 failed",
        "met            3  Box 3",
        "bucket-locked: 1 pass",
        "wants drill: control-9",
        "has bucket-locked: 1 pass",
        "Deferred: only known after deployment",
        "waived bucket-locked  uploads",
        "(below the gate)",
        "waiver  Pulumi.prod.yaml:9",
        "Assumed, without a provider to ask: getRegion",
        "1 seen, 1 judged",
        "demo       4 items: 1 failed, 1 open, 1 deferred, 1 met",
        "FAILED: 2 verdicts block; 1 waiver problem",
    ):
        assert expected in text


def test_quiet_keeps_what_blocks(report: Report) -> None:
    """Under --quiet only blocking findings, waiver problems and the outcome remain."""
    text = render(report, width=120, quiet=True)

    assert "FAILED: 2 verdicts block" in text
    assert "fix    Lock it" in text
    assert "Box 3" not in text
    assert "below the gate" not in text
    assert "Deferred" not in text


@pytest.mark.parametrize("width", [60, 80, 100, 200])
def test_no_line_is_wider_than_the_terminal(report: Report, width: int) -> None:
    """The report fits the width it is given."""
    assert max(len(line) for line in render(report, width=width).splitlines()) <= width


def test_colour_is_asked_for(report: Report) -> None:
    """Escape sequences appear only where colours are wanted."""
    assert "\x1b[" not in render(report)
    assert "\x1b[" in render(report, colour=True)


def test_a_clean_run_says_what_is_still_open(report: Report) -> None:
    """With nothing that blocks, the closing line counts the items without evidence."""
    clean = replace(report, judged=report.judged[-1:], problems=())

    assert "Nothing blocks; 1 checklist items still want evidence." in render(clean)


def test_a_run_without_checklists_is_just_clean(report: Report) -> None:
    """Without a checklist nothing is open."""
    clean = replace(report, judged=report.judged[-1:], problems=(), checklists=())

    assert render(clean).rstrip().endswith("Nothing blocks.")
