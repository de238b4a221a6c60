from __future__ import annotations

import pytest

from airworthy.kit.errors import (
    AirworthyError,
    ArgumentError,
    ConfigurationError,
    Problem,
    ProgramError,
    nearest,
)
from airworthy.kit.values import Secret

PROBLEM = Problem(where="Pulumi.prod.yaml:3", key="airworthy:gate", seen="'x'", wanted="a mapping")


def test_an_error_shows_its_way_out() -> None:
    """The hint follows the message, where there is one."""
    assert str(AirworthyError("it broke")) == "it broke"
    assert str(AirworthyError("it broke", hint="mend it")) == "it broke\n  fix: mend it"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (AirworthyError("x"), 2),
        (ConfigurationError((PROBLEM,)), 2),
        (ArgumentError("x", 1, "2"), 2),
        (ProgramError("x"), 1),
    ],
)
def test_exit_codes(error: AirworthyError, code: int) -> None:
    """Usage and configuration give 2, a program that fails by itself gives 1."""
    assert error.exit_code == code


@pytest.mark.parametrize(("count", "head"), [(1, "1 problem in"), (2, "2 problems in")])
def test_configuration_errors_come_all_at_once(count: int, head: str) -> None:
    """Each problem has its own line, with its place, what was seen and what would do."""
    lines = str(ConfigurationError((PROBLEM,) * count)).splitlines()

    assert lines[0] == f"{head} the configuration"
    assert lines[1:] == ["  Pulumi.prod.yaml:3: airworthy:gate is 'x'; wanted a mapping"] * count


@pytest.mark.parametrize(
    ("seen", "shown"), [("a", "'a'"), (5, "5"), (Secret("pw"), "[secret]"), (["a"], "['a']")]
)
def test_an_argument_error_names_field_value_and_remedy(seen: object, shown: str) -> None:
    """It is a ValueError too, as Python's own code expects of a wrong argument."""
    error = ArgumentError("retention", seen, "1 to 35 days")

    assert isinstance(error, ValueError)
    assert str(error) == f"retention is {shown}; wanted 1 to 35 days"
    assert (error.field, error.seen, error.wanted) == ("retention", shown, "1 to 35 days")


@pytest.mark.parametrize(
    ("key", "wanted"), [("gte", "gate"), ("zzz", "one of gate, waivers")], ids=str
)
def test_a_misspelt_key_gets_its_nearest(key: str, wanted: str) -> None:
    """The known key most like it; with none like it, all there are."""
    assert nearest(key, ("gate", "waivers")) == wanted
