from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from airworthy.kit.duration import Duration
from airworthy.templates.bootstrap_sql import BootstrapSql, DatabaseRoles
from airworthy.templates.monitor_script import MonitorScript

if TYPE_CHECKING:
    from tests.templates.conftest import Postgres, Run

on_a_server = pytest.mark.server("postgres", "initdb", "psql", "pg_basebackup")

NAME = "monitored"
ROLES = DatabaseRoles.of(NAME)
PASSWORD = "a password for a test alone"  # noqa: S105 - of a server that ends with the test
DEADLINE = 30
AT_ONCE = Duration.of()

Report = tuple[int, dict[str, Any]]


@pytest.fixture(scope="module")
def server(postgres: Postgres) -> Postgres:
    """A bootstrapped database; its standby, where there is one, has it too."""
    postgres.sql(BootstrapSql(database=NAME, roles=ROLES).render())
    postgres.sql(f"ALTER ROLE {ROLES.monitor} PASSWORD '{PASSWORD}'")
    return postgres


@pytest.fixture
def monitor(run_script: Run, server: Postgres) -> Callable[..., Report]:
    """Run the script as the monitor role; its exit status and its one line of JSON."""

    def ask(
        script: MonitorScript, at: Postgres = server, change: Mapping[str, str] | None = None
    ) -> Report:
        environment = at.environment(NAME, ROLES.monitor, PASSWORD) | dict(change or {})
        done = run_script(script, environment)
        assert done.stdout.count("\n") == 1
        return done.returncode, json.loads(done.stdout)

    return ask


def eventually(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@on_a_server
def test_a_healthy_database(monitor: Callable[..., Report]) -> None:
    """Nothing is wrong, and there is no standby to be late."""
    status, report = monitor(MonitorScript())

    assert status == 0
    assert report["reachable"] is True
    assert report["problems"] == []
    assert (report["replicas"], report["replication_lag_seconds"]) == (0, None)


@on_a_server
def test_what_other_sessions_do(server: Postgres, monitor: Callable[..., Report]) -> None:
    """A statement and a transaction that last too long, and too many connections, are told."""
    with server.hold("SELECT 1", NAME):
        time.sleep(0.2)
        fine, _ = monitor(MonitorScript())
        status, report = monitor(
            MonitorScript(longest_query=AT_ONCE, longest_transaction=AT_ONCE, connections_percent=0)
        )

    assert fine == 0
    assert status == 1
    assert report["problems"] == ["connections", "query", "transaction"]
    assert report["connections"] == 1
    assert report["connections_percent"] == 2.5


@on_a_server
def test_a_missing_standby(monitor: Callable[..., Report]) -> None:
    """A standby that should be there and is not has no lag to show, so they are counted."""
    status, report = monitor(MonitorScript(replicas=1))

    assert status == 1
    assert report["problems"] == ["replicas"]


@on_a_server
def test_a_standby(server: Postgres, standby: Postgres, monitor: Callable[..., Report]) -> None:
    """Primary and standby are healthy; once the standby replays nothing, both say so."""
    script = MonitorScript(replicas=1)
    eventually(lambda: server.sql("SELECT state FROM pg_stat_replication") == "streaming")
    assert monitor(script)[0] == 0
    assert monitor(script, standby)[0] == 0

    standby.sql("SELECT pg_wal_replay_pause()")
    server.sql("CREATE TABLE news (id int)", NAME)
    strict = replace(script, replication_lag=AT_ONCE)
    eventually(lambda: monitor(strict)[1]["problems"] == ["replication lag"])
    status, report = monitor(strict, standby)

    assert status == 1
    assert report["problems"] == ["replication lag"]
    standby.sql("SELECT pg_wal_replay_resume()")


@on_a_server
@pytest.mark.parametrize(
    "change",
    [{"PGPORT": "1"}, {"PGPASSWORD": "wrong"}, {"PGDATABASE": "nowhere"}, {"PGSSLMODE": ""}],
    ids=["port", "password", "database", "TLS"],
)
def test_an_unreachable_database(monitor: Callable[..., Report], change: Mapping[str, str]) -> None:
    """Whatever keeps us out, the answer is one line of JSON and a failure."""
    status, report = monitor(MonitorScript(), change=change)

    assert status == 1
    assert report == {"reachable": False, "problems": ["reachable"]}


def test_refuses_fractions_of_seconds() -> None:
    """The client takes whole seconds, and a rounded limit would be another limit."""
    with pytest.raises(ValueError, match="no whole number of seconds"):
        MonitorScript(connect_timeout=Duration.of(milliseconds=1500)).render()
