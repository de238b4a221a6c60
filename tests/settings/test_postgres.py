"""The keys of the database's section, and what of them belongs to the pool."""

from __future__ import annotations

from airworthy.settings.postgres import PoolSettings, PostgresSettings


def test_the_pool_is_no_argument_of_the_database() -> None:
    """The pool's keys stay with the pool; unset keys stay the component's to decide."""
    pool = PoolSettings(role="app", pool_per_pod=20)
    settings = PostgresSettings(database="shop", pool=pool)

    assert settings.given() == {"database": "shop"}
    assert pool.given() == {"role": "app", "pool_per_pod": 20}
