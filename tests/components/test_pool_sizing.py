"""The sizing of a pool is plain arithmetic: it never promises what the database has not got."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airworthy.components.pool_sizing import MOST_PERCENT, PoolSizing

SIZINGS = st.builds(
    PoolSizing,
    max_connections=st.integers(1, 5_000),
    reserve=st.integers(0, 500),
    percent=st.integers(1, 100),
    pods=st.integers(1, 300),
    pool_per_pod=st.integers(1, 100),
    sharing=st.integers(1, 10),
)
MORE = st.integers(0, 1_000)


@given(SIZINGS)
def test_what_fits_leaves_the_reserve(sizing: PoolSizing) -> None:
    """A pool that leaves room never takes a connection of the reserve."""
    if sizing.leaves_room:
        assert sizing.share <= sizing.most <= sizing.max_connections - sizing.reserve


@given(SIZINGS)
def test_the_derived_percentage_fits(sizing: PoolSizing) -> None:
    """The largest percentage leaves room, and one more does not."""
    largest = PoolSizing.largest_percent(sizing.max_connections, sizing.reserve)

    assert 0 <= largest <= MOST_PERCENT
    if largest:
        assert replace(sizing, percent=largest).leaves_room
    assert not replace(sizing, percent=largest + 1).leaves_room


@given(SIZINGS, MORE)
def test_a_larger_database_still_fits(sizing: PoolSizing, more: int) -> None:
    """What fits a database fits a larger one, and serves as many."""
    larger = replace(sizing, max_connections=sizing.max_connections + more)
    percent = PoolSizing.largest_percent

    assert larger.serves_all >= sizing.serves_all
    assert percent(larger.max_connections, sizing.reserve) >= percent(
        sizing.max_connections, sizing.reserve
    )


@given(SIZINGS, MORE)
def test_fewer_clients_still_fit(sizing: PoolSizing, more: int) -> None:
    """What serves many pods with many connections serves fewer of either."""
    assert sizing.serves_all >= replace(sizing, pods=sizing.pods + more).serves_all
    assert sizing.serves_all >= replace(sizing, pool_per_pod=sizing.pool_per_pod + more).serves_all


@given(SIZINGS, MORE)
def test_a_larger_reserve_never_helps(sizing: PoolSizing, more: int) -> None:
    """What leaves room for a reserve leaves room for a smaller one."""
    assert sizing.leaves_room >= replace(sizing, reserve=sizing.reserve + more).leaves_room


@given(SIZINGS)
def test_a_refusal_is_explained(sizing: PoolSizing) -> None:
    """There is an explanation exactly where something does not fit."""
    assert bool(sizing.explained()) == (not (sizing.leaves_room and sizing.serves_all))


@given(SIZINGS)
def test_the_advice_works(sizing: PoolSizing) -> None:
    """The number that an explanation names does fit, unless it is none at all."""
    advice = sizing.explained().removeprefix("at most ").partition(":")[0]
    if advice and int(advice):
        field = "pool_per_pod" if sizing.leaves_room else "percent"
        better = replace(sizing, **{field: int(advice)})
        assert better.serves_all if sizing.leaves_room else better.leaves_room


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"percent": 95}, ("95 % of 800", "760", "20 in reserve", "at most 90")),
        ({"max_connections": 100, "percent": 85}, ("at most 80", "105")),
        ({"pods": 50}, ("50 pods x 20", "1000 client connections", "serves 720", "at most 14")),
        ({"pods": 80, "sharing": 2}, ("1600 client", "serves 1440", "2 clients each")),
    ],
)
def test_explanations_hold_both_sides(changes: dict[str, int], words: tuple[str, ...]) -> None:
    """An explanation names what is wanted, what there is, and how each comes about."""
    sizing = PoolSizing(max_connections=800, reserve=20, percent=90, pods=20, pool_per_pod=20)

    explained = replace(sizing, **changes).explained()

    assert [word for word in words if word not in explained] == []


def test_a_database_without_connections_has_no_share() -> None:
    """Nothing can be shared of nothing."""
    assert PoolSizing.largest_percent(0, 0) == 0
