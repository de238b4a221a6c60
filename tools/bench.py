"""`make bench`: medians of what Airworthy promises about speed, and where the time goes.

Nothing here is a test: figures depend on the machine. Each runs in a process of its own.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from airworthy.kit.judge import judge
from airworthy.kit.resource import Resource, Stack
from airworthy.policies.discovery import load_rules
from airworthy.preview import Request, prepare, preview
from airworthy.recording import Recorder
from airworthy.report.console import render

ROOT = Path(__file__).parent.parent
RUNS = 7
TOOL = [str(Path(sys.executable).with_name("airworthy"))]


def median(run: Callable[[], float], runs: int = RUNS) -> float:
    """The median of several runs in seconds, after one that warms the caches."""
    run()
    return statistics.median(run() for _ in range(runs))


def timed(*command: str) -> Callable[[], float]:
    """Measures a whole process."""

    def run() -> float:
        start = time.perf_counter()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)  # noqa: S603
        elapsed = time.perf_counter() - start
        if done.returncode not in {0, 1}:
            raise SystemExit(done.stderr.decode())
        return elapsed

    return run


def judging(resources: int, rules: int) -> float:
    """Seconds to judge so many resources of 30 properties, each by so many rules in turn."""
    kinds = sorted({kind for rule in load_rules().values() for kind in rule.on})
    inputs = {f"property{number}": {"value": number, "list": [1, 2, 3]} for number in range(30)}
    stack = Stack(
        Resource(urn=f"urn:pulumi:s::p::{kinds[n % len(kinds)]}::r{n}", inputs=inputs)
        for n in range(resources)
    )
    ruleset = list(load_rules().values())
    ruleset = (ruleset * (rules // len(ruleset) + 1))[:rules]
    start = time.perf_counter()
    judge(ruleset, stack)
    return time.perf_counter() - start


def shares() -> dict[str, float]:
    """Seconds of one preview by phase; in a real run our own imports go on beside the program."""
    today = datetime.now(tz=UTC).date()
    request = Request(folder=ROOT, stack="prod", config_file=None, timeout=60, today=today)
    ready = prepare(request)

    def recorded() -> float:
        start = time.perf_counter()
        recorder = Recorder(ready.project, ready.stack, ready.file, deadline=60)
        stack.append(recorder.result().stack)
        recorder.close()
        return time.perf_counter() - start

    stack: list[Stack] = []
    importing = median(timed(sys.executable, "-c", "import airworthy.components.system"))
    program = median(recorded) - importing
    rules = load_rules().values()
    start = time.perf_counter()
    judge(rules, stack[-1])
    judging_it = time.perf_counter() - start
    report = preview(request)
    start = time.perf_counter()
    render(report)
    return {
        "import": importing,
        "program": program,
        "judging": judging_it,
        "report": time.perf_counter() - start,
    }


def main() -> None:
    """Print the table."""
    table = Table("what", "median", "promise", title=f"medians of {RUNS} runs")
    preview = median(timed(*TOOL, "preview", "--stack", "prod"))
    table.add_row("preview of the production stack", f"{preview:.2f} s", "2.5 s")
    parts = shares()
    whole = sum(parts.values())
    for name, seconds in parts.items():
        table.add_row(f"  share of {name}", f"{seconds / whole:.0%}", "")
    table.add_row("--help", f"{median(timed(*TOOL, '--help')):.2f} s", "0.3 s")
    small = median(lambda: judging(1_000, 100))
    large = median(lambda: judging(10_000, 100), runs=3)
    table.add_row("judging 1,000 resources, 100 rules", f"{small:.3f} s", "0.5 s")
    table.add_row(
        "judging 10,000 resources, 100 rules", f"{large:.3f} s", f"linear: {large / small:.1f} x"
    )
    Console().print(table)


if __name__ == "__main__":
    main()
