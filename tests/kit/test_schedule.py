from __future__ import annotations

import re
import zoneinfo
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airworthy.kit.duration import Duration
from airworthy.kit.schedule import Schedule

NEEDS_UTC = "has no time zone but UTC; write the time in UTC"


def some(low: int, high: int) -> st.SearchStrategy[frozenset[int]]:
    """Values of a field: all of them, an even step of them, or any."""
    values = range(low, high + 1)
    return st.one_of(
        st.just(frozenset(values)),
        st.integers(1, len(values)).map(lambda step: frozenset(values[::step])),
        st.frozensets(st.sampled_from(values), min_size=1),
    )


schedules = st.builds(
    Schedule,
    minutes=some(0, 59),
    hours=some(0, 23),
    days=some(1, 31).filter(lambda days: min(days) <= 28),
    months=some(1, 12),
    weekdays=some(0, 6),
    time_zone=st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kolkata"]),
)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("hourly", "0 * * * * UTC"),
        ("hourly Asia/Kolkata", "0 * * * * Asia/Kolkata"),
        ("every 5 minutes", "*/5 * * * * UTC"),
        ("every 60 minutes", "0 * * * * UTC"),
        ("every 6 hours", "0 */6 * * * UTC"),
        ("daily at 02:00 UTC", "0 2 * * * UTC"),
        ("daily  at 2:05", "5 2 * * * UTC"),
        ("weekly on sunday at 03:00 Europe/Berlin", "0 3 * * 0 Europe/Berlin"),
        ("Weekly on Fri at 03:00", "0 3 * * 5 UTC"),
        ("monthly on day 1 at 04:00 UTC", "0 4 1 * * UTC"),
    ],
)
def test_words_say_a_schedule(text: str, canonical: str) -> None:
    """Plain words stand for the cron they mean; without a zone, in UTC."""
    assert str(Schedule.parse(text)) == canonical


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("*/5 * * * *", "*/5 * * * * UTC"),
        ("* * * * * Europe/Berlin", "* * * * * Europe/Berlin"),
        ("0 9-17 * * mon-fri", "0 9-17 * * 1-5 UTC"),
        ("0 0 1 JAN,Jul *", "0 0 1 */6 * UTC"),
        ("0 0 29 feb *", "0 0 29 2 * UTC"),
        ("0 0 */2 * *", "0 0 1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31 * * UTC"),
        ("0 0 13 * 5", "0 0 13 * 5 UTC"),
    ],
)
def test_cron_is_normalised(text: str, canonical: str) -> None:
    """Names become numbers, 7 becomes Sunday's 0, and one set of times has one text."""
    assert str(Schedule.parse(text)) == canonical


@pytest.mark.parametrize("text", ["0 0 1-31 * 1", "0 0 1 * 0-6"])
def test_a_full_day_field_beside_a_restricted_one_runs_daily(text: str) -> None:
    """Both fields are restricted as cron sees it, so a day in either runs: all do."""
    assert str(Schedule.parse(text)) == "0 0 * * * UTC"


def test_parse_fills_the_fields() -> None:
    """The five fields and the zone are there to be read, as numbers."""
    schedule = Schedule.parse("*/30 2,4 * * sun Europe/Berlin")
    assert schedule.minutes == {0, 30}
    assert schedule.hours == {2, 4}
    assert schedule.days == set(range(1, 32))
    assert schedule.months == set(range(1, 13))
    assert schedule.weekdays == {0}
    assert schedule.time_zone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "'' is no schedule: write hourly, every 5 minutes, daily at 02:00 UTC"),
        ("@daily", "write hourly, every 5 minutes"),
        ("daily", "write hourly, every 5 minutes"),
        ("daily at noon", "write hourly, every 5 minutes"),
        ("daily at 25:00", "hour '25' does not exist; write 0-23"),
        ("every 7 minutes", "60 minutes do not divide by 7, so the runs would be uneven; write"),
        ("every 5 hours", "24 hours do not divide by 5"),
        ("every 0 minutes", "write hourly"),
        ("weekly on someday at 03:00", "weekday 'someday' does not exist; write 0-7 or sun-sat"),
        ("monthly on day 31 at 04:30", "write a day from 1 to 28, or in cron 30 4 31 * *"),
        ("monthly on day 0 at 04:00", "day of the month '0' does not exist; write 1-31"),
        ("60 * * * *", "minute '60' does not exist; write 0-59"),
        ("0 0 30 2 *", "day 30 is not in month 2; write a day that occurs"),
        ("0 0 31 2,4,jun,9,11 *", "day 31 is not in month 2,4,6,9,11"),
        ("0 0 */2 * 1", "crons differ on */2 for days beside 1 for weekdays; spell both out"),
        ("0 0 1 * */2", "crons differ on 1 for days beside */2 for weekdays"),
        ("0 2 * *", "cron has five fields (minute, hour, day, month, weekday), not 4"),
        ("0 2 * * * UTC UTC", "it has 6 cron fields"),
        ("0 0 0 0 0 0 0 0", "not 8"),
        ("daily at 02:00 Europe/Berln", "the time zone 'Europe/Berln' is unknown here; write UTC"),
        ("0 2 * * * ../UTC", "the time zone '../UTC' is unknown here"),
        ("0 2 * * * Europe", "the time zone 'Europe' is unknown here"),
    ],
)
def test_parse_refuses_and_says_what_would_do(text: str, message: str) -> None:
    """Whatever is wrong, or is read differently by different crons, is refused with a remedy."""
    with pytest.raises(ValueError, match=re.escape(message)) as refusal:
        Schedule.parse(text)
    assert str(refusal.value).startswith(f"{text!r} is no schedule: ")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("0 */5 * * * *", 6),
        ("0 0 2 * * MON-FRI", 6),
        ("0 0 2 * * * UTC", 6),
        ("0 2 * * ? *", 6),
        ("0 0 2 * * ? *", 7),
        ("0 0 2 * * ? 2028 Europe/Berlin", 7),
    ],
)
def test_seconds_and_years_are_refused_with_the_reason(text: str, count: int) -> None:
    """Six or seven fields read as five would run at other times: the error says so."""
    reason = (
        f"it has {count} cron fields, and read as five it would run at other times than meant; "
        "leave out the seconds in front, or the year at the end of AWS's form, as in */5 * * * *"
    )
    with pytest.raises(ValueError, match=re.escape(reason)):
        Schedule.parse(text)


@given(schedules)
def test_text_reads_back_as_the_same_schedule(schedule: Schedule) -> None:
    """parse(str(x)) runs when x does, and the text is stable."""
    read = Schedule.parse(str(schedule))
    assert str(Schedule.parse(str(read))) == str(read)
    assert read == schedule


@pytest.mark.parametrize(
    ("field", "values", "message"),
    [
        ("minutes", {60}, "minute [60] is not within 0-59; give one or more of these"),
        ("hours", set(), "hour [] is not within 0-23"),
        ("days", {0, 1}, "day of the month [0, 1] is not within 1-31"),
        ("weekdays", {7}, "weekday [7] is not within 0-6"),
    ],
)
def test_wrong_fields_cannot_be_made(field: str, values: set[int], message: str) -> None:
    """A schedule built from numbers keeps the same rules."""
    schedule = Schedule.parse("0 0 1 1 0")
    with pytest.raises(ValueError, match=re.escape(message)):
        replace(schedule, **{field: frozenset(values)})  # type: ignore[arg-type]


def test_utc_needs_no_database_of_zones(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a machine has no zones at all, UTC works and other names get a remedy."""

    def missing(name: str) -> zoneinfo.ZoneInfo:
        raise zoneinfo.ZoneInfoNotFoundError(name)

    monkeypatch.setattr(zoneinfo, "ZoneInfo", missing)
    assert Schedule.parse("daily at 02:00 UTC").longest_gap.days == 1
    with pytest.raises(ValueError, match="the package tzdata brings the names"):
        Schedule.parse("daily at 02:00 Europe/Berlin")


def test_cron_leaves_the_zone_to_its_own_field() -> None:
    """A CronJob takes the five fields and the zone apart."""
    schedule = Schedule.parse("weekly on sunday at 03:00 Europe/Berlin")
    assert schedule.cron == "0 3 * * 0"
    assert schedule.time_zone == "Europe/Berlin"


def test_cron6_puts_the_seconds_first() -> None:
    """CloudNativePG reads six fields in UTC alone: a backup must neither multiply nor move."""
    assert Schedule.parse("*/5 2 * * 1-5").cron6 == "0 */5 2 * * 1-5"
    with pytest.raises(ValueError, match=f"a ScheduledBackup {NEEDS_UTC}"):
        _ = Schedule.parse("daily at 02:00 Europe/Berlin").cron6


@pytest.mark.parametrize(
    ("text", "aws"),
    [
        ("daily at 02:00 UTC", "cron(0 2 * * ? *)"),
        ("every 5 minutes", "cron(0/5 * * * ? *)"),
        ("every 6 hours", "cron(0 0/6 * * ? *)"),
        ("weekly on sunday at 03:00", "cron(0 3 ? * 1 *)"),
        ("weekly on saturday at 03:00", "cron(0 3 ? * 7 *)"),
        ("0 9 * * mon-fri", "cron(0 9 ? * 2-6 *)"),
        ("monthly on day 1 at 04:00", "cron(0 4 1 * ? *)"),
        ("0 4 1 */3 *", "cron(0 4 1 1/3 ? *)"),
    ],
)
def test_aws_cron_follows_its_rules(text: str, aws: str) -> None:
    """One day field is `?`, Sunday is 1, steps begin at a number, and the year is any."""
    assert Schedule.parse(text).aws_cron == aws


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("daily at 02:00 Europe/Berlin", f"an AWS cron expression {NEEDS_UTC}"),
        ("0 0 13 * 5", "which one AWS cron expression cannot say; write two schedules"),
    ],
)
def test_aws_cron_refuses_what_it_cannot_say(text: str, message: str) -> None:
    """A zone, or days and weekdays at once, are refused rather than dropped."""
    with pytest.raises(ValueError, match=re.escape(message)):
        _ = Schedule.parse(text).aws_cron


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("* * * * *", "1m"),
        ("every 5 minutes", "5m"),
        ("*/45 * * * *", "45m"),
        ("hourly", "1h"),
        ("daily at 02:00 UTC", "24h"),
        ("0 2,5 * * *", "21h"),
        ("weekly on sunday at 03:00", "7d"),
        ("0 9-17 * * mon-fri", "2d16h"),
        ("monthly on day 1 at 04:00", "31d"),
        ("0 4 31 * *", "61d"),
        ("0 0 1 1 *", "366d"),
        ("0 0 29 2 *", "1461d"),
        ("0 0 13 * 5", "7d"),
        ("0 0 1,11,21 * 5", "7d"),
        ("0 0 1,2 3 1", "342d"),
    ],
)
def test_longest_gap_is_the_longest_wait(text: str, gap: str) -> None:
    """The gap is that of the worst day, week, month or leap year, days and weekdays OR-ed."""
    assert Schedule.parse(text).longest_gap == Duration.parse(gap)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("daily at 02:30 Europe/Berlin", 47),
        ("daily at 12:00 Europe/Berlin", 25),
        ("daily at 00:00 Asia/Beirut", 47),
        ("daily at 02:30 Asia/Kolkata", 24),
        ("hourly Europe/Berlin", 1),
        ("0 2,3 * * * Europe/Berlin", 23),
        ("weekly on sunday at 02:30 Europe/Berlin", 14 * 24 - 1),
        ("weekly on sunday at 03:00 Europe/Berlin", 7 * 24 + 1),
    ],
)
def test_longest_gap_counts_changes_of_the_clock(text: str, hours: int) -> None:
    """A skipped time does not run, one shown twice runs twice, and the rest moves by the hour."""
    assert Schedule.parse(text).longest_gap.hours == hours


@settings(deadline=None, max_examples=20)
@given(some(0, 59), some(0, 23), some(0, 6))
def test_longest_gap_agrees_with_listing_the_runs(
    minutes: frozenset[int], hours: frozenset[int], weekdays: frozenset[int]
) -> None:
    """Over two weeks in UTC, listing every run finds the same gap."""
    schedule = Schedule(
        minutes=minutes,
        hours=hours,
        days=frozenset(range(1, 32)),
        months=frozenset(range(1, 13)),
        weekdays=weekdays,
    )
    runs = [
        day * 24 * 60 + hour * 60 + minute
        for day in range(14)
        if day % 7 in weekdays
        for hour in sorted(hours)
        for minute in sorted(minutes)
    ]
    longest = max(later - earlier for earlier, later in pairwise(runs))
    assert schedule.longest_gap.minutes == longest


def test_equal_schedules_are_one_key() -> None:
    """Schedules are frozen and the same where they run the same."""
    assert len({Schedule.parse("hourly"), Schedule.parse("0 * * * *")}) == 1
    with pytest.raises(AttributeError):
        Schedule.parse("hourly").time_zone = "UTC"  # type: ignore[misc]
