# ruff: noqa: S608 - statements made of this file's own constants
from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import pytest

from airworthy.kit.duration import Duration
from airworthy.templates.bootstrap_sql import BootstrapSql, DatabaseRoles
from airworthy.templates.monitoring_sql import MonitoringSql

if TYPE_CHECKING:
    from tests.templates.conftest import Postgres

on_a_server = pytest.mark.server("postgres", "initdb", "psql")

NAME = "watched"
PASSWORD = "a password for a test alone"  # noqa: S105 - of a server that ends with the test
ROWS, DEAD = 2000, 500
VIEWS = MonitoringSql(monitor=f"{NAME}_monitor", slow_query=Duration.of(milliseconds=50))


@dataclass(frozen=True)
class Database:
    server: Postgres

    def ask(self, text: str, role: str = "monitor") -> str:
        return self.server.sql(text, NAME, f"{NAME}_{role}", PASSWORD)


@pytest.fixture(scope="module")
def database(postgres: Postgres) -> Database:
    """A database with views, a table of which a quarter is dead, and one slow statement."""
    roles = DatabaseRoles.of(NAME)
    postgres.sql(BootstrapSql(database=NAME, roles=roles).render())
    for _ in range(2):
        postgres.sql(VIEWS.render(), NAME)
    for role in asdict(roles).values():
        postgres.sql(f"ALTER ROLE {role} PASSWORD '{PASSWORD}'")
    made = Database(postgres)
    made.ask(
        f"""
        CREATE TABLE orders (id int PRIMARY KEY, note text) WITH (autovacuum_enabled = false);
        CREATE INDEX orders_note ON orders (note);
        INSERT INTO orders SELECT n, n::text FROM generate_series(1, {ROWS}) AS n;
        """,
        "owner",
    )
    made.ask(
        f"""
        SET enable_seqscan = off;
        SELECT * FROM orders WHERE id = 7;
        SELECT * FROM orders WHERE id = 8;
        DELETE FROM orders WHERE id <= {DEAD};
        """,
        "owner",
    )
    made.ask("SELECT pg_sleep(0.2), 'a private word'; SELECT 'quick'", "app")
    return made


@on_a_server
def test_slow_queries(database: Database) -> None:
    """Statements over the limit are listed with their role and without their values."""
    found = database.ask("SELECT role, calls, mean_ms >= 200, query FROM slow_queries LIMIT 10")

    assert found == f"{NAME}_app|1|t|SELECT pg_sleep($1), $2"


@on_a_server
def test_index_usage(database: Database) -> None:
    """The checklist's query lists indexes with the scans that there were."""
    found = database.ask(
        "SELECT table_name, index_name, index_scans >= 2, is_unique, is_valid "
        "FROM index_usage_stats WHERE index_scans < 100 ORDER BY index_name"
    )

    assert found.split("\n") == ["orders|orders_note|f|f|t", "orders|orders_pkey|t|t|t"]


@on_a_server
def test_table_bloat(database: Database) -> None:
    """The checklist's query lists tables by their share of dead rows."""
    found = database.ask(
        "SELECT table_name, live_tuples, dead_tuples, dead_tuple_percent "
        "FROM table_bloat_stats WHERE dead_tuple_percent > 10"
    )

    assert found == f"orders|{ROWS - DEAD}|{DEAD}|{100 * DEAD / ROWS:.2f}"


@on_a_server
def test_an_empty_table_has_no_bloat(database: Database) -> None:
    """No rows at all are no dead rows, not a division by zero."""
    database.ask("CREATE TABLE nothing (id int)", "owner")

    found = database.ask(
        "SELECT dead_tuple_percent FROM table_bloat_stats WHERE table_name = 'nothing'"
    )

    assert found == "0"


@on_a_server
def test_connection_states(database: Database) -> None:
    """Connections are counted by state; the one that asks is active."""
    found = database.ask("SELECT connections FROM connection_states WHERE state = 'active'")

    assert found == "1"


@on_a_server
def test_the_checklist_counts_connections(database: Database) -> None:
    """The checklist's own query over all connections sees the states of other roles."""
    found = database.ask(
        "SELECT count(*), count(*) FILTER (WHERE state = 'active') "
        f"FROM pg_stat_activity WHERE datname = '{NAME}'"
    )

    assert found == "1|1"


@on_a_server
@pytest.mark.parametrize("role", ["app", "readonly"])
def test_only_the_monitor_role_reads_them(database: Database, role: str) -> None:
    """Statements of everybody are no business of the application."""
    with pytest.raises(RuntimeError, match="permission denied for schema monitoring"):
        database.ask("SELECT * FROM monitoring.slow_queries", role)


def test_refuses_what_is_no_identifier() -> None:
    """A role's name that would need quoting is refused when rendering."""
    with pytest.raises(ValueError, match="no plain SQL identifier"):
        MonitoringSql(monitor='a"; DROP TABLE orders; --').render()
