from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airworthy.kit.cron import AWS_WEEKDAY, DAYS, FIELDS, MONTHS, WEEKDAYS, Field

MINUTES, HOURS = FIELDS[:2]


@st.composite
def fields_and_values(draw: st.DrawFn) -> tuple[Field, frozenset[int]]:
    field = draw(st.sampled_from([*FIELDS, AWS_WEEKDAY]))
    return field, draw(st.frozensets(st.sampled_from(sorted(field.all)), min_size=1))


@given(fields_and_values())
def test_what_is_written_reads_back(case: tuple[Field, frozenset[int]]) -> None:
    """Any set of values has one text, and it means that set."""
    field, values = case

    assert field.read(field.write(values)) == values


@given(fields_and_values())
def test_each_value_can_be_listed(case: tuple[Field, frozenset[int]]) -> None:
    """However a set is spelled, its text is the same."""
    field, values = case
    spelled = ",".join(map(str, sorted(values, reverse=True)))

    assert field.write(field.read(spelled)) == field.write(values)


@pytest.mark.parametrize(
    ("field", "text", "values"),
    [
        (MONTHS, "jan,Mar", {1, 3}),
        (WEEKDAYS, "mon-fri", {1, 2, 3, 4, 5}),
        (WEEKDAYS, "Sunday", {0}),
        (WEEKDAYS, "6-7", {0, 6}),
        (AWS_WEEKDAY, "1", {1}),
        (MINUTES, "10-30/10", {10, 20, 30}),
        (HOURS, "*/12", {0, 12}),
    ],
    ids=repr,
)
def test_names_ranges_and_steps(field: Field, text: str, values: set[int]) -> None:
    """Names count from the field's first value, and weekday 7 is Sunday once more."""
    assert field.read(text) == values


@pytest.mark.parametrize(
    ("field", "values", "text"),
    [
        (MINUTES, range(60), "*"),
        (MINUTES, range(0, 60, 20), "*/20"),
        (HOURS, [1, 2], "1,2"),
        (HOURS, [1, 2, 3, 7], "1-3,7"),
        (DAYS, range(1, 32, 2), "1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31"),
    ],
    ids=repr,
)
def test_the_shortest_even_form_is_written(field: Field, values: list[int], text: str) -> None:
    """All of them, an even step, or ranges of three and more; never a step of days."""
    assert field.write(frozenset(values)) == text


@pytest.mark.parametrize(
    ("field", "text", "canonical"),
    [
        (MINUTES, "0-59/15", "*/15"),
        (MINUTES, "0,15,30,45", "*/15"),
        (MINUTES, "*/15,7", "0,7,15,30,45"),
        (MINUTES, "5-59/20", "5,25,45"),
        (HOURS, "02", "2"),
        (MONTHS, "JAN,Jul", "*/6"),
        (WEEKDAYS, "Monday", "1"),
        (WEEKDAYS, "7", "0"),
        (WEEKDAYS, "5-7", "0,5,6"),
        (WEEKDAYS, "0-7", "*"),
    ],
)
def test_text_is_normalised(field: Field, text: str, canonical: str) -> None:
    """Names become numbers, 7 becomes Sunday's 0, and one set of times has one text."""
    assert field.write(field.read(text)) == canonical


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        (MINUTES, "60", "minute '60' does not exist; write 0-59"),
        (MINUTES, "0-99999999999", "minute '99999999999' does not exist"),
        (MINUTES, "", "minute '' is not cron; write for instance 1, 1-5 or */5"),
        (MINUTES, "1,,2", "minute '' is not cron"),
        (MINUTES, "*-5", "minute '*-5' is not cron"),
        (MINUTES, "*/0", "minute step 0 is outside 1-60"),
        (MINUTES, "*/90", "minute step 90 is outside 1-60; write */5 or so"),
        (MINUTES, "5/15", "single time to some crons and a series to others; write 5-59/15"),
        (HOURS, "24", "hour '24' does not exist; write 0-23"),
        (HOURS, "22-6", "hour '22-6' runs backwards; write 0-6,22,23"),
        (DAYS, "32", "day of the month '32' does not exist; write 1-31"),
        (DAYS, "L", "day of the month 'l' does not exist"),
        (DAYS, "?", "day of the month '?' is not cron"),
        (MONTHS, "0", "month '0' does not exist"),
        (MONTHS, "13", "month '13' does not exist; write 1-12 or jan-dec"),
        (MONTHS, "foo", "month 'foo' does not exist; write 1-12 or jan-dec"),
        (WEEKDAYS, "8", "weekday '8' does not exist; write 0-7 or sun-sat"),
        (WEEKDAYS, "fri-sun", "weekday 'fri-sun' runs backwards; write 0,5,6"),
    ],
)
def test_what_crons_read_differently_is_refused(field: Field, text: str, message: str) -> None:
    """The refusal says what would do."""
    with pytest.raises(ValueError, match=re.escape(message)):
        field.read(text)
