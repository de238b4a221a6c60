from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airworthy.kit.tree import Items, Tree
from airworthy.kit.values import (
    MASK,
    UNKNOWN,
    Secret,
    Unknown,
    UnknownRead,
    masked,
    secret_texts,
    show,
)

HIDDEN = "correct horse"

hiding = st.recursive(
    st.just(Secret(HIDDEN)) | st.just(Secret({"user": HIDDEN})) | st.just(Secret([[HIDDEN]])),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


def test_there_is_one_unknown() -> None:
    """A copy of the unknown, deep or pickled, is the unknown."""
    assert copy.deepcopy({"a": UNKNOWN})["a"] is UNKNOWN
    assert copy.copy(UNKNOWN) is UNKNOWN
    assert pickle.loads(pickle.dumps(UNKNOWN)) is UNKNOWN  # noqa: S301 - our own bytes


@pytest.mark.parametrize("form", [repr, str, "{}".format, lambda value: f"{value!r}"])
def test_a_secret_prints_as_a_mask(form: Callable[[object], str]) -> None:
    """However it is printed, a secret's text stays inside."""
    assert form(Secret(HIDDEN)) == MASK


@given(hiding)
def test_no_form_of_a_value_shows_a_secret(raw: object) -> None:
    """Shown, masked as JSON or printed as a tree, what is secret stays masked at any depth."""
    tree = Tree({"top": raw})
    forms = [
        show(raw),
        repr(raw),
        json.dumps(masked(raw)),
        repr(tree),
        str(tree),
        tree.shown("top"),
        repr(tree.get("top")) if isinstance(raw, list | dict) else "",
    ]

    assert [form for form in forms if HIDDEN in form] == []


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (None, "absent"),
        (UNKNOWN, "unknown"),
        (Secret(UNKNOWN), MASK),
        (True, "true"),
        ("a", '"a"'),
        ({"b": 1, "a": [UNKNOWN]}, '{"a": ["[unknown]"], "b": 1}'),
        (Items([Secret(1)]), f'["{MASK}"]'),
        (Tree({"a": (1, 2)}), '{"a": [1, 2]}'),
        ("two\nlines", '"two\\nlines"'),
        ("ü", '"ü"'),
    ],
    ids=repr,
)
def test_show_is_one_short_line(raw: object, shown: str) -> None:
    """A message has room for one line."""
    assert show(raw) == shown


def test_show_cuts_what_is_long() -> None:
    """Eighty characters are the most, the last of them an ellipsis."""
    shown = show("x" * 200)

    assert len(shown) == 80
    assert shown.endswith("x…")


@pytest.mark.parametrize(
    ("raw", "texts"),
    [
        (Secret(HIDDEN), {HIDDEN}),
        ({"a": [Secret({"b": (HIDDEN,)})], "c": "open"}, {HIDDEN}),
        (Secret('with "quotes"'), {'with "quotes"', 'with \\"quotes\\"'}),
        (Secret("zwölf\x01"), {"zwölf\x01", "zwölf\\x01", "zwölf\\u0001", "zw\\u00f6lf\\u0001"}),
        (Secret("abc"), set()),
        (Secret(12345), set()),
        (Secret(UNKNOWN), set()),
        ("open", set()),
    ],
)
def test_secret_texts_are_found_at_any_depth(raw: object, texts: set[str]) -> None:
    """Also as JSON and Python escape them, unless they are so short as to occur by chance."""
    assert set(secret_texts(raw)) == texts


def test_a_tree_is_a_mapping() -> None:
    """Keys are known even where values are not; reading all values stops at an unknown."""
    tree = Tree({"a": 1, "a.dotted": 2, "u": UNKNOWN})

    assert list(tree) == ["a", "a.dotted", "u"]
    assert len(tree) == 3
    assert tree["a.dotted"] == 2
    assert "u" in tree
    assert "none" not in tree
    assert isinstance(tree.raw["u"], Unknown)
    with pytest.raises(UnknownRead):
        dict(tree.items())
    with pytest.raises(KeyError):
        _ = tree["none"]


def test_items_are_a_sequence() -> None:
    """A list reads as a list, equals one, and is no text of one letter."""
    items = Tree({"x": ["*", "b", {"c": 1}]}).list("x")

    assert items[0] == "*"
    assert items[1:2] == ["b"]
    assert len(items) == 3
    assert items == ["*", "b", {"c": 1}]
    assert items != ["*"]
    assert Items(["*"]) != "*"
    assert Items([]) != 5
    assert repr(items) == '["*", "b", {"c": 1}]'
    with pytest.raises(UnknownRead, match=r"^x\[1\]$"):
        list(Items([1, UNKNOWN], "x"))
