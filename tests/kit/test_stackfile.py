from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airworthy.kit.errors import AirworthyError
from airworthy.kit.location import Location
from airworthy.kit.stackfile import StackFile
from airworthy.kit.values import UNKNOWN, Secret

TEXT = """\
# a comment
config:
  aws:region: eu-central-1
  airworthy:checklists:
    - marketplace
    - shop
  airworthy:waivers:
    - rule: a-rule
      expires: 2027-01-31

    - rule: another
  airworthy:network: {vpc_id: vpc-1}
  size: 3
"""


def parsed(text: str) -> StackFile:
    return StackFile.parse(text, name="Pulumi.prod.yaml", project="shop")


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("checklists",), 4),
        (("checklists", 1), 6),
        (("checklists", 7), 4),
        (("waivers", 0, "expires"), 9),
        (("waivers", 1), 11),
        (("waivers", 1, "expires"), 11),
        (("network", "vpc_id"), 12),
        (("network", "subnets", 0), 12),
        (("gate",), 1),
        ((), 1),
    ],
)
def test_every_key_has_its_line(path: tuple[str | int, ...], line: int) -> None:
    """A key that is not written is sought at its nearest parent that is."""
    assert parsed(TEXT).where(*path) == Location("Pulumi.prod.yaml", line)


def test_values_by_full_key() -> None:
    """A key without a namespace belongs to the project; ours are read by their short name."""
    file = parsed(TEXT)

    assert file.config["aws:region"] == "eu-central-1"
    assert file.config["shop:size"] == 3
    assert file.ours("network") == {"vpc_id": "vpc-1"}
    assert file.ours("gate") is None
    assert file.has("network", "vpc_id")
    assert not file.has("network", "subnets")
    assert file.lines["shop:size",].line == 13


def test_encrypted_values_are_unknown_secrets() -> None:
    """Nobody holds their key here, so their text is neither known nor shown."""
    file = parsed(
        "config:\n  a: {secure: v1:xx}\n  b: {inner: {secure: yy}, list: [{secure: zz}, 1]}\n"
    )

    assert file.config["shop:a"] == Secret(UNKNOWN)
    assert file.config["shop:b"] == {"inner": Secret(UNKNOWN), "list": [Secret(UNKNOWN), 1]}


@pytest.mark.parametrize("value", ["{secure: true}", "{secure: x, port: 443}"])
def test_a_setting_called_secure_is_not_encrypted(value: str) -> None:
    """Pulumi encrypts to a mapping of one text; anything else is the program's own."""
    assert isinstance(parsed(f"config: {{a: {value}}}").config["shop:a"], dict)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [", "Pulumi.prod.yaml:1: expected the node content, but found '<stream end>'"),
        ("config:\n  a: 1\n b: 2\n", "Pulumi.prod.yaml:3: "),
        ("\tconfig: 1", "Pulumi.prod.yaml:1: found character '\\t' that cannot start any token"),
        ("config: {a: !vault x}", "Pulumi.prod.yaml:1: could not determine a constructor"),
        ("a: \0", "Pulumi.prod.yaml: the text is not YAML"),
        ("- a", "Pulumi.prod.yaml:1: the top level is not a mapping of keys to values"),
        ("\nconfig: [a]", "Pulumi.prod.yaml:2: config is not a mapping of keys to values"),
        ("config:\n  a: 1\n  b: 2\n  a: 3", "Pulumi.prod.yaml:4: a is written twice, first on lin"),
        ("config:\n  a: {x: 1, x: 2}", "Pulumi.prod.yaml:2: x is written twice, first on line 2"),
        ("config:\n  a: 1\n  shop:a: 3", "Pulumi.prod.yaml:3: shop:a is written twice, first on l"),
    ],
)
def test_bad_yaml_names_its_line(text: str, message: str) -> None:
    """Every message begins with the file and, where there is one, the line."""
    with pytest.raises(AirworthyError, match="^" + re.escape(message)):
        parsed(text)


@pytest.mark.parametrize("text", ["", "# nothing\n", "encryptionsalt: v1:xx\n", "config:\n"])
def test_a_file_may_hold_no_configuration(text: str) -> None:
    """An empty file is an empty configuration."""
    assert parsed(text).config == {}


def test_a_date_that_is_none_stays_text() -> None:
    """Whoever reads the key can then say what is wrong with it, and where."""
    file = parsed("config: {a: 2027-02-30, b: 2027-02-28}")

    assert file.config == {"shop:a": "2027-02-30", "shop:b": date(2027, 2, 28)}


def test_keys_need_not_be_text() -> None:
    """Numbers and merged mappings are keys too; nothing of that stops a run."""
    file = parsed("base: &base {shared: 1}\nconfig:\n  <<: *base\n  5: five\n  a: {<<: *base}\n")

    assert file.config == {"shop:shared": 1, "shop:5": "five", "shop:a": {"shared": 1}}


def test_defaults_lie_below() -> None:
    """What the stack's file leaves out comes from the project's, with its place there."""
    defaults = StackFile(
        name="Pulumi.yaml",
        config={"airworthy:system": "x", "airworthy:gate": {"items": "strict"}},
        lines={
            ("airworthy:system",): Location("Pulumi.yaml", 7),
            ("airworthy:gate",): Location("Pulumi.yaml", 8),
        },
    )
    file = parsed("config:\n  airworthy:gate: {items: lenient}\n").over(defaults)

    assert file.name == "Pulumi.prod.yaml"
    assert file.ours("system") == "x"
    assert file.ours("gate") == {"items": "lenient"}
    assert str(file.where("system")) == "Pulumi.yaml:7"
    assert str(file.where("gate")) == "Pulumi.prod.yaml:2"


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever is in the file, a person reads an error and never a traceback."""
    with suppress(AirworthyError):
        assert isinstance(parsed(text), StackFile)
