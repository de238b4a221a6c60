from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from airworthy.kit.window import DAY, WEEK, DailyWindow, WeeklyWindow

dailies = st.builds(DailyWindow, st.integers(0, DAY - 1), st.integers(30, DAY - 1))
weeklies = st.builds(WeeklyWindow, st.integers(0, WEEK - 1), st.integers(30, WEEK - 1))


@pytest.mark.parametrize(
    ("text", "start", "length"),
    [("01:00-02:00", 60, 60), (" 23:30-00:00 ", 1410, 30), ("23:45-00:30", 1425, 45)],
)
def test_a_daily_window_may_run_past_midnight(text: str, start: int, length: int) -> None:
    """It has a start and a length, in minutes."""
    assert DailyWindow.parse(text) == DailyWindow(start, length)


@pytest.mark.parametrize(
    ("text", "start", "length"),
    [
        ("mon:00:00-mon:00:30", 0, 30),
        ("SUN:04:00-Sun:05:00", 6 * DAY + 240, 60),
        ("sun:23:30-mon:00:30", 6 * DAY + 1410, 60),
    ],
)
def test_a_weekly_window_may_run_past_the_week(text: str, start: int, length: int) -> None:
    """The week begins on Monday."""
    assert WeeklyWindow.parse(text) == WeeklyWindow(start, length)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1:00-2:00", "'1:00-2:00' is no daily window; write for instance '01:00-02:00'"),
        ("24:00-01:00", "is no daily window"),
        ("01:00", "is no daily window"),
        ("01:00-01:29", "'01:00-01:29' is 29 minutes long; AWS takes windows of 30 and more"),
        ("01:00-01:00", "is 0 minutes long"),
    ],
)
def test_daily_refusals(text: str, message: str) -> None:
    """Another form and a window that AWS would refuse are refused here."""
    with pytest.raises(ValueError, match=re.escape(message)):
        DailyWindow.parse(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("04:00-05:00", "is no weekly window; write for instance 'sun:04:00-sun:05:00'"),
        ("son:04:00-son:05:00", "is no weekly window"),
        ("sun:04:00-sun:04:10", "is 10 minutes long"),
    ],
)
def test_weekly_refusals(text: str, message: str) -> None:
    """Another form and a window that AWS would refuse are refused here."""
    with pytest.raises(ValueError, match=re.escape(message)):
        WeeklyWindow.parse(text)


@given(dailies)
def test_daily_text_reads_back(window: DailyWindow) -> None:
    """parse(str(x)) == x."""
    assert DailyWindow.parse(str(window)) == window


@given(weeklies)
def test_weekly_text_reads_back(window: WeeklyWindow) -> None:
    """parse(str(x)) == x."""
    assert WeeklyWindow.parse(str(window)) == window


@given(weeklies, dailies)
@example(WeeklyWindow.parse("sun:23:30-mon:00:30"), DailyWindow.parse("00:00-00:30"))
@example(WeeklyWindow.parse("sun:04:00-sun:05:00"), DailyWindow.parse("05:00-05:30"))
@example(WeeklyWindow.parse("sun:04:00-sun:05:00"), DailyWindow.parse("03:00-04:00"))
def test_overlap_agrees_with_listing_the_minutes(weekly: WeeklyWindow, daily: DailyWindow) -> None:
    """Two windows overlap where they share a minute of the week; touching is not overlapping."""
    of_week = {(weekly.start + minute) % WEEK for minute in range(weekly.length)}
    of_days = {
        (day * DAY + daily.start + minute) % WEEK
        for day in range(7)
        for minute in range(daily.length)
    }

    assert weekly.overlaps(daily) == bool(of_week & of_days)
