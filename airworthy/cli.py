"""The command line: 0 clean, 1 findings at or above the gate, 2 usage or configuration."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from airworthy.kit.errors import AirworthyError

__all__ = ["app", "main"]

app = typer.Typer(
    name="airworthy",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Format(StrEnum):
    """The report formats."""

    CONSOLE = "console"
    JSON = "json"


@app.callback()
def airworthy() -> None:
    """Production checklists, made executable."""


@app.command("preview")
def preview_command(
    project: Annotated[Path, typer.Argument(help="A folder of the Pulumi project.")] = Path(),
    stack: Annotated[str | None, typer.Option(help="The stack to judge.")] = None,
    config_file: Annotated[Path | None, typer.Option(help="Another stack file.")] = None,
    formats: Annotated[
        list[Format] | None, typer.Option("--format", help="Report format; repeatable.")
    ] = None,
    outputs: Annotated[
        list[Path] | None,
        typer.Option("--output", help="Where the report goes; one for each --format, in order."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Only what blocks.")] = False,  # noqa: FBT002
    timeout: Annotated[float, typer.Option(help="Seconds the program may take.")] = 60.0,
) -> None:
    """Judge a program without an engine, an account or a cluster."""
    from airworthy.preview import Request, preview
    from airworthy.report.write import Destination, write_reports

    destinations = Destination.pair([str(f) for f in formats or [Format.CONSOLE]], outputs or [])
    report = preview(
        Request(
            folder=project,
            stack=stack,
            config_file=config_file,
            timeout=timeout,
            today=datetime.now(tz=UTC).date(),
        )
    )
    write_reports(report, destinations, quiet=quiet)
    raise typer.Exit(1 if report.failures else 0)


def main() -> None:
    """Run the command line and exit."""
    try:
        app()
    except AirworthyError as error:
        sys.stderr.write(f"error: {error}\n")
        sys.exit(error.exit_code)
