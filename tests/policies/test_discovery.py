from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from airworthy.policies import rules
from airworthy.policies.discovery import load_rules

RULE = '''
from airworthy.kit.rule import rule
from airworthy.kit.verdict import Severity

@rule(proves=(), on=(), severity=Severity.LOW, fix="")
def twin(resource):
    """A title.

    A reason.
    """
'''


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder in place of the rules."""
    before = set(sys.modules)
    monkeypatch.setattr(rules, "__path__", [str(tmp_path)])
    yield tmp_path
    for name in set(sys.modules) - before:
        del sys.modules[name]


def write(folder: Path, area: str, name: str, text: str) -> None:
    (folder / area).mkdir()
    (folder / area / "__init__.py").touch()
    (folder / area / f"{name}.py").write_text(text, encoding="utf-8")


def test_rules_come_by_id() -> None:
    """Sorted, so that every report lists them in one order."""
    found = load_rules()

    assert list(found) == sorted(found)
    assert all(found[name].id == name for name in found)


def test_a_file_without_a_rule_is_refused(folder: Path) -> None:
    """It would otherwise judge nothing, and nobody would know."""
    write(folder, "hollow", "empty", "")

    with pytest.raises(LookupError, match=r"hollow\.empty holds no rule called empty"):
        load_rules()


def test_an_id_given_twice_is_refused(folder: Path) -> None:
    """One would hide the other."""
    write(folder, "first", "twin", RULE)
    write(folder, "second", "twin", RULE)

    with pytest.raises(LookupError, match="two files hold the rule twin"):
        load_rules()
