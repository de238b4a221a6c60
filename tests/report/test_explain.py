"""`airworthy explain` and `airworthy checklist show`."""

from __future__ import annotations

import pytest

from airworthy.checklists.load import load_catalogue
from airworthy.kit.errors import AirworthyError
from airworthy.policies.discovery import load_rules
from airworthy.report.explain import explain, show_checklist

RULES, CATALOGUE = load_rules(), load_catalogue()


@pytest.mark.parametrize("name", sorted({*RULES, *CATALOGUE.controls}))
def test_every_rule_and_control_can_be_explained(name: str) -> None:
    """Each id yields its statement, its reason, and what to do or what it takes."""
    text = explain(name, RULES, CATALOGUE)

    assert name in text
    assert "why " in text


def test_a_control_names_what_supplies_it_and_where_it_is_encoded() -> None:
    """Kinds of evidence with their sources, the component, the items that ask for it."""
    text = explain("engine-version-supported", RULES, CATALOGUE)

    assert "encoded  components/postgres.py" in text
    assert "asked    marketplace:6" in text


def test_kinds_that_nothing_offers_say_so() -> None:
    """A control that needs a drill says that there is none."""
    assert "drill    nothing offers one yet" in explain("restore-proven", RULES, CATALOGUE)


def test_an_unknown_name_gets_the_nearest() -> None:
    """A misspelt id is answered with those like it."""
    with pytest.raises(AirworthyError) as caught:
        explain("database-encrypted-at-rst", RULES, CATALOGUE)

    assert "did you mean database-encrypted-at-rest" in str(caught.value)


def test_a_name_like_no_other() -> None:
    """An id like no other leads to the list of controls."""
    with pytest.raises(AirworthyError, match="checklist show"):
        explain("qqqqqqqq", RULES, CATALOGUE)


def test_a_checklist_shows_every_item() -> None:
    """All items with their controls, needs and suppliers."""
    text = show_checklist("marketplace", CATALOGUE, RULES)

    for item in CATALOGUE.checklists["marketplace"].items:
        assert item.text in text
    assert "engine-version-supported (rule)" in text


def test_an_unknown_checklist_is_refused() -> None:
    """The error lists those there are."""
    with pytest.raises(AirworthyError, match=r"there are: .*marketplace"):
        show_checklist("markt", CATALOGUE, RULES)
