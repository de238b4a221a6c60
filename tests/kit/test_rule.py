from __future__ import annotations

from collections.abc import Callable

import pytest

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, Rule, rule
from airworthy.kit.testing import resource
from airworthy.kit.verdict import Severity

IT = resource("a:b:C")
make = rule(proves=("x",), on=("a:b:C",), severity=Severity.LOW, fix="Mend it.", source="a page")


@make
def disks_are_encrypted(disk: Resource) -> Findings:
    """Disks are encrypted.

    A stolen disk
    must not be readable.
    """
    yield f"{disk.name} is plain"


@make
def alarms_stand_beside(_disk: Resource, stack: Stack) -> Findings:
    """Alarms stand beside.

    Nobody watches a disk.
    """
    yield f"{len(stack)} resources"


def test_a_function_becomes_a_rule() -> None:
    """Its name gives the id, its docstring title and reason, the decorator the rest."""
    made = disks_are_encrypted

    assert isinstance(made, Rule)
    assert made.id == "disks-are-encrypted"
    assert made.title == "Disks are encrypted"
    assert made.reason == "A stolen disk must not be readable."
    assert (made.proves, made.on, made.severity) == (("x",), ("a:b:C",), Severity.LOW)
    assert (made.fix, made.source, made.waivable) == ("Mend it.", "a page", True)
    assert not made.across
    assert list(made.findings(IT, Stack((IT,)))) == ["it is plain"]


def test_a_second_parameter_receives_the_stack() -> None:
    """For what must be present beside the resource."""
    assert alarms_stand_beside.across
    assert list(alarms_stand_beside.findings(IT, Stack((IT,)))) == ["1 resources"]


def test_a_rule_may_refuse_waivers() -> None:
    """It says so itself."""
    strict = rule(proves=(), on=(), severity=Severity.LOW, fix="", waivable=False)

    assert not strict(alarms_stand_beside.body).waivable


def without_docstring(_it: Resource) -> Findings:
    yield ""


def without_reason(_it: Resource) -> Findings:
    """A title."""
    yield ""


def without_parameter() -> Findings:
    """A title.

    A reason.
    """
    yield ""


def of_three(_it: Resource, _stack: Stack, _more: object) -> Findings:
    """A title.

    A reason.
    """
    yield ""


@pytest.mark.parametrize("body", [without_docstring, without_reason, without_parameter, of_three])
def test_an_incomplete_rule_is_refused_on_import(body: Callable[..., Findings]) -> None:
    """The author reads at once what is wanted."""
    with pytest.raises(TypeError, match=rf"rule {body.__name__}: wanted a docstring of title, bl"):
        make(body)
