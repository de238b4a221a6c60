"""What is built works without the repository around it."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINKED = ("components", "policies", "templates")

IMPORT_ALL = """
import importlib, pathlib, pkgutil, sys
sys.path[:0] = sys.argv[1:]
import airworthy
home = pathlib.Path(sys.argv[1], "airworthy")
assert pathlib.Path(airworthy.__file__).parent == home, airworthy.__file__
names = [module.name for module in pkgutil.walk_packages([str(home)], "airworthy.")]
for name in names:
    if not name.endswith("__main__"):
        importlib.import_module(name)
        assert home in pathlib.Path(sys.modules[name].__file__).parents, name
print(*names)
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a wheel and a source distribution."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture(scope="module")
def unpacked(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's files."""
    folder = tmp_path_factory.mktemp("wheel")
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)  # noqa: S202 - built above
    return folder


def in_repository(pattern: str) -> set[str]:
    """Files by their place in the package, the linked folders below it."""
    roots = [(ROOT / "airworthy", "")] + [(ROOT / name, f"{name}/") for name in LINKED]
    return {
        f"airworthy/{prefix}{path.relative_to(root).as_posix()}"
        for root, prefix in roots
        for path in root.rglob(pattern)
        if path.is_file() and not any(p.is_symlink() for p in path.parents if root in p.parents)
    }


@pytest.mark.parametrize("pattern", ["*.py", "*.toml", "*.j2", "py.typed", "*.yaml"])
def test_every_file_is_in_the_wheel(unpacked: Path, pattern: str) -> None:
    """Code, catalogue and templates, the linked folders as real ones."""
    packed = {
        path.relative_to(unpacked).as_posix() for path in (unpacked / "airworthy").rglob(pattern)
    }

    assert packed == in_repository(pattern)


def test_the_wheel_takes_no_name_of_the_users(unpacked: Path) -> None:
    """One import name, and no tests."""
    assert {path.name.partition("-")[0] for path in unpacked.iterdir()} == {"airworthy"}


def test_every_module_of_the_wheel_imports(unpacked: Path) -> None:
    """In an interpreter that knows the dependencies and nothing of this repository."""
    done = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            IMPORT_ALL,
            str(unpacked),
            sysconfig.get_path("purelib"),
        ],
        cwd=unpacked,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "airworthy.components.postgres" in done.stdout
    assert "airworthy.policies.rules" in done.stdout


def test_the_source_distribution_is_whole(built: Path) -> None:
    """It holds what a wheel is built from, and neither tests nor evidence."""
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    assert {"pyproject.toml", "README.md", "LICENSE", "airworthy/py.typed"} <= names
    assert in_repository("*.py") <= names
    assert [name for name in names if name.startswith(("tests/", "evidence/", "tmp/"))] == []


def test_the_version_is_in_the_changelog_or_not_released() -> None:
    """A version that was released has its entry."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert project["version"] in changes or "Unreleased" in changes
