"""The report as Markdown, fit for the comment of a pull request."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from airworthy.kit.evidence import Status
from airworthy.kit.verdict import Outcome
from airworthy.report.evidence import evidence_lines
from airworthy.report.model import Judged, Report

__all__ = ["render"]

MARK = {
    Status.FAILED: "❌",
    Status.OPEN: "⬜",
    Status.DEFERRED: "⏳",
    Status.WAIVED: "🟣",
    Status.ATTESTED: "✍️",
    Status.MET: "✅",
    Status.NOT_APPLICABLE: "🚫",
}


def render(report: Report, *, width: int = 0, quiet: bool = False) -> str:  # noqa: ARG001 - one signature for all formats
    """The report as Markdown: the outcome, what blocks, the checklists folded away."""
    return "\n".join(_lines(report, quiet=quiet)) + "\n"


def _lines(report: Report, *, quiet: bool) -> Iterator[str]:
    failed = report.failures
    yield f"## {'❌' if failed else '✅'} {_text(report.project)} / {_text(report.stack)}"
    yield ""
    yield f"**Failed:** {'; '.join(failed)}." if failed else "Nothing blocks."
    yield ""
    yield from _counts(report)
    bad = report.with_outcome(Outcome.ERROR, Outcome.FAIL)
    shown = [judged for judged in bad if judged.blocks or not quiet]
    if shown:
        yield "### Findings"
        yield ""
        for judged in shown:
            yield from _finding(judged)
    for problem in report.problems:
        yield f"- **waiver** {_text(str(problem))}"
    if quiet:
        return
    for judged in report.with_outcome(Outcome.WAIVED):
        yield f"- waived: `{judged.rule.id}` on `{judged.path}`: {_text(judged.verdict.reason)}"
    yield from _checklists(report)


def _counts(report: Report) -> Iterator[str]:
    summary = report.summary
    yield "| resources | judged | opaque | rules | " + " | ".join(summary.verdicts) + " |"
    yield "|" + " ---: |" * (4 + len(summary.verdicts))
    counts = [summary.resources, summary.judged, summary.opaque, summary.rules]
    yield "| " + " | ".join(map(str, [*counts, *summary.verdicts.values()])) + " |"
    yield ""


def _finding(judged: Judged) -> Iterator[str]:
    rule, verdict = judged.rule, judged.verdict
    below = "" if judged.blocks else " (below the gate)"
    yield f"- **{rule.severity}** `{rule.id}` on `{judged.path}` ({judged.type}){below}  "
    messages = [finding.message for finding in verdict.findings]
    messages += [verdict.reason] if verdict.reason else []
    for message in messages:
        yield f"  {_text(message)}  "
    for place in judged.places:
        yield f"  at `{place}`  "
    yield f"  fix: {_text(rule.fix)}"
    yield ""


def _checklists(report: Report) -> Iterator[str]:
    for checklist, items in report.checklists:
        met = sum(status.status is Status.MET for status in items)
        yield f"<details><summary>{_text(checklist.title)}: {met} of {len(items)} met</summary>"
        yield ""
        for section, group in groupby(items, key=lambda status: status.item.section):
            members = list(group)
            good = sum(status.status is Status.MET for status in members)
            yield f"**{_text(section)}** ({good} of {len(members)} met)"
            yield ""
            yield "| status | item | evidence |"
            yield "| --- | --- | --- |"
            for status in members:
                why = "<br>".join(_text(line) for line in evidence_lines(status))
                name = f"{MARK[status.status]} {status.status.replace('_', ' ')}"
                yield f"| {name} | {_text(status.item.text)} | {why} |"
            yield ""
        yield "</details>"
        yield ""


def _text(text: str) -> str:
    """Text that Markdown and a table cell take as it is."""
    for mark in ("\\", "`", "*", "_", "[", "]", "|"):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("<", "&lt;").replace(">", "&gt;").replace("\n", " ")
