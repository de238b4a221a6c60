"""Rules of the house about the repository itself."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HIDDEN_KEPT = {".ci", ".github", ".gitignore"}
BUILT = {"dist", "build", "htmlcov", "__pycache__"}
TEXT = {".py", ".toml", ".md", ".yaml", ".yml", ".j2", ".sh", ".sql", ".json", ".cfg", ""}
LONGEST = 300  # lines
LONGER = {
    "airworthy/recorder.py": "one file, since a stranger's interpreter runs it by its path",
}


def files() -> list[Path]:
    """What the repository holds; not what tools leave behind, nor links to its own folders."""
    found: list[Path] = []
    folders = [ROOT]
    while folders:
        for path in sorted(folders.pop().iterdir()):
            if path.is_symlink() or path.name in BUILT:
                continue
            if path.name.startswith(".") and path.name not in HIDDEN_KEPT:
                continue
            if path.is_dir():
                folders.append(path)
            elif path.suffix in TEXT:
                found.append(path)
    return found


FILES = files()
PYTHON = [path for path in FILES if path.suffix == ".py"]
TESTS = [path for path in PYTHON if path.name.startswith("test_")]
STACKS = [path for path in FILES if re.fullmatch(r"Pulumi(\..+)?\.ya?ml", path.name)]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_nothing_is_put_off() -> None:
    """What is to be done is done, or stands in an issue."""
    marks = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")

    assert [
        f"{name(path)}:{number}"
        for path in FILES
        for number, line in enumerate(lines(path), 1)
        if marks.search(line)
    ] == []


def test_no_file_is_long() -> None:
    """Some three hundred lines are plenty; what is longer says why."""
    long = {name(path) for path in PYTHON if len(lines(path)) > LONGEST}

    assert long - set(LONGER) == set()
    assert {path for path in LONGER if not (ROOT / path).is_file()} == set()


def test_no_module_is_a_drawer() -> None:
    """A name says what is inside."""
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "shared"}

    assert [name(path) for path in PYTHON if path.stem in drawers] == []


def test_main_programs_are_short() -> None:
    """Settings, system, exports: forty lines are plenty."""
    programs = [ROOT / "__main__.py", *(ROOT / "examples").glob("*/__main__.py")]

    assert {name(path): len(lines(path)) for path in programs if len(lines(path)) > 40} == {}


def test_tests_are_no_package() -> None:
    """A package called after what it tests would be imported instead of it."""
    assert list((ROOT / "tests").rglob("__init__.py")) == []


@pytest.mark.parametrize("path", TESTS, ids=name)
def test_every_test_states_its_behaviour(path: Path) -> None:
    """In its docstring."""
    silent = [
        node.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]

    assert silent == []


def test_the_makefile_is_small() -> None:
    """At most ten targets; each is declared, and what a newcomer needs is explained."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z][a-z-]*):", text, flags=re.MULTILINE)
    declared = re.findall(r"^\.PHONY: (.*)$", text, flags=re.MULTILINE)

    assert len(targets) <= 10
    assert set(targets) == set(" ".join(declared).split())
    assert {"preview", "test"} <= set(re.findall(r"^([a-z]+):.*##", text, flags=re.MULTILINE))


@pytest.mark.parametrize("path", STACKS, ids=name)
def test_stack_files_hold_no_secret(path: Path) -> None:
    """Not even an encrypted one: nobody who clones this could decrypt it."""
    text = path.read_text(encoding="utf-8")

    assert (
        re.findall(r"^\s*(?:encryptionsalt|encryptedkey|secretsprovider):", text, re.MULTILINE)
        == []
    )
    assert re.findall(r"\bsecure\s*:", text) == []


def test_no_credential_is_written_anywhere() -> None:
    """Nothing that looks like a key of a cloud, a token or a private key."""
    looks = re.compile(
        r"\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bxox[abp]-[A-Za-z0-9-]{20,}"
        r"|-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----|\bsk_live_[A-Za-z0-9]{16,}"
    )

    assert [
        f"{name(path)}:{number}"
        for path in FILES
        for number, line in enumerate(lines(path), 1)
        if looks.search(line)
    ] == []


def test_no_path_of_a_machine_is_written_down() -> None:
    """Whoever clones this has other folders."""
    homes = re.compile(
        r"(?:^|[\s\"'`(=])(?:/ho" + r"me/\w|/Us" + r"ers/\w|/wo" + r"rk/\w|/ro" + r"ot/)"
    )

    assert [
        f"{name(path)}:{number}"
        for path in FILES
        for number, line in enumerate(lines(path), 1)
        if homes.search(line)
    ] == []
