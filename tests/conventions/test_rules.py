"""What every rule promises, and that everything added has its mirrored test."""

from __future__ import annotations

import importlib
import importlib.util
import re
from functools import cache
from pathlib import Path

import pytest

from airworthy import components, policies
from airworthy.checklists.load import load_catalogue
from airworthy.kit.rule import Rule
from airworthy.kit.testing import Case
from airworthy.kit.verdict import Outcome

ROOT = Path(__file__).resolve().parents[2]
RULES = sorted(
    path.relative_to(ROOT / "policies" / "rules")
    for path in (ROOT / "policies" / "rules").rglob("*.py")
    if path.name != "__init__.py"
)
CONTROLS = load_catalogue().controls
MODULES = [
    path.relative_to(ROOT)
    for folder in ("airworthy/kit", "airworthy/report", "airworthy/checklists")
    for path in sorted((ROOT / folder).glob("*.py"))
    if path.name != "__init__.py"
]
# Values without behaviour of their own; what uses them has the tests.
DATA = {"airworthy/checklists/model.py", "airworthy/report/model.py"}
# A provider is always known, and no row of properties changes it.
OF_NO_PROPERTY = {"explicit_provider"}


@cache
def rule_in(path: Path) -> Rule:
    name = ".".join(("airworthy.policies.rules", *path.with_suffix("").parts))
    rules = [
        value
        for value in vars(importlib.import_module(name)).values()
        if isinstance(value, Rule) and value.body.__module__ == name
    ]
    assert len(rules) == 1, f"{path} holds {len(rules)} rules"
    return rules[0]


def mirrored(path: Path) -> Path:
    return ROOT / "tests" / path.with_name(f"test_{path.name}")


@cache
def table_of(path: Path) -> tuple[Case, ...]:
    """Every row in the tables of a rule's test."""
    test = mirrored(Path("policies/rules") / path)
    spec = importlib.util.spec_from_file_location(f"table_{path.stem}", test)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    tables = [value for value in vars(module).values() if isinstance(value, list | tuple)]
    return tuple(row for table in tables for row in table if isinstance(row, Case))


@pytest.mark.parametrize("path", RULES, ids=str)
def test_one_rule_a_file(path: Path) -> None:
    """Its name is the file's, and its id that name with hyphens."""
    rule = rule_in(path)

    assert rule.id == path.stem.replace("_", "-")
    assert getattr(importlib.import_module(rule.body.__module__), path.stem) is rule


@pytest.mark.parametrize("path", RULES, ids=str)
def test_a_rule_is_complete(path: Path) -> None:
    """It names only controls that exist and types that look like types, and offers a way out."""
    rule = rule_in(path)

    assert rule.proves
    assert [control for control in rule.proves if control not in CONTROLS] == []
    assert [kind for kind in rule.on if kind.count(":") != 2] == []
    assert rule.on
    assert rule.fix.endswith(".")
    assert rule.reason.endswith(".")


@pytest.mark.parametrize("path", RULES, ids=str)
def test_a_rule_has_a_table(path: Path) -> None:
    """With a row that passes, one that fails and one that is not known yet."""
    assert mirrored(Path("policies/rules") / path).is_file()
    outcomes = {row.outcome for row in table_of(path)}

    if path.stem not in OF_NO_PROPERTY:
        assert {Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN} - outcomes == set()


@pytest.mark.parametrize("path", RULES, ids=str)
def test_a_table_knows_what_is_missing_and_what_is_secret(path: Path) -> None:
    """What is left out is judged by a default, and what is secret stays out of the message.

    A rule that looks at the whole stack has them among what stands beside its resource, made as
    its test sees fit; so it is the test's text that must speak of both.
    """
    text = mirrored(Path("policies/rules") / path).read_text(encoding="utf-8")

    assert re.search(r"\bABSENT\b|\bmissing\b|beside=\(\)", text)
    assert "Secret(" in text


@pytest.mark.parametrize(
    "area",
    sorted({path.parent for path in RULES}),
    ids=str,
)
def test_an_area_says_what_it_is_about(area: Path) -> None:
    """In one line."""
    name = ".".join(("airworthy.policies.rules", *area.parts))
    text = importlib.import_module(name).__doc__ or ""

    assert len(text.strip().splitlines()) == 1


def test_a_rule_stands_in_an_area() -> None:
    """rules/<area>/<id>.py, no deeper and no higher."""
    assert [path for path in RULES if len(path.parts) != 2] == []


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_module_has_its_mirrored_test(path: Path) -> None:
    """At the same path below tests/."""
    if str(path) not in DATA:
        assert mirrored(path.relative_to("airworthy")).is_file()


def test_a_component_has_a_test_or_an_example() -> None:
    """The contract of components runs on every example."""
    tests = ROOT / "tests" / "components"
    names = [path.stem for path in (ROOT / "components").glob("*.py")]
    modules = [importlib.import_module(f"{components.__name__}.{n}") for n in names if n[0] != "_"]
    bare = [module.__name__.rpartition(".")[2] for module in modules if hasattr(module, "ENCODES")]

    assert [
        name
        for name in bare
        if not (tests / "examples" / f"{name}.py").is_file()
        and not (tests / f"test_{name}.py").is_file()
    ] == []


def test_shared_policy_code_has_a_test() -> None:
    """Modules that rules share are tested by themselves or through each rule that uses them."""
    shared = [path for path in (ROOT / "policies").glob("*.py") if path.name[0] != "_"]
    rules = [(ROOT / "policies" / "rules" / path).read_text(encoding="utf-8") for path in RULES]
    rules += [path.read_text(encoding="utf-8") for path in shared]

    assert [
        path.name
        for path in shared
        if path.name != "discovery.py"
        and not mirrored(path.relative_to(ROOT)).is_file()
        and not any(f"{policies.__name__}.{path.stem} import" in text for text in rules)
    ] == []
