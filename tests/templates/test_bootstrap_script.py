# ruff: noqa: S608 - statements made of this file's own constants
from __future__ import annotations

import secrets
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from airworthy.templates.bootstrap_script import BootstrapScript
from airworthy.templates.bootstrap_sql import BootstrapSql, DatabaseRoles
from airworthy.templates.monitoring_sql import MonitoringSql

if TYPE_CHECKING:
    from tests.templates.conftest import Postgres, Run

on_a_server = pytest.mark.server("postgres", "initdb", "psql", "setsid")

PURPOSES = ("owner", "app", "readonly", "monitor")
AWKWARD = r" and ' with \ quotes : and $signs"


def bootstrap(name: str) -> BootstrapScript:
    return BootstrapScript(database=name, roles=DatabaseRoles.of(name))


def beside(folder: Path, name: str) -> None:
    """The SQL where the script looks for it."""
    sql = BootstrapSql(database=name, roles=DatabaseRoles.of(name)).render()
    (folder / "bootstrap.sql").write_text(sql, encoding="utf-8")
    views = MonitoringSql(monitor=f"{name}_monitor").render()
    (folder / "monitoring.sql").write_text(views, encoding="utf-8")


def passwords(folder: Path) -> dict[str, str]:
    folder.mkdir(exist_ok=True)
    made = {purpose: secrets.token_hex(16) + AWKWARD for purpose in PURPOSES}
    for purpose, password in made.items():
        (folder / purpose).write_text(f"{password}\n", encoding="utf-8")
    return made


@on_a_server
def test_bootstraps_and_sets_passwords(postgres: Postgres, run_script: Run, tmp_path: Path) -> None:
    """Twice, with other passwords: each role has its new one, as SCRAM, and the views are there."""
    name = "scripted"
    beside(tmp_path, name)
    (tmp_path / "administrator").write_text(postgres.password, encoding="utf-8")
    environment = postgres.environment() | {
        "PGPASSWORD_FILE": str(tmp_path / "administrator"),
        "BOOTSTRAP_PASSWORDS": str(tmp_path / "passwords"),
    }
    del environment["PGPASSWORD"]

    for _ in range(2):
        given = passwords(tmp_path / "passwords")
        done = run_script(bootstrap(name), environment)

        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == f"bootstrap of {name} is complete\n"
        for purpose, password in given.items():
            assert postgres.sql("SELECT 1", name, f"{name}_{purpose}", password) == "1"
        verifiers = postgres.sql(
            f"SELECT DISTINCT left(rolpassword, 14) FROM pg_authid WHERE rolname LIKE '{name}%'"
        )
        assert verifiers == "SCRAM-SHA-256$"
        left = postgres.sql(
            "SELECT count(*) FROM index_usage_stats", name, f"{name}_monitor", given["monitor"]
        )
        assert left == "0"
        logged = postgres.log.read_text(encoding="utf-8")
        tracked = postgres.sql("SELECT query FROM monitoring.pg_stat_statements", name)
        for password in given.values():
            assert password[:32] not in logged + tracked + done.stdout


@on_a_server
def test_a_short_password_is_refused(postgres: Postgres, run_script: Run, tmp_path: Path) -> None:
    """An empty or short password file stops the run and says which, not what."""
    name = "short"
    beside(tmp_path, name)
    passwords(tmp_path / "passwords")
    (tmp_path / "passwords" / "app").write_text("secret word", encoding="utf-8")
    environment = postgres.environment() | {"BOOTSTRAP_PASSWORDS": str(tmp_path / "passwords")}

    done = run_script(bootstrap(name), environment)

    assert done.returncode == 1
    assert "password of app has under 16 characters" in done.stderr
    assert "secret word" not in done.stderr


@on_a_server
def test_a_password_of_two_lines_is_refused(
    postgres: Postgres, run_script: Run, tmp_path: Path
) -> None:
    """A file of two lines is no password, and the client's own refusal ends the run."""
    name = "lines"
    beside(tmp_path, name)
    passwords(tmp_path / "passwords")
    (tmp_path / "passwords" / "app").write_text("the first line\nanother", encoding="utf-8")
    environment = postgres.environment() | {"BOOTSTRAP_PASSWORDS": str(tmp_path / "passwords")}

    done = run_script(bootstrap(name), environment)

    assert done.returncode == 1
    assert "complete" not in done.stdout


@on_a_server
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"BOOTSTRAP_PASSWORDS": ""}, "BOOTSTRAP_PASSWORDS"),
        ({"PGPASSWORD_FILE": "missing"}, "missing"),
        ({"PGSSLMODE": "verify-full"}, "SSL was required"),
        ({"PGSSLMODE": ""}, "SSL was required"),
    ],
    ids=["no passwords", "no administrator", "TLS", "nothing said of TLS"],
)
def test_fails_loudly(
    postgres: Postgres, run_script: Run, tmp_path: Path, change: dict[str, str], says: str
) -> None:
    """What is missing stops the run and is named; TLS is required where nothing is said."""
    beside(tmp_path, "loud")
    passwords(tmp_path / "passwords")
    environment = postgres.environment() | {
        "BOOTSTRAP_PASSWORDS": str(tmp_path / "passwords"),
        "HOME": str(tmp_path),
    }

    done = run_script(bootstrap("loud"), environment | change)

    assert done.returncode != 0
    assert says in done.stderr


def test_refuses_what_is_no_identifier() -> None:
    """Names reach the script as words and psql as quoted identifiers; odd ones are refused."""
    odd = replace(DatabaseRoles.of("shop"), owner='a"b')

    with pytest.raises(ValueError, match="no plain SQL identifier"):
        BootstrapScript(database="shop", roles=odd).render()
