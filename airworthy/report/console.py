"""The report for a terminal: what blocks first, then the checklist, then the counts."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping
from itertools import groupby
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from airworthy.checklists.model import Checklist
from airworthy.checklists.status import ItemStatus
from airworthy.kit.evidence import Status
from airworthy.kit.verdict import Outcome, Severity
from airworthy.report.evidence import evidence_lines
from airworthy.report.model import Judged, Report

__all__ = ["render"]

COLOUR: Final = {
    Status.FAILED: "bold red",
    Status.OPEN: "yellow",
    Status.DEFERRED: "cyan",
    Status.WAIVED: "magenta",
    Status.ATTESTED: "blue",
    Status.MET: "green",
    Status.NOT_APPLICABLE: "dim",
}
SEVERITY: Final = {
    Severity.CRITICAL: "bold white on red",
    Severity.HIGH: "bold red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
}


def render(report: Report, *, width: int = 100, quiet: bool = False, colour: bool = False) -> str:
    """The report as text of a width.

    Args:
        report: What the run found.
        width: Columns of the terminal.
        quiet: Only what blocks, and the verdict of the whole.
        colour: Whether to write colours.
    """
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        legacy_windows=False,
    )
    if not quiet:
        console.print(Text(f"{report.project} / {report.stack}", style="bold"))
        for checklist, items in report.checklists:
            console.print()
            console.print(_checklist(checklist, items))
    _findings(console, report, quiet=quiet)
    if not quiet:
        _notes(console, report)
        console.print()
        console.print(_counts(report))
    console.print()
    _closing(console, report)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def _checklist(checklist: Checklist, items: tuple[ItemStatus, ...]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False, expand=True)
    table.title = Text(checklist.title, style="bold")
    table.title_justify = "left"
    table.add_column("status", width=10, no_wrap=True)
    table.add_column("line", justify="right", width=4, style="dim")
    table.add_column("item", ratio=3)
    table.add_column("evidence", ratio=4, style="dim")
    for section, group in groupby(items, key=lambda status: status.item.section):
        members = list(group)
        counted = _listed(Counter(status.status for status in members))
        table.add_row("", "", Text(f"\n{section}", style="bold"), f"\n{counted}")
        for status in members:
            table.add_row(
                Text(status.status.replace("_", " "), style=COLOUR[status.status]),
                str(status.item.line),
                status.item.text,
                "\n".join(evidence_lines(status)),
            )
    return table


def _findings(console: Console, report: Report, *, quiet: bool) -> None:
    bad = report.with_outcome(Outcome.ERROR, Outcome.FAIL)
    for judged in bad:
        if judged.blocks or not quiet:
            console.print()
            _finding(console, judged)
    for problem in report.problems:
        console.print(Text(f"\nwaiver  {problem}", style="bold red"))
    if quiet:
        return
    for judged in report.with_outcome(Outcome.WAIVED):
        console.print()
        console.print(Text.assemble(("waived ", "magenta"), f"{judged.rule.id}  {judged.path}"))
        console.print(Padding(Text(judged.verdict.reason), (0, 0, 0, 4)))


def _finding(console: Console, judged: Judged) -> None:
    rule, verdict = judged.rule, judged.verdict
    head = Text.assemble(
        (f" {rule.severity} ", SEVERITY[rule.severity]),
        " ",
        (rule.id, "bold"),
        "  ",
        judged.path,
        (f"  {judged.type}", "dim"),
        "" if judged.blocks else "  (below the gate)",
    )
    console.print(head)
    lines = [rule.title + ". " + rule.reason]
    lines += [f"found  {finding.message}" for finding in verdict.findings]
    lines += [f"found  {verdict.reason}"] if verdict.reason else []
    lines += [f"where  {place}" for place in judged.places]
    lines.append(f"fix    {rule.fix}")
    for line in lines:
        console.print(Padding(Text(line), (0, 0, 0, 4)))


def _notes(console: Console, report: Report) -> None:
    deferred = report.with_outcome(Outcome.UNKNOWN)
    if deferred:
        console.print(Text("\nDeferred: only known after deployment", style="bold cyan"))
        for judged in deferred:
            line = f"{judged.rule.id}  {judged.path}: {judged.verdict.reason}"
            console.print(Padding(Text(line, style="dim"), (0, 0, 0, 4)))
    if report.assumed:
        names = ", ".join(name.rpartition(":")[2] for name in sorted(report.assumed))
        console.print(Text(f"\nAssumed, without a provider to ask: {names}", style="dim"))


def _counts(report: Report) -> Table:
    summary = report.summary
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    opaque = f", {summary.opaque} opaque and not judged" if summary.opaque else ""
    table.add_row("resources", f"{summary.resources} seen, {summary.judged} judged{opaque}")
    table.add_row("rules", f"{summary.rules} run")
    table.add_row("verdicts", _listed(summary.verdicts))
    for checklist, items in report.checklists:
        statuses = [status.status for status in items]
        counted = {str(status): statuses.count(status) for status in Status}
        table.add_row(checklist.name, f"{len(items)} items: {_listed(counted)}")
    return table


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{n} {name.replace('_', ' ')}" for name, n in counts.items() if n)


def _closing(console: Console, report: Report) -> None:
    if report.failures:
        console.print(Text("FAILED: " + "; ".join(report.failures), style="bold red"))
    else:
        open_items = report.summary.items[Status.OPEN]
        rest = f"; {open_items} checklist items still want evidence" if open_items else ""
        console.print(Text(f"Nothing blocks{rest}.", style="bold green"))
