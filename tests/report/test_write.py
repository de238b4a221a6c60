"""Reports go where they were asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from airworthy.kit.errors import AirworthyError
from airworthy.report.model import Report
from airworthy.report.write import Destination, format_names, write_reports


def test_formats_are_found_by_looking() -> None:
    """Each module with a `render` for reports is a format; nothing is registered by hand."""
    assert format_names() == ("console", "json", "markdown")


def test_outputs_pair_with_formats_in_order() -> None:
    """The first output belongs to the first format; what has none goes to standard output."""
    assert Destination.pair(["json", "console"], [Path("a.json")]) == (
        Destination("json", Path("a.json")),
        Destination("console", None),
    )


@pytest.mark.parametrize(
    ("formats", "outputs", "words"),
    [
        (["console"], ["a", "b"], "2 outputs for 1 formats"),
        (["console", "json"], [], "two reports would share standard output"),
        (["jsno"], [], "no report format is called 'jsno'"),
    ],
)
def test_what_cannot_be_paired_is_refused(
    formats: list[str], outputs: list[str], words: str
) -> None:
    """Too many outputs, two reports in one place, a format that there is not."""
    with pytest.raises(AirworthyError, match=words):
        Destination.pair(formats, [Path(output) for output in outputs])


def test_a_file_and_standard_output(
    report: Report, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One run writes several reports."""
    path = tmp_path / "report.json"

    write_reports(report, (Destination("json", path), Destination("console", None)), quiet=False)

    assert json.loads(path.read_text(encoding="utf-8"))["stack"] == "prod"
    assert "shop / prod" in capsys.readouterr().out


def test_standard_output_of_a_machine_format(
    report: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    """JSON on standard output is nothing but JSON."""
    write_reports(report, (Destination("json", None),), quiet=False)

    assert json.loads(capsys.readouterr().out)["project"] == "shop"


def test_a_file_that_cannot_be_written(report: Report, tmp_path: Path) -> None:
    """A folder that does not exist is a clear error."""
    path = tmp_path / "missing" / "report.json"

    with pytest.raises(AirworthyError, match=r"report\.json cannot be written: No such file"):
        write_reports(report, (Destination("json", path),), quiet=False)
