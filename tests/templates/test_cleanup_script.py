# ruff: noqa: S608 - statements made of this file's own constants
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from airworthy.kit.duration import Duration
from airworthy.templates.cleanup_script import CleanupScript

if TYPE_CHECKING:
    from tests.templates.conftest import Postgres, Run

on_a_server = pytest.mark.server("postgres", "initdb", "psql")

NAME = "erased"
MONTH = Duration.of(days=30)
SCRIPT = CleanupScript(tables=("order_items", "Order"), grace=MONTH, batch=7)
# By number: 1 to 20 long deleted, 21 to 30 deleted within the grace period, 31 to 40 not deleted.
FILL = """
    SELECT
        n,
        CASE
            WHEN n <= 20 THEN now() - interval '30 days 1 minute'
            WHEN n <= 30 THEN now() - interval '29 days 23 hours 59 minutes'
        END
    FROM generate_series(1, 40) AS n;
"""
LEFT = "21..40 of 20"


@pytest.fixture
def server(postgres: Postgres) -> Postgres:
    """Two tables, one with capitals, referred to and without time zone, the other in two parts."""
    postgres.sql(f"DROP DATABASE IF EXISTS {NAME}")
    postgres.sql(f"CREATE DATABASE {NAME}")
    postgres.sql(
        f"""
        SET TimeZone = 'UTC';
        CREATE TABLE "Order" (id int PRIMARY KEY, deleted_at timestamp(3));
        INSERT INTO "Order" {FILL}
        CREATE TABLE order_items (
            id int REFERENCES "Order" (id), deleted_at timestamptz
        ) PARTITION BY HASH (id);
        CREATE TABLE order_items_0 PARTITION OF order_items
            FOR VALUES WITH (MODULUS 2, REMAINDER 0);
        CREATE TABLE order_items_1 PARTITION OF order_items
            FOR VALUES WITH (MODULUS 2, REMAINDER 1);
        INSERT INTO order_items {FILL}
        ALTER DATABASE {NAME} SET TimeZone = 'Asia/Kathmandu';
        """,
        NAME,
    )
    return postgres


def left(server: Postgres, table: str) -> str:
    return server.sql(f"SELECT min(id) || '..' || max(id) || ' of ' || count(*) FROM {table}", NAME)


@on_a_server
def test_deletes_what_is_past_grace(server: Postgres, run_script: Run) -> None:
    """Exactly the rows past the grace period go, in batches, from ordinary and parted tables."""
    done = run_script(SCRIPT, server.environment(NAME))

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "order_items 20 deleted\nOrder 20 deleted\n"
    assert left(server, "order_items") == LEFT
    assert left(server, '"Order"') == LEFT
    batches = server.sql(
        """
        CREATE EXTENSION pg_stat_statements;
        SELECT max(calls) FROM pg_stat_statements JOIN pg_database ON oid = dbid
        WHERE datname = current_database() AND query LIKE 'WITH past%';
        """,
        NAME,
    )
    assert batches == "4"


@on_a_server
def test_a_dry_run_deletes_nothing(server: Postgres, run_script: Run) -> None:
    """A dry run counts the same rows and leaves them."""
    done = run_script(SCRIPT, server.environment(NAME), "--dry-run")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "order_items 20 to delete\nOrder 20 to delete\n"
    assert left(server, "order_items") == "1..40 of 40"
    assert left(server, '"Order"') == "1..40 of 40"


@on_a_server
def test_a_row_in_use_is_left_for_the_next_run(server: Postgres, run_script: Run) -> None:
    """A row that somebody holds is passed over, and no run waits for it."""
    held = server.hold("SELECT FROM order_items WHERE id = 3 FOR UPDATE", NAME)
    with held:
        done = run_script(
            CleanupScript(tables=("order_items",), grace=MONTH), server.environment(NAME)
        )

    assert done.stdout == "order_items 19 deleted\n"


@on_a_server
def test_a_reference_stops_it(server: Postgres, run_script: Run) -> None:
    """Tables in the wrong order fail, with the server's reason, and delete nothing."""
    script = CleanupScript(tables=("Order", "order_items"), grace=MONTH)

    done = run_script(script, server.environment(NAME))

    assert done.returncode != 0
    assert "violates foreign key constraint" in done.stderr
    assert left(server, '"Order"') == "1..40 of 40"


@on_a_server
@pytest.mark.parametrize("argument", ["--dryrun", "-n", ""])
def test_an_unknown_argument_deletes_nothing(
    server: Postgres, run_script: Run, argument: str
) -> None:
    """A mistyped flag must not become a real run."""
    done = run_script(SCRIPT, server.environment(NAME), argument)

    assert done.returncode == 2
    assert left(server, "order_items") == "1..40 of 40"


@on_a_server
def test_fails_loudly(server: Postgres, run_script: Run) -> None:
    """A table that is not there is an error."""
    done = run_script(CleanupScript(tables=("nowhere",), grace=MONTH), server.environment(NAME))

    assert done.returncode != 0
    assert 'relation "public.nowhere" does not exist' in done.stderr


@pytest.mark.parametrize("name", ["", "a b", 'a"b', "a;b", "a.b", "$(id)", "1st", "a" * 64])
@pytest.mark.parametrize("field", ["tables", "column", "schema"])
def test_refuses_what_is_no_name(field: str, name: str) -> None:
    """Tables, column and schema are plain names, whatever comes after them in quotes."""
    values = {"tables": ("orders",)} | {field: (name,) if field == "tables" else name}

    with pytest.raises(ValueError, match="no plain name"):
        CleanupScript(grace=MONTH, **values)  # type: ignore[arg-type]  # a table of fields


def test_refuses_nothing_to_do() -> None:
    """No table, or batches of no rows, would be a run that succeeds and cleans nothing."""
    with pytest.raises(ValueError, match="tables is empty"):
        CleanupScript(tables=(), grace=MONTH)
    with pytest.raises(ValueError, match="batch is 0"):
        CleanupScript(tables=("orders",), grace=MONTH, batch=0)
