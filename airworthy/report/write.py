"""Puts reports where they were asked for."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

from airworthy.kit.errors import AirworthyError
from airworthy.report.model import Report

__all__ = ["Destination", "write_reports"]


@dataclass(frozen=True, slots=True)
class Destination:
    """One report to write: its format, and a file or standard output."""

    format: str
    path: Path | None

    @classmethod
    def pair(cls, formats: list[str], outputs: list[Path]) -> tuple[Self, ...]:
        """Match formats with outputs, in order; what has no output goes to standard output.

        Raises:
            AirworthyError: There are more outputs than formats, or two reports share a place.
        """
        for name in formats:
            if name not in format_names():
                raise AirworthyError(
                    f"no report format is called {name!r}",
                    hint=f"there are: {', '.join(format_names())}",
                )
        if len(outputs) > len(formats):
            raise AirworthyError(
                f"{len(outputs)} outputs for {len(formats)} formats",
                hint="give one --format for each --output, in the same order",
            )
        if len(formats) - len(outputs) > 1:
            raise AirworthyError(
                "two reports would share standard output",
                hint="give each but one of them an --output",
            )
        padded = [*outputs, *[None] * (len(formats) - len(outputs))]
        return tuple(cls(name, path) for name, path in zip(formats, padded, strict=True))


def write_reports(report: Report, destinations: tuple[Destination, ...], *, quiet: bool) -> None:
    """Render and write each report.

    Raises:
        AirworthyError: A file cannot be written.
    """
    for destination in destinations:
        render = importlib.import_module(f"airworthy.report.{destination.format}").render
        if destination.path is None:
            sys.stdout.write(render(report, **_terminal(destination.format), quiet=quiet))
            continue
        try:
            destination.path.write_text(render(report, quiet=quiet), encoding="utf-8")
        except OSError as error:
            raise AirworthyError(
                f"{destination.path} cannot be written: {error.strerror}",
                hint="give a file in a folder that exists",
            ) from None


@cache
def format_names() -> tuple[str, ...]:
    """The formats there are: each module beside this one with a `render` for reports."""
    folder = Path(__file__).parent
    return tuple(
        sorted(
            path.stem
            for path in folder.glob("*.py")
            if "\ndef render(report: Report" in path.read_text(encoding="utf-8")
        )
    )


def _terminal(name: str) -> dict[str, int | bool]:
    if name != "console":
        return {}
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    return {"width": shutil.get_terminal_size((100, 24)).columns, "colour": colour}
