"""Keys of the stack file that cannot be names are refused, by section and key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from airworthy.components.plan_keys import is_plain
from airworthy.components.system import plan
from airworthy.settings.load import Loaded, SettingsError

Config = dict[str, Any]
Load = Callable[[Config], Loaded]
SECTIONS = {
    "redis": "queue",
    "secrets": "jwt",
    "services": "api",
    "workers": "orders",
    "tasks": "monitor",
}


@pytest.mark.parametrize("key", ["rate_limit", "Api", "1st", "a-", "a.b", "a" * 41])
@pytest.mark.parametrize("section", SECTIONS)
def test_a_key_that_is_no_name_is_refused(
    section: str, key: str, production: Config, load: Load
) -> None:
    """The one error names section and key."""
    production[section][key] = production[section][SECTIONS[section]]

    with pytest.raises(SettingsError) as caught:
        plan(load(production))

    (problem,) = caught.value.problems
    assert problem.key == f"airworthy:{section}.{key}"
    assert "a-z, 0-9 and -" in problem.wanted


@pytest.mark.parametrize(
    ("section", "key", "wanted"),
    [
        ("services", "redis", "no other part"),
        ("services", "redis-queue", "no other part"),
        ("services", "worker-orders", "no other part"),
        ("services", "task-monitor", "no other part"),
        ("services", "postgres-bootstrap", "no other part"),
        ("secrets", "postgres-app", "does not start with"),
        ("secrets", "redis-queue", "does not start with"),
    ],
)
def test_a_name_is_given_once(
    section: str, key: str, wanted: str, production: Config, load: Load
) -> None:
    """A key that would be the name of another object is refused."""
    production[section][key] = production[section][SECTIONS[section]]

    with pytest.raises(SettingsError) as caught:
        plan(load(production))

    (problem,) = caught.value.problems
    assert problem.key == f"airworthy:{section}.{key}"
    assert wanted in problem.wanted


def test_plain_names() -> None:
    """Letters, digits and dashes, up to forty."""
    assert all(map(is_plain, ("a", "rate-limit", "api2", "a" * 40)))
