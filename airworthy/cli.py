"""The command line: 0 clean, 1 findings at or above the gate, 2 usage or configuration."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
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


checklist = typer.Typer(help="The checklists there are.", no_args_is_help=True)
app.add_typer(checklist, name="checklist")


@app.callback()
def airworthy() -> None:
    """Production checklists, made executable."""


@app.command("preview")
def preview_command(
    project: Annotated[Path, typer.Argument(help="A folder of the Pulumi project.")] = Path(),
    stack: Annotated[str | None, typer.Option(help="The stack to judge.")] = None,
    config_file: Annotated[Path | None, typer.Option(help="Another stack file.")] = None,
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", help="console, json or markdown; repeatable."),
    ] = None,
    outputs: Annotated[
        list[Path] | None,
        typer.Option("--output", help="Where the report goes; one for each --format, in order."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Only what blocks.")] = False,  # noqa: FBT002
    timeout: Annotated[int, typer.Option(min=1, help="Seconds the program may take.")] = 60,
) -> None:
    """Judge a program without an engine, an account or a cluster."""
    from airworthy.preview import Request, preview
    from airworthy.report.write import Destination, write_reports

    destinations = Destination.pair(formats or ["console"], outputs or [])
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


@checklist.command("show")
def show_command(name: Annotated[str, typer.Argument(help="The checklist's name.")]) -> None:
    """List a checklist's items, and what each takes to be met."""
    from airworthy.checklists.load import load_catalogue
    from airworthy.policies.discovery import load_rules
    from airworthy.report.explain import show_checklist

    sys.stdout.write(show_checklist(name, load_catalogue(), load_rules()))


@app.command("explain")
def explain_command(
    name: Annotated[str, typer.Argument(metavar="RULE|CONTROL", help="An id.")],
) -> None:
    """Say why a rule or a control is there, how to satisfy it, and where it is encoded."""
    from airworthy.checklists.load import load_catalogue
    from airworthy.policies.discovery import load_rules
    from airworthy.report.explain import explain

    sys.stdout.write(explain(name, load_rules(), load_catalogue()))


@app.command("doctor")
def doctor_command(
    project: Annotated[Path, typer.Argument(help="A folder of the Pulumi project.")] = Path(),
    stack: Annotated[str | None, typer.Option(help="The stack to be deployed.")] = None,
) -> None:
    """Say what this machine still needs for a `pulumi up`, and what works without it."""
    from airworthy.doctor import diagnose
    from airworthy.kit.project import find_project
    from airworthy.report.diagnoses import render

    found, file, fault = None, None, ""
    try:
        found = find_project(project)
        file = found.stack_file(found.choose(stack))
    except AirworthyError as error:
        fault = str(error)
    text, missing = render(diagnose(found, file, fault=fault))
    sys.stdout.write(text)
    raise typer.Exit(1 if missing else 0)


def main() -> None:
    """Run the command line and exit."""
    try:
        app()
    except AirworthyError as error:
        sys.stderr.write(f"error: {error}\n")
        sys.exit(error.exit_code)
