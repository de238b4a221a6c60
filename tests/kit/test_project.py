from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from airworthy.kit.errors import AirworthyError
from airworthy.kit.project import Project, config_text, find_project

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write files of a project and return its folder; `Pulumi.yaml` is there unless given."""

    def files(**texts: str) -> Path:
        texts.setdefault("Pulumi.yaml", "name: shop\nruntime: python\n")
        for name, text in texts.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return files


def stacks_of(write: Write, *names: str) -> Project:
    return find_project(write(**{f"Pulumi.{name}": "config: {}" for name in names}))


def test_a_project_is_found_from_within(write: Write) -> None:
    """The nearest folder upwards that holds a project file is the project."""
    root = write(**{"deep/down/below.py": ""})
    project = find_project(root / "deep" / "down")

    assert project.root == root.resolve()
    assert (project.name, project.runtime, project.main) == ("shop", "python", ".")
    assert project.options == {}


@pytest.mark.parametrize("name", ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"])
def test_the_project_file_has_three_names(tmp_path: Path, name: str) -> None:
    """As Pulumi takes them."""
    content = {"name": "shop", "runtime": {"name": "python", "options": {"toolchain": "uv"}}}
    (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")

    project = find_project(tmp_path)

    assert (project.file, project.name) == (name, "shop")
    assert project.options == {"toolchain": "uv"}


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    """Editors on Windows write one."""
    (tmp_path / "Pulumi.yaml").write_text("\ufeffname: a\nruntime: python\n", encoding="utf-8")

    assert find_project(tmp_path).name == "a"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "runtime: python",
        "name: shop",
        "name: shop\nruntime: {options: {}}",
        "name: 5\nruntime: python",
        "name: shop\nruntime: {name: python, options: [uv]}",
    ],
)
def test_a_project_has_a_name_and_a_runtime(write: Write, text: str) -> None:
    """Without them the error shows what they look like."""
    with pytest.raises(AirworthyError, match=r"Pulumi\.yaml:1: wanted a name and a runtime"):
        find_project(write(**{"Pulumi.yaml": text}))


def test_no_project(tmp_path: Path) -> None:
    """A folder outside any project, and one that is not there, are told apart."""
    with pytest.raises(AirworthyError, match=r"no Pulumi\.yaml in .* or above it"):
        find_project(tmp_path)
    with pytest.raises(AirworthyError, match="gone does not exist"):
        find_project(tmp_path / "gone")


def test_an_unreadable_project_file(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are named with a remedy."""
    (tmp_path / "Pulumi.yaml").write_bytes(b"name: \xff")

    with pytest.raises(AirworthyError, match="not UTF-8 text"):
        find_project(tmp_path)


def test_stacks_are_those_with_a_file(write: Write) -> None:
    """Sorted, each once, dots in their names kept."""
    project = stacks_of(write, "prod.yaml", "dev.yml", "eu.prod.yaml", "dev.yaml")

    assert project.stacks() == ("dev", "eu.prod", "prod")


@pytest.mark.parametrize("given", ["prod", "organization/shop/prod"])
def test_the_stack_named_is_chosen(write: Write, given: str) -> None:
    """By its short name, whichever form was given."""
    assert stacks_of(write, "prod.yaml", "dev.yaml").choose(given) == "prod"


def test_the_only_stack_is_chosen(write: Write) -> None:
    """Where there is one, it needs no naming."""
    assert stacks_of(write, "prod.yaml").choose(None) == "prod"


@pytest.mark.parametrize(
    ("files", "stack", "message"),
    [
        ([], None, "no stack file in .*\n  fix: write Pulumi.NAME.yaml"),
        (["a.yaml", "b.yaml"], None, "several stacks: a, b\n  fix: name one with --stack"),
        (["a.yaml"], "b", "stack 'b' has no file in .*; there are a\n  fix: write Pulumi.b.yaml"),
        ([], "b", "stack 'b' has no file in [^;]*\n"),
    ],
)
def test_a_choice_that_cannot_be_made(
    write: Write, files: list[str], stack: str | None, message: str
) -> None:
    """The error lists what there is and says what to do."""
    with pytest.raises(AirworthyError, match=message):
        stacks_of(write, *files).choose(stack)


@pytest.mark.parametrize("key", ["stackConfigDir", "config"])
def test_stack_files_may_lie_elsewhere(write: Write, key: str) -> None:
    """In the folder that `stackConfigDir` names, or `config` in older projects."""
    project = find_project(
        write(
            **{
                "Pulumi.yaml": f"name: shop\nruntime: python\n{key}: stacks\n",
                "stacks/Pulumi.prod.yml": "config: {shop:a: 1}",
            }
        )
    )

    assert project.choose(None) == "prod"
    assert project.stack_file("prod").config == {"shop:a": 1}


def test_project_defaults_hold_where_the_stack_says_nothing(write: Write) -> None:
    """In each of the forms that a project file may give them, with their place."""
    project = find_project(
        write(
            **{
                "Pulumi.yaml": (
                    "name: shop\nruntime: python\nconfig:\n"
                    "  plain: 1\n"
                    "  aws:region: {value: eu-west-1}\n"
                    "  typed: {type: integer, default: 3}\n"
                    "  named: {description: x, default: 4}\n"
                    "  required: {type: string}\n"
                    "  hidden: {secret: true}\n"
                    "  airworthy:gate: {items: strict}\n"
                    "  7: seven\n"
                ),
                "Pulumi.prod.yaml": "config:\n  shop:typed: 5\n",
            }
        )
    )
    file = project.stack_file("prod")

    assert file.config == {
        "shop:plain": 1,
        "aws:region": "eu-west-1",
        "shop:typed": 5,
        "shop:named": 4,
        "airworthy:gate": {"items": "strict"},
        "shop:7": "seven",
    }
    assert str(file.where("gate")) == "Pulumi.yaml:10"
    assert str(file.lines["shop:typed",]) == "Pulumi.prod.yaml:2"


def test_another_stack_file_can_be_given(write: Write) -> None:
    """As with Pulumi's own --config-file."""
    root = write(**{"Pulumi.prod.yaml": "config: {a: 1}", "other.yaml": "config: {a: 2}"})

    assert find_project(root).stack_file("prod", root / "other.yaml").config == {"shop:a": 2}


def test_a_stack_file_that_is_not_there(write: Write) -> None:
    """The path sought is named."""
    with pytest.raises(AirworthyError, match=re.escape("Pulumi.prod.yaml: No such file")):
        find_project(write()).stack_file("prod")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "a"),
        (True, "true"),
        (False, "false"),
        (None, ""),
        (5, "5"),
        (1.5, "1.5"),
        ({"a": [True, None]}, '{"a": [true, null]}'),
        (date(2027, 1, 31), "2027-01-31T00:00:00Z"),
        (datetime(2027, 1, 31, 4, 5, tzinfo=UTC), "2027-01-31T04:05:00+00:00"),
        ([date(2027, 1, 31)], '["2027-01-31T00:00:00Z"]'),
        ({"a": 1j}, '{"a": "1j"}'),
    ],
    ids=repr,
)
def test_configuration_reaches_the_program_as_text(value: object, text: str) -> None:
    """Structures as JSON, dates as the midnight that Pulumi makes of them."""
    assert config_text(value) == text
