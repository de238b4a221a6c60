from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airworthy.kit.duration import Duration

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

durations = st.one_of(
    st.builds(Duration, st.integers(min_value=0)),
    st.builds(
        Duration.of,
        weeks=st.integers(0, 60),
        days=st.integers(0, 400),
        hours=st.integers(0, 100),
        minutes=st.integers(0, 100),
        seconds=st.integers(0, 100),
    ),
)


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("250ms", 250),
        ("90s", 90 * SECOND),
        ("5m", 5 * MINUTE),
        ("12h", 12 * HOUR),
        ("30d", 30 * DAY),
        ("2w", 14 * DAY),
        ("1h30m", 90 * MINUTE),
        ("1w2d3h4m5s6ms", 9 * DAY + 3 * HOUR + 4 * MINUTE + 5 * SECOND + 6),
        ("5m250ms", 5 * MINUTE + 250),
        ("1h90m", 150 * MINUTE),
        ("007d", 7 * DAY),
        ("0s", 0),
    ],
)
def test_parse_reads_units_and_their_compounds(text: str, milliseconds: int) -> None:
    """Each unit counts as its name says, and parts of a compound add up."""
    assert Duration.parse(text).milliseconds == milliseconds


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "'' is empty; write for instance 30d, 12h or 90s"),
        ("30", "'30' has no unit; write for instance 30d, 12h or 90s"),
        ("1h30", "'1h30' has no unit"),
        ("-5m", "'-5m' is negative; write zero or more"),
        ("5y", "'5y' has the unknown unit 'y'; write w, d, h, m, s or ms"),
        ("5M", "unknown unit 'M'"),
        ("5min", "unknown unit 'min'"),
        ("1h1h", "names a unit twice or after a smaller one"),
        ("30m1h", "the largest first, for instance 1h30m"),
        ("1.5h", "'1.5h' is no duration; write whole numbers with units"),
        ("1h 30m", "is no duration"),
        ("h", "is no duration"),
        ("P30D", "is no duration"),
        ("30d\n", "is no duration"),
        ("٣d", "is no duration"),
    ],
)
def test_parse_refuses_and_says_what_would_do(text: str, message: str) -> None:
    """Whatever could be misread is refused with one sentence that holds an example."""
    with pytest.raises(ValueError, match=re.escape(message)):
        Duration.parse(text)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("0ms", "0s"),
        ("0d", "0s"),
        ("60s", "1m"),
        ("1h30m", "90m"),
        ("24h", "1d"),
        ("36h", "36h"),
        ("7d", "7d"),
        ("30d", "30d"),
        ("365d", "365d"),
        ("9d1h", "9d1h"),
        ("1d1ms", "1d1ms"),
        ("1500ms", "1500ms"),
    ],
)
def test_text_is_the_shortest(written: str, canonical: str) -> None:
    """The text is the shortest one; of two as short, the one with the larger unit."""
    assert str(Duration.parse(written)) == canonical


@given(durations)
def test_text_reads_back_as_the_same_duration(duration: Duration) -> None:
    """parse(str(x)) == x for every duration, and the text is stable."""
    assert Duration.parse(str(duration)) == duration
    assert str(Duration.parse(str(duration))) == str(duration)


def test_of_adds_its_units() -> None:
    """A duration built from numbers is that which the text stands for."""
    built = Duration.of(weeks=1, days=2, hours=3, minutes=4, seconds=5, milliseconds=6)
    assert built == Duration.parse("1w2d3h4m5s6ms")
    assert Duration.of() == Duration(0)


@pytest.mark.parametrize("milliseconds", [-1, -DAY])
def test_negative_durations_cannot_be_made(milliseconds: int) -> None:
    """No road leads to a negative duration."""
    with pytest.raises(ValueError, match="is negative; a duration is zero or more"):
        Duration(milliseconds)
    with pytest.raises(ValueError, match="is negative; a duration is zero or more"):
        Duration.of(milliseconds=milliseconds)


def test_whole_units_are_read_off() -> None:
    """A duration of whole days is whole in each smaller unit too."""
    duration = Duration.parse("2d")
    assert duration.days == 2
    assert duration.hours == 48
    assert duration.minutes == 2880
    assert duration.seconds == 172800
    assert duration.milliseconds == 172800000


@pytest.mark.parametrize(
    ("text", "unit", "message"),
    [
        ("36h", "days", "'36h' is no whole number of days; write for instance 2d"),
        ("90m", "hours", "'90m' is no whole number of hours; write for instance 2h"),
        ("90s", "minutes", "'90s' is no whole number of minutes; write for instance 2m"),
        ("1500ms", "seconds", "'1500ms' is no whole number of seconds; write for instance 2s"),
    ],
)
def test_broken_units_are_refused(text: str, unit: str, message: str) -> None:
    """A limit is never rounded unseen: 36h asked for in days is an error, not one day."""
    with pytest.raises(ValueError, match=re.escape(message)):
        getattr(Duration.parse(text), unit)


@given(durations, durations)
def test_order_is_that_of_length(one: Duration, other: Duration) -> None:
    """Durations compare by their length, however they were written."""
    assert (one < other) == (one.milliseconds < other.milliseconds)
    assert (one == other) == (one.milliseconds == other.milliseconds)


def test_equal_durations_are_one_key() -> None:
    """Durations are frozen and hash by length."""
    assert len({Duration.parse("90m"), Duration.parse("1h30m")}) == 1
    with pytest.raises(AttributeError):
        Duration(1).milliseconds = 2  # type: ignore[misc]
