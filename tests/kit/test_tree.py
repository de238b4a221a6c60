from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airworthy.kit.testing import resource
from airworthy.kit.tree import Items, Tree
from airworthy.kit.values import MASK, UNKNOWN, Malformed, Secret, UnknownRead

HIDDEN = "correct horse"

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
values = st.recursive(
    scalars | st.just(UNKNOWN),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=4), inner, max_size=3)
        | inner.filter(lambda value: not isinstance(value, Secret)).map(Secret)
    ),
    max_leaves=8,
)


def test_reading_follows_the_path() -> None:
    """A dotted path leads down; what is absent or null reads as its default."""
    tree = Tree({"a": {"b": {"c": 1}, "null": None}, "text": "x"})

    assert tree.get("a.b.c") == 1
    assert tree.get("a.b.none") is None
    assert tree.get("a.null", "default") == "default"
    assert tree.get("text.below") is None
    assert tree.tree("a.b").at("c") == "a.b.c"
    assert tree.has("a.b")
    assert not tree.has("a.null")


@pytest.mark.parametrize("path", ["a", "a.below", "b.0", "secret", "inner.x"])
def test_reading_an_unknown_raises(path: str) -> None:
    """Nobody can mistake an unknown for a value."""
    tree = Tree(
        {"a": UNKNOWN, "b": {"0": UNKNOWN}, "secret": Secret(UNKNOWN), "inner": {"x": UNKNOWN}}
    )

    with pytest.raises(UnknownRead):
        tree.get(path)
    assert tree.is_unknown(path)
    assert tree.has(path)


def test_an_unknown_names_its_path() -> None:
    """The verdict says what is not known yet, from the resource's root down."""
    tree = Tree({"a": [{"b": UNKNOWN}]})

    with pytest.raises(UnknownRead, match=r"^a\[0\]\.b$"):
        tree.trees("a")[0].get("b")
    with pytest.raises(UnknownRead, match=r"^a\.x$"):
        _ = Tree({"x": UNKNOWN}, "a")["x"]


def test_a_secret_is_read_and_stays_marked() -> None:
    """A rule may compare a secret, and every part of a secret container is a secret."""
    tree = Tree({"one": Secret("s3cr"), "all": Secret({"list": [{"x": "deep"}], "u": UNKNOWN})})

    assert tree.get("one") == "s3cr"
    assert tree.is_secret("one")
    assert tree.get("all.list") == [{"x": "deep"}]
    assert tree.tree("all").trees("list")[0].is_secret("x")
    assert tree.is_secret("all.list")
    assert tree.is_unknown("all.u")
    assert not tree.has("all.none")
    assert repr(tree.tree("all")) == f'{{"list": "{MASK}", "u": "[unknown]"}}'


def test_a_resource_reads_as_its_inputs() -> None:
    """The resource itself has all the readers."""
    database = resource("a:b:C", {"size": "5", "tags": {"a": "b"}})

    assert database.number("size", 0) == 5
    assert database.tree("tags") == {"a": "b"}


@pytest.mark.parametrize(
    ("raw", "text"),
    [("a", "a"), (5, "5"), (5.0, "5"), (1.5, "1.5"), (True, "true"), (None, "default")],
    ids=repr,
)
def test_text_takes_what_providers_take(raw: object, text: str) -> None:
    """Numbers and booleans are taken as their text."""
    assert Tree({"x": raw}).text("x", "default") == text


@pytest.mark.parametrize(
    ("raw", "flag"),
    [(True, True), (False, False), ("true", True), ("false", False), (None, True)],
    ids=repr,
)
def test_flag_takes_what_providers_take(raw: object, *, flag: bool) -> None:
    """The words true and false are taken too."""
    assert Tree({"x": raw}).flag("x", default=True) is flag


@pytest.mark.parametrize(
    ("raw", "number"), [(5, 5), (1.5, 1.5), ("6", 6), ("1e3", 1000), (None, 7)]
)
def test_number_takes_what_providers_take(raw: object, number: float) -> None:
    """Decimal text is taken too."""
    assert Tree({"x": raw}).number("x", 7) == number


def test_containers_are_empty_where_absent() -> None:
    """A rule needs no case for an absent container."""
    tree = Tree({})

    assert tree.tree("x") == {}
    assert tree.list("x") == []
    assert tree.texts("x") == ()
    assert tree.trees("x") == ()
    assert tree.document("x") == {}


@pytest.mark.parametrize(
    ("reader", "raw", "wanted"),
    [
        ("text", [], "a string"),
        ("flag", "yes", "true or false"),
        ("flag", 1, "true or false"),
        ("number", "a week", "a number"),
        ("number", True, "a number"),
        ("number", "nan", "a number"),
        ("number", [1], "a number"),
        ("number", 10**400, "a number"),
        ("tree", [], "a mapping"),
        ("list", {}, "a list"),
        ("texts", ["a", 1], "a list of strings"),
        ("trees", [{}, "a"], "a list of mappings"),
        ("document", "[1]", "a JSON object"),
        ("document", "{", "JSON"),
        ("document", 5, "a mapping"),
    ],
    ids=repr,
)
def test_a_shape_that_no_provider_takes_is_malformed(reader: str, raw: object, wanted: str) -> None:
    """The typed readers say where, what was seen and what was wanted."""
    with pytest.raises(Malformed, match=rf"^up\.x is .*, expected {wanted}$") as malformed:
        read(Tree({"x": raw}, "up"), reader)
    assert malformed.value.path == "up.x"


@pytest.mark.parametrize("reader", ["text", "flag", "number", "tree", "list", "texts", "trees"])
def test_malformed_secrets_stay_hidden(reader: str) -> None:
    """What is wrong with a secret is said without its text."""
    raw: object = Secret([[HIDDEN]]) if reader in {"text", "texts", "trees"} else Secret(HIDDEN)

    with pytest.raises(Malformed) as malformed:
        read(Tree({"x": raw}), reader)
    assert HIDDEN not in str(malformed.value)


@given(values, st.sampled_from(["text", "flag", "number", "tree", "list", "texts", "trees"]))
def test_typed_readers_are_total(raw: object, reader: str) -> None:
    """Whatever a program registered, reading gives the type asked for or one of two signals."""
    wanted = {"text": str, "flag": bool, "number": float | int, "tree": Tree, "list": Items}

    try:
        value = read(Tree({"x": raw}), reader)
    except (UnknownRead, Malformed):
        return
    assert isinstance(value, wanted.get(reader, tuple))


@given(st.text() | st.dictionaries(st.text(), st.text()).map(json.dumps))
def test_documents_are_total(text: str) -> None:
    """Any string is a JSON object or malformed."""
    try:
        document = Tree({"x": text}).document("x")
    except Malformed:
        return
    assert dict(document) == json.loads(text)


def test_a_document_is_read_as_a_tree() -> None:
    """A policy given as JSON text reads as one given as a mapping; a secret one stays secret."""
    text = '{"Statement": [{"Effect": "Allow"}]}'
    tree = Tree({"text": text, "mapping": {"Statement": [{"Effect": "Allow"}]}, "s": Secret(text)})

    assert tree.document("text") == tree.document("mapping")
    assert tree.document("text").trees("Statement")[0].at("Effect") == "text.Statement[0].Effect"
    assert tree.document("s").is_secret("Statement")


def test_what_is_no_json_reads_as_its_text() -> None:
    """A value of a strange type, as from an in-process source, is taken as its text."""
    assert Tree({"x": 1j}).get("x") == "1j"


def read(tree: Tree, reader: str) -> object:
    if reader == "flag":
        return tree.flag("x", default=True)
    if reader == "number":
        return tree.number("x", 0)
    return getattr(tree, reader)("x")
