"""The command line as a person types it, on this repository's own system and on wrong input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOOL = Path(sys.executable).with_name("airworthy")
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs `airworthy` with arguments; from an empty folder unless `at` says otherwise."""

    def airworthy(*arguments: str, at: Path = tmp_path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(TOOL), *arguments],
            cwd=at,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            env={**os.environ, "COLUMNS": "100"},
        )

    return airworthy


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[str, str], Path]:
    """A copy of the production stack file with one text replaced."""

    def change(old: str, new: str) -> Path:
        text = (ROOT / "Pulumi.prod.yaml").read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / "Pulumi.prod.yaml"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return path

    return change


def test_the_production_system_passes(run: Run, tmp_path: Path) -> None:
    """The stack of this repository has nothing that blocks, and every item has a status."""
    path = tmp_path / "report.json"

    done = run("preview", "--stack", "prod", "--format", "json", "--output", str(path), at=ROOT)

    assert done.returncode == 0, done.stderr
    report = json.loads(path.read_text(encoding="utf-8"))
    assert report["summary"]["blocking"] == 0
    (checklist,) = report["checklists"]
    assert len(checklist["items"]) == 91
    assert all(item["status"] for item in checklist["items"])


def test_an_unsafe_value_fails_with_all_it_takes_to_mend_it(
    run: Run, changed: Callable[[str, str], Path]
) -> None:
    """Deletion protection off: rule, resource, key and line of the stack file, and the fix."""
    path = changed("deletion_protection: true", "deletion_protection: false")
    line = path.read_text(encoding="utf-8").split("deletion_protection")[0].count("\n") + 1

    done = run("preview", "--stack", "prod", "--config-file", str(path), at=ROOT)

    assert done.returncode == 1
    for expected in (
        "database-deletion-protected",
        "postgres/postgres-instance",
        f"Pulumi.prod.yaml:{line} airworthy:postgres.deletion_protection",
        "fix    Set deletion_protection=True",
        "FAILED: 1 verdict blocks",
    ):
        assert expected in done.stdout


def test_settings_errors_come_from_the_program(
    run: Run, changed: Callable[[str, str], Path]
) -> None:
    """A misspelt key ends the run with exit code 2 and no stack trace."""
    path = changed("deletion_protection: true", "deletion_protektion: true")

    done = run("preview", "--stack", "prod", "--config-file", str(path), at=ROOT)

    assert done.returncode == 2
    assert "deletion_protektion is no key of ours; wanted deletion_protection" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["preview"], 2, "no Pulumi.yaml in"),
        (["preview", "nowhere"], 2, "does not exist"),
        (["preview", "--format", "pdf"], 2, "no report format is called 'pdf'"),
        (["preview", "--timeout", "soon"], 2, "should be a valid integer"),
        (["preview", "--timeout", "0"], 2, "--timeout"),
        (["preview", "--unknown"], 2, "No such option"),
        (["explain", "database-encrypted"], 2, "did you mean database-encrypted-at-rest"),
        (["checklist", "show", "market"], 2, "no checklist is called 'market'"),
        (["frobnicate"], 2, "No such command"),
    ],
)
def test_wrong_input(run: Run, arguments: list[str], code: int, words: str) -> None:
    """Each wrong input gets one clear error and exit code 2."""
    done = run(*arguments)

    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--help"], "Production checklists, made executable."),
        (["explain", "database-encrypted-at-rest"], "A stolen disk or a shared snapshot"),
        (["checklist", "show", "marketplace"], "Marketplace production deployment"),
    ],
)
def test_what_needs_no_project(run: Run, arguments: list[str], words: str) -> None:
    """Help, explanations and checklists are there from any folder."""
    done = run(*arguments)

    assert done.returncode == 0
    assert words in done.stdout


def test_the_doctor_says_what_always_works(run: Run) -> None:
    """Outside a project something is missing, and the doctor says what works all the same."""
    done = run("doctor")

    assert done.returncode == 1
    assert "no Pulumi.yaml" in done.stdout
    assert "Works without any of this: `airworthy preview`" in done.stdout


def test_a_program_of_somebody_else(run: Run, tmp_path: Path) -> None:
    """A program that knows nothing of us is judged, and the finding points at its own line."""
    (tmp_path / "Pulumi.yaml").write_text("name: theirs\nruntime: python\n", encoding="utf-8")
    (tmp_path / "Pulumi.dev.yaml").write_text("config: {}\n", encoding="utf-8")
    (tmp_path / "__main__.py").write_text(
        "import pulumi_aws as aws\n\n"
        'aws.rds.Instance("db", instance_class="db.t4g.micro", publicly_accessible=True)\n',
        encoding="utf-8",
    )

    done = run("preview")

    assert done.returncode == 1
    assert "database-not-public  db" in done.stdout
    assert "where  __main__.py:3" in done.stdout


def test_no_report_holds_a_secret(
    run: Run, changed: Callable[[str, str], Path], tmp_path: Path
) -> None:
    """A secret of the configuration appears in no report, whatever the format."""
    canary = "canary-of-the-whatsapp-token"
    path = changed("aws:region:", f"marketplace:whatsappToken: {canary}\n  aws:region:")
    reports = [tmp_path / name for name in ("report.txt", "report.json", "report.md")]
    arguments = ["preview", "--stack", "prod", "--config-file", str(path)]
    for name, report in zip(("console", "json", "markdown"), reports, strict=True):
        arguments += ["--format", name, "--output", str(report)]

    done = run(*arguments, at=ROOT)

    assert done.returncode == 0, done.stderr
    assert "stored-secret-not-in-plain-text" in reports[1].read_text(encoding="utf-8")
    for text in (done.stdout, done.stderr, *(each.read_text(encoding="utf-8") for each in reports)):
        assert canary not in text


def test_the_readme_shows_what_happens(run: Run, changed: Callable[[str, str], Path]) -> None:
    """The finding in the README is the one that a person sees who follows it."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme.split("why, where and what to do:\n\n```\n")[1].split("```")[0]
    path = changed("deletion_protection: true", "deletion_protection: false")

    done = run("preview", "--stack", "prod", "--config-file", str(path), at=ROOT)

    assert shown in done.stdout
