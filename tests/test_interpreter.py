from __future__ import annotations

import sys
from pathlib import Path

import pytest

from airworthy.interpreter import interpreter_of
from airworthy.kit.errors import AirworthyError
from airworthy.kit.project import Project, find_project


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project two folders below the top of a repository."""
    folder = tmp_path / "deep" / "project"
    folder.mkdir(parents=True)
    return folder


def project(root: Path, options: str = "", runtime: str = "python") -> Project:
    text = f"name: shop\nruntime: {{name: {runtime}, options: {{{options}}}}}\n"
    (root / "Pulumi.yaml").write_text(text, encoding="utf-8")
    return find_project(root)


def environment(folder: Path) -> Path:
    """Make a virtual environment's interpreter, and return its path."""
    python = folder / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    return python


def test_a_virtualenv_that_is_named_wins(root: Path) -> None:
    """Over its toolchain's own place and over the active one."""
    named = environment(root / "env")
    environment(root / ".venv")
    active = {"VIRTUAL_ENV": str(environment(root / "active").parents[1])}

    assert interpreter_of(project(root, "virtualenv: env, toolchain: uv"), active) == named


@pytest.mark.parametrize(
    ("marks", "place"),
    [
        (["deep/uv.lock", "uv.lock", "deep/project/pyproject.toml"], "deep"),
        (["pyproject.toml"], "."),
        ([], "deep/project"),
    ],
    ids=["lock file", "pyproject", "neither"],
)
def test_uv_keeps_its_environment_beside_its_lock_file(
    root: Path, marks: list[str], place: str
) -> None:
    """The nearest upwards; without one beside pyproject.toml, or else in the project."""
    top = root.parents[1]
    for mark in marks:
        (top / mark).touch()
    expected = environment(top / place / ".venv")

    assert interpreter_of(project(root, "toolchain: uv"), {}) == expected


def test_poetry_is_asked(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It alone knows where its environments are."""
    poetry = root / "tools" / "poetry"
    poetry.parent.mkdir()
    poetry.write_text('#!/bin/sh\n[ "$*" = "env info --executable" ] && echo /its/python\n')
    poetry.chmod(0o755)
    monkeypatch.setenv("PATH", f"{poetry.parent}:/usr/bin:/bin")

    assert interpreter_of(project(root, "toolchain: poetry"), {}) == Path("/its/python")


def test_without_poetry_there_is_a_way_out(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command that failed is shown."""
    monkeypatch.setenv("PATH", str(root))

    with pytest.raises(AirworthyError, match="`poetry env info --executable` failed") as refusal:
        interpreter_of(project(root, "toolchain: poetry"), {})
    assert "install poetry" in refusal.value.hint


def test_the_active_environment_comes_next(root: Path) -> None:
    """Then our own interpreter, which has pulumi."""
    active = environment(root / "active")

    assert interpreter_of(project(root), {"VIRTUAL_ENV": str(root / "active")}) == active
    assert interpreter_of(project(root), {}) == Path(sys.executable)


@pytest.mark.parametrize(
    ("options", "active", "message", "hint"),
    [
        ("virtualenv: env", "", r"Pulumi\.yaml: virtualenv 'env': there is no inter", "pulumi ins"),
        ("virtualenv: env, toolchain: poetry", "", "virtualenv 'env'", "poetry install"),
        ("toolchain: uv", "", r"Pulumi\.yaml: toolchain uv: there is no interpreter", "uv sync"),
        ("", "/nowhere", "VIRTUAL_ENV: there is no interpreter at /nowhere", "pulumi install"),
    ],
)
def test_an_environment_that_is_not_there(
    root: Path, options: str, active: str, message: str, hint: str
) -> None:
    """Who named it, where it was sought, and what creates it."""
    with pytest.raises(AirworthyError, match=message) as refusal:
        interpreter_of(project(root, options), {"VIRTUAL_ENV": active} if active else {})
    assert hint in refusal.value.hint


def test_other_languages_are_not_recorded(root: Path) -> None:
    """And the refusal says so."""
    with pytest.raises(AirworthyError, match="runtime is 'nodejs'; only Python") as refusal:
        interpreter_of(project(root, runtime="nodejs"), {})
    assert "other languages" in refusal.value.hint
