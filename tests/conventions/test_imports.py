"""What may import what, as far as the linters cannot see it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OWN = ("airworthy", "components", "policies", "templates", "tests", "tools", "examples")
SOURCES = sorted(
    path
    for folder in OWN
    for path in (ROOT / folder).rglob("*.py")
    if not any(
        (ROOT / folder / part).is_symlink() for part in path.relative_to(ROOT / folder).parts
    )
)
COMPONENTS = sorted((ROOT / "components").glob("*.py"))
BARE = {"components", "policies", "templates"}


def imports(path: Path) -> Iterator[str]:
    """The modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""


def test_sources_are_found() -> None:
    """The links inside airworthy/ are not followed, so each file is read once."""
    assert ROOT / "airworthy" / "cli.py" in SOURCES
    assert ROOT / "components" / "postgres.py" in SOURCES
    assert len(SOURCES) == len({path.resolve() for path in SOURCES})


def test_our_packages_have_one_name() -> None:
    """Bare `components`, `policies` and `templates` belong to the users' own projects."""
    bare = {
        str(path.relative_to(ROOT)): name
        for path in SOURCES
        if ROOT / "examples" not in path.parents
        for name in imports(path)
        if name.partition(".")[0] in BARE
    }

    assert bare == {}


def arguments(path: Path) -> Iterator[ast.ClassDef]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef) and node.name.endswith("Args"):
            yield node


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_pulumi_can_analyze_components(path: Path) -> None:
    """Args hold real annotations, and none that Pulumi's analyzer cannot read."""
    text = path.read_text(encoding="utf-8")
    names = {
        node.id if isinstance(node, ast.Name) else node.attr
        for made in arguments(path)
        for field in made.body
        if isinstance(field, ast.AnnAssign)
        for node in ast.walk(field.annotation)
        if isinstance(node, ast.Name | ast.Attribute)
    }

    assert "from __future__ import annotations" not in text
    assert names & {"Literal", "Union", "Optional"} == set()


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_components_read_no_configuration(path: Path) -> None:
    """Their arguments are all they know; only composition reads settings, for secrets."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    reads = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"Config", "environ", "getenv"}
    }
    for made in (node for node in tree.body if isinstance(node, ast.ClassDef)):
        inside = {node.attr for node in ast.walk(made) if isinstance(node, ast.Attribute)}
        assert inside & {"Config", "environ", "getenv"} == set()
    assert reads <= {"Config"}


def test_rules_are_pure() -> None:
    """No rule, and nothing that rules share, reads the clock, the network or the environment."""
    impure = {"datetime", "time", "os", "pathlib", "random", "socket", "subprocess", "urllib"}
    impure |= {"pulumi", "pulumi_aws", "pulumi_kubernetes", "requests", "http"}
    own = [path for path in SOURCES if ROOT / "policies" / "rules" in path.parents]

    assert {
        str(path.relative_to(ROOT)): name
        for path in own
        for name in imports(path)
        if name.partition(".")[0] in impure
    } == {}


def test_the_recorder_needs_the_standard_library_and_pulumi_only() -> None:
    """It runs in a stranger's interpreter; grpc and protobuf come with pulumi."""
    allowed = sys.stdlib_module_names | {"pulumi", "grpc", "google"}
    names = {name.partition(".")[0] for name in imports(ROOT / "airworthy" / "recorder.py")}

    assert names - allowed == set()


def test_nothing_shadows_the_standard_library() -> None:
    """Pulumi puts policies/ itself on the pack's import path."""
    names = {path.stem for path in (ROOT / "policies").glob("*")}

    assert names & sys.stdlib_module_names - {"__main__"} == set()
