"""The one renderer: what a template's target takes, and what it refuses."""

from __future__ import annotations

import hashlib
import importlib.util
import shlex
import subprocess
from dataclasses import dataclass
from typing import ClassVar

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airworthy.kit.duration import Duration
from airworthy.templates import artefact
from airworthy.templates.artefact import Artefact

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Query(Artefact):
    template: ClassVar[str] = "query.sql.j2"

    value: object


@dataclass(frozen=True, kw_only=True, slots=True)
class Named(Artefact):
    template: ClassVar[str] = "named.sql.j2"

    value: object


@dataclass(frozen=True, kw_only=True, slots=True)
class Script(Artefact):
    template: ClassVar[str] = "script.sh.j2"

    value: object


@dataclass(frozen=True, kw_only=True, slots=True)
class Conf(Artefact):
    template: ClassVar[str] = "some.conf.j2"

    value: object


@dataclass(frozen=True, kw_only=True, slots=True)
class Elsewhere(Artefact):
    template: ClassVar[str] = "page.html.j2"


@dataclass(frozen=True, kw_only=True, slots=True)
class Incomplete(Artefact):
    template: ClassVar[str] = "script.sh.j2"


SOURCES = {
    "query.sql.j2": "select {{ value }};",
    "named.sql.j2": "select * from {{ value | identifier }};",
    "script.sh.j2": "printf %s {{ value }}",
    "some.conf.j2": "key {{ value }}\n",
}


@pytest.fixture(scope="module", autouse=True)
def _sources() -> object:
    """The renderer with templates of this test's own; everything else is as shipped."""
    patch = pytest.MonkeyPatch()
    patch.setattr(artefact, "PackageLoader", lambda *_: jinja2.DictLoader(SOURCES))
    forget = artefact._environment.cache_clear  # noqa: SLF001 - renderers are kept by target
    forget()
    yield None
    patch.undo()
    forget()


def word_of(script: str) -> str:
    return script.removeprefix("printf %s ")


@given(TEXT)
def test_a_shell_word_comes_back_whole(text: str) -> None:
    """Any text is one word of the shell, and the same text."""
    assert shlex.split(word_of(Script(value=text).render())) == [text]


@given(TEXT.filter(lambda text: "\r" not in text))
@settings(max_examples=25, deadline=None)
def test_the_shell_itself_agrees(text: str) -> None:
    """What sh prints is what the value was: nothing is expanded, run or lost."""
    run = subprocess.run(
        ["sh", "-c", Script(value=text).render()], capture_output=True, check=True, timeout=30
    )

    assert run.stdout.decode() == text


@given(TEXT)
def test_a_sql_literal_ends_where_it_should(text: str) -> None:
    """Quotes are doubled, so the literal ends at its own last character and nowhere before."""
    literal = Query(value=text).render().removeprefix("select ").removesuffix(";")

    assert (literal[0], literal[-1]) == ("'", "'")
    assert "'" not in literal[1:-1].replace("''", "")
    assert literal[1:-1].replace("''", "'") == text


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        ("it's", "'it''s'"),
        ("'; drop table users; --", "'''; drop table users; --'"),
        (5, "5"),
        (0.25, "0.25"),
        (True, "true"),
        (False, "false"),
        (Duration.of(minutes=90), "'90m'"),
    ],
)
def test_sql_literals(value: object, literal: str) -> None:
    """Text is quoted; numbers and booleans are written as SQL has them."""
    assert Query(value=value).render() == f"select {literal};"


@given(st.from_regex(r"[a-z_][a-z0-9_]{0,62}", fullmatch=True))
def test_a_plain_identifier_is_quoted(name: str) -> None:
    """A plain identifier is quoted once, and not escaped a second time as a literal."""
    text = Named(value=name).render()

    assert text.removeprefix("select * from ").removesuffix(";") == f'"{name}"'


@given(TEXT.filter(lambda text: not artefact.IDENTIFIER.fullmatch(text)))
def test_any_other_identifier_is_refused(name: str) -> None:
    """No quoting trick makes an identifier of anything else."""
    with pytest.raises(ValueError, match="no plain SQL identifier"):
        Named(value=name).render()


@pytest.mark.parametrize(
    ("value", "word"),
    [("everysec", "everysec"), (True, "true"), (300, "300"), ("64mb", "64mb"), ("*", "*")],
)
def test_a_configuration_file_takes_words(value: object, word: str) -> None:
    """A word of a configuration file is written as it is."""
    assert Conf(value=value).render() == f"key {word}\n"


@pytest.mark.parametrize("value", ["", "two words", "line\nbreak", '"', "#", "a;b", "yes\n"])
def test_a_configuration_file_takes_nothing_else(value: str) -> None:
    """What could begin another setting or a comment is refused."""
    with pytest.raises(ValueError, match="no single word"):
        Conf(value=value).render()


@pytest.mark.parametrize(
    "value", [None, float("nan"), float("inf"), "a\0b", [1], {"a": 1}, object(), b"bytes"]
)
@pytest.mark.parametrize("kind", [Query, Named, Script, Conf])
def test_what_has_no_text_is_refused(kind: type[Query], value: object) -> None:
    """None is not the word None, and a list is no value."""
    with pytest.raises(ValueError, match="cannot stand in an artefact"):
        kind(value=value).render()


def test_a_value_that_is_missing_is_no_empty_text() -> None:
    """A template that names a value which the class lacks does not render."""
    with pytest.raises(jinja2.UndefinedError, match="value"):
        Incomplete().render()


def test_a_target_without_escaping_is_refused() -> None:
    """A suffix that nobody has thought about does not render unescaped."""
    with pytest.raises(LookupError, match="html"):
        Elsewhere().render()


def test_the_digest_is_that_of_the_text() -> None:
    """What a run record names is the SHA-256 of the text as it is deployed."""
    found = Query(value="x")

    assert found.digest() == hashlib.sha256(b"select 'x';").hexdigest()


def test_the_digest_follows_the_values() -> None:
    """Two values, two digests; the same value, the same digest."""
    assert Query(value="x").digest() == Query(value="x").digest() != Query(value="y").digest()


def test_templates_are_found_in_the_package() -> None:
    """The shipped templates lie beside the renderer."""
    spec = importlib.util.find_spec("airworthy.templates")

    assert spec is not None
    assert spec.submodule_search_locations
