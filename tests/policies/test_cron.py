import pytest

from airworthy.policies.cron import schedule_fault


@pytest.mark.parametrize(
    "schedule", ["0 2 * * *", "*/5 * * * *", "0 3 * * sun", "@daily", "@every 6h"]
)
def test_five_fields_or_a_name_will_do(schedule: str) -> None:
    """What a CronJob takes has no fault."""
    assert schedule_fault(schedule) == ""


@pytest.mark.parametrize(
    ("schedule", "wanted"),
    [
        ("", "five cron fields"),
        ("0 0 2 * * *", "neither seconds nor years"),
        ("0 2 * *", "five cron fields (minute"),
        ("TZ=UTC 0 2 * * *", "belongs into spec.timeZone"),
        ("CRON_TZ=UTC 0 2 * * *", "belongs into spec.timeZone"),
        ("@reboot", "a name such as @daily"),
        ("@every", "a name such as @daily"),
    ],
)
def test_anything_else_is_refused_with_its_reason(schedule: str, wanted: str) -> None:
    """The answer says what to write instead."""
    assert wanted in schedule_fault(schedule)
