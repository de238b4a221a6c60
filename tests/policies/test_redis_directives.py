"""redis.conf and arguments, read as Redis reads them."""

from __future__ import annotations

import pytest

from airworthy.kit.values import UNKNOWN, UnknownRead
from airworthy.policies.redis_directives import Directive, Directives, from_arguments, from_file


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("appendonly yes", "yes"),
        ("  AppendOnly   yes  ", "yes"),
        ("appendonly no\nappendonly yes", "yes"),
        ('appendonly "yes"', "yes"),
        ("# appendonly yes", "no"),
        ('broken "quote\nappendonly yes', "yes"),
        ("appendonly", ""),
        ("include /x\nappendonly yes", "yes"),
        ("", "no"),
    ],
)
def test_the_last_value_holds(text: str, value: str) -> None:
    """Names in any case, quotes, comments and repetition are those of Redis."""
    assert Directives(from_file(text)).value("appendonly", "no") == value


def test_an_include_hides_what_comes_before() -> None:
    """A file included afterwards may say otherwise."""
    with pytest.raises(UnknownRead, match="appendonly"):
        Directives(from_file("appendonly yes\ninclude /x")).value("appendonly", "no")


@pytest.mark.parametrize(
    ("text", "saves"),
    [
        ("", True),
        ("save 900 1", True),
        ('save ""', False),
        ("save 900 1\nsave ''", False),
        ('save ""\nsave 60 1', True),
    ],
)
def test_save_points(text: str, *, saves: bool) -> None:
    """Save points add up until an empty one removes them all."""
    assert Directives(from_file(text)).saves() is saves


@pytest.mark.parametrize("setting", [Directive("save", (UNKNOWN,)), Directive("include", ("/x",))])
def test_unknown_save_points(setting: Directive) -> None:
    """What cannot be read is unknown, not absent."""
    with pytest.raises(UnknownRead, match="save"):
        Directives((setting,)).saves()


def test_arguments() -> None:
    """Each option takes the words up to the next; what stands before the first is no setting."""
    words = ("sh", "-c", "redis-server", "--save", "900", "1", "--", "--Port", '"6379"', UNKNOWN)

    assert from_arguments(words) == (
        Directive("save", ("900", "1", "--")),
        Directive("port", ("6379", UNKNOWN)),
    )


def test_values() -> None:
    """Every value of a setting is found, and whether there is any."""
    found = Directives(from_file("requirepass a\nrequirepass b"))

    assert list(found.values("requirepass")) == ["a", "b"]
    assert found.has("requirepass")
    assert not found.has("port")
