"""Draws docs/preview.svg: the report of a stack whose database lost its deletion protection.

Run it with `uv run python tools/picture.py` after the report's looks have changed.
"""

from __future__ import annotations

import io
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from airworthy.preview import Request, preview
from airworthy.report.console import render

ROOT = Path(__file__).parent.parent
WIDTH = 100
ITEMS = 24  # lines of the checklist that the picture shows


def main() -> None:
    """Record, judge, draw an excerpt."""
    text = (ROOT / "Pulumi.prod.yaml").read_text(encoding="utf-8")
    worse = text.replace("deletion_protection: true", "deletion_protection: false")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Pulumi.prod.yaml"
        path.write_text(worse, encoding="utf-8")
        today = datetime.now(tz=UTC).date()
        report = preview(
            Request(folder=ROOT, stack="prod", config_file=path, timeout=60, today=today)
        )
    lines = render(report, width=WIDTH, colour=True).splitlines()
    finding = next(
        n
        for n, line in enumerate(lines)
        if "database-deletion-protected" in line and "postgres/" in line
    )
    excerpt = [*lines[:ITEMS], "  …", "", *lines[finding:]]
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(Text("$ make preview", style="bold"))
    console.print(Text.from_ansi("\n".join(excerpt)))
    svg = console.export_svg(title="make preview")
    # rich asks a content network for its font; a document loads nothing.
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    (ROOT / "docs" / "preview.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
