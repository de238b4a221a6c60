"""Services in the order of what they depend on, and circles that have none."""

from __future__ import annotations

import pytest

from airworthy.components.dependencies import creation_order, find_cycle, variable
from airworthy.components.plan import Planned


def services(**edges: str) -> dict[str, Planned[str]]:
    return {
        key: Planned(args=key, depends_on=tuple(f"services.{name}" for name in names.split()))
        for key, names in edges.items()
    }


def test_a_service_comes_after_those_it_depends_on() -> None:
    """Whatever the order in the stack file; other dependencies do not count."""
    given = services(web="api", api="search accounts", search="", accounts="search")
    given["search"] = Planned(args="search", depends_on=("postgres", "services.refused"))

    order = list(creation_order(given))

    assert order == ["search", "accounts", "api", "web"]
    assert find_cycle(given) is None


@pytest.mark.parametrize(
    ("edges", "seen"),
    [
        ({"api": "api"}, "services.api -> services.api"),
        ({"api": "web", "web": "api"}, "services.api -> services.web -> services.api"),
    ],
)
def test_a_circle_is_refused(edges: dict[str, str], seen: str) -> None:
    """A service that waits for itself is named with the whole way round."""
    found = find_cycle(services(**edges))

    assert found is not None
    assert found[0] in edges
    assert found[1].field == "depends_on"
    assert found[1].seen.strip("'") in {seen, "services.web -> services.api -> services.web"}


def test_variables_are_told_by_the_key() -> None:
    """A key's dashes, which no variable has, become underscores."""
    assert variable("rate-limit") == "RATE_LIMIT"
