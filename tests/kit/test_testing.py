from __future__ import annotations

import pytest

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, rule
from airworthy.kit.testing import ABSENT, Case, changed, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome, Severity

PARENT = resource("x:y:Z", name="parent")
BASELINE = resource(
    "a:b:C",
    {"size": 3, "spec": {"list": [{"image": "a"}, {"image": "b"}]}, "u": UNKNOWN},
    parent=PARENT,
    options={"protect": True, "customTimeouts": {"create": "5m"}},
    refers={"size": (PARENT,), "spec": (PARENT,)},
    provider="urn::id",
)


@rule(proves=("x",), on=("a:b:C",), severity=Severity.LOW, fix="Enlarge it.")
def large_enough(it: Resource, stack: Stack) -> Findings:
    """It is large enough.

    Small ones break.
    """
    if it.number("size", 0) < len(stack):
        yield it.expected("size", f"{len(stack)}")


def test_a_resource_for_a_test_hangs_together() -> None:
    """Its URN has its parent's types, and what it refers to it depends on, once."""
    assert BASELINE.urn == "urn:pulumi:test::project::x:y:Z$a:b:C::it"
    assert BASELINE.parent == PARENT.urn
    assert BASELINE.dependencies == (PARENT.urn,)
    assert BASELINE.property_dependencies == {"size": (PARENT.urn,), "spec": (PARENT.urn,)}
    assert BASELINE.provider == "urn::id"
    assert resource("a:b:C").inputs == {}


@pytest.mark.parametrize(
    ("changes", "path", "value"),
    [
        ({"size": 5}, "size", 5),
        ({"spec.list.1.image": "c"}, "spec.list", [{"image": "a"}, {"image": "c"}]),
        ({"spec.list.0": ABSENT}, "spec.list", [{"image": "b"}]),
        ({"spec.list.0": {"image": "x"}}, "spec.list", [{"image": "x"}, {"image": "b"}]),
        ({"new.below": 1}, "new.below", 1),
        ({"size": ABSENT}, "size", None),
        ({"none": ABSENT}, "none", None),
        ({"new.below": ABSENT}, "new", None),
    ],
    ids=str,
)
def test_one_property_is_changed(changes: dict[str, object], path: str, value: object) -> None:
    """By dotted path; numbers index lists, ABSENT removes and makes nothing on its way."""
    assert changed(BASELINE, changes).get(path) == value


def test_options_are_changed_by_their_prefix() -> None:
    """As the properties are, at any depth."""
    it = changed(BASELINE, {"options:protect": False, "options:customTimeouts.create": "1m"})

    assert it.options == {"protect": False, "customTimeouts": {"create": "1m"}}


def test_the_baseline_stays() -> None:
    """Each row starts from the same one; the unknown stays the one there is."""
    it = changed(BASELINE, {"spec.list.0.image": "x", "options:customTimeouts.create": "1m"})

    assert BASELINE.get("spec.list") == [{"image": "a"}, {"image": "b"}]
    assert BASELINE.option.text("customTimeouts.create") == "5m"
    assert it.inputs["u"] is UNKNOWN


@pytest.mark.parametrize("path", ["size.below", "size.deep.below"])
def test_a_path_that_leads_nowhere_is_a_mistake(path: str) -> None:
    """A row that changes nothing would pass unnoticed."""
    with pytest.raises(LookupError, match="nothing to change at size"):
        changed(BASELINE, {path: 1})
    with pytest.raises(LookupError):
        changed(resource("a:b:C", {"x": Secret({})}), {"x.y": 1})


@pytest.mark.parametrize(
    "case",
    [
        Case("large", {}, Outcome.PASS),
        Case("small", {"size": 0}, Outcome.FAIL, "size is 0, expected 1"),
        Case("unknown", {"size": UNKNOWN}, Outcome.UNKNOWN, "size is only known"),
        Case("others", {}, Outcome.FAIL, beside=(PARENT, PARENT, PARENT)),
    ],
    ids=str,
)
def test_a_row_gets_its_verdict(case: Case) -> None:
    """The outcome, and the words where the row has some."""
    case.check(large_enough, BASELINE)


def test_a_row_may_replace_what_stands_beside() -> None:
    """The table's own neighbours hold unless the row has others."""
    beside = (PARENT, PARENT, PARENT)

    Case("the table's", {}, Outcome.FAIL).check(large_enough, BASELINE, beside)
    Case("none", {}, Outcome.PASS, beside=()).check(large_enough, BASELINE, beside)


@pytest.mark.parametrize(
    ("case", "message"),
    [
        (Case("a", {}, Outcome.FAIL), r"large-enough, a: pass \(\), expected fail \(\)"),
        (Case("b", {"size": 0}, Outcome.FAIL, "tiny"), r"fail \(size is 0.*expected fail \(tiny\)"),
    ],
    ids=str,
)
def test_a_wrong_row_is_explained(case: Case, message: str) -> None:
    """With what came and what was expected."""
    with pytest.raises(AssertionError, match=message):
        case.check(large_enough, BASELINE)


def test_a_baseline_of_another_type_is_a_mistake() -> None:
    """A table against a type that the rule never sees would prove nothing."""
    with pytest.raises(AssertionError, match="large-enough does not judge a:b:D"):
        Case("x", {}, Outcome.FAIL).check(large_enough, resource("a:b:D"))


def test_absent_prints_as_a_word() -> None:
    """In the ids and messages of a table."""
    assert repr(ABSENT) == "absent"
