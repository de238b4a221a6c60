"""A real PostgreSQL for the artefacts that speak to one, and a way to run rendered scripts."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from airworthy.templates.artefact import Artefact

DEADLINE = 60  # seconds to start; a slow machine takes ten
SUPERUSER = "superuser"


@dataclass(frozen=True, slots=True)
class Postgres:
    """A server of this test run alone, on a port of its own."""

    programs: Path
    port: int
    password: str
    log: Path

    def environment(
        self, database: str = "postgres", user: str = SUPERUSER, password: str = ""
    ) -> dict[str, str]:
        """What a client needs to connect; the loopback connection has no TLS."""
        return {
            "PATH": f"{self.programs}:{os.environ['PATH']}",
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.port),
            "PGUSER": user,
            "PGDATABASE": database,
            "PGPASSWORD": password or self.password,
            "PGSSLMODE": "disable",
            "PGCONNECT_TIMEOUT": "10",
        }

    def address(self) -> str:
        """The connection string of its superuser."""
        return f"postgresql://{SUPERUSER}:{self.password}@127.0.0.1:{self.port}/postgres"

    def sql(
        self, text: str, database: str = "postgres", user: str = SUPERUSER, password: str = ""
    ) -> str:
        """What a statement answers, unaligned; raises with the server's words if it fails."""
        done = subprocess.run(
            ["psql", "-XwqAt", "-v", "ON_ERROR_STOP=1"],
            input=text,
            env=self.environment(database, user, password),
            capture_output=True,
            text=True,
            timeout=DEADLINE,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout.strip()

    def run(self, program: str, *arguments: str | Path) -> None:
        """Run one of the server's own programs as its superuser."""
        subprocess.run(
            [self.programs / program, *arguments],
            env=self.environment(),
            check=True,
            timeout=DEADLINE,
        )

    @contextmanager
    def hold(self, text: str, database: str) -> Iterator[None]:
        """Another session that has done this in a transaction and is asleep meanwhile."""
        asleep = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
        with subprocess.Popen(
            ["psql", "-Xqc", f"BEGIN; {text}; SELECT pg_sleep({DEADLINE})"],
            env=self.environment(database),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as session:
            try:
                deadline = time.monotonic() + DEADLINE
                while self.sql(asleep) != "1":
                    assert time.monotonic() < deadline
                    time.sleep(0.05)
                yield
            finally:
                ended = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                self.sql(f"{ended} WHERE wait_event = 'PgSleep'")
                session.wait(timeout=DEADLINE)


@pytest.fixture(scope="session")
def postgres(find_program: Callable[[str], Path]) -> Iterator[Postgres]:
    """A running PostgreSQL with pg_stat_statements; every statement is in its log."""
    programs = find_program("initdb").resolve().parent
    password = secrets.token_hex(16)
    with _home() as home:
        (home / "password").write_text(password, encoding="utf-8")
        shutil.chown(home / "password", _account())
        _prepare(
            programs / "initdb",
            f"--pgdata={home / 'data'}",
            f"--username={SUPERUSER}",
            f"--pwfile={home / 'password'}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        )
        with _running(programs, home, password) as server:
            yield server


@pytest.fixture(scope="module")
def standby(postgres: Postgres) -> Iterator[Postgres]:
    """A standby of the server, streaming."""
    with _home() as home:
        _prepare(
            postgres.programs / "pg_basebackup",
            f"--pgdata={home / 'data'}",
            f"--dbname={postgres.address()}",
            "--write-recovery-conf",
            "--checkpoint=fast",
            "--no-sync",
        )
        with _running(postgres.programs, home, postgres.password) as server:
            yield server


@contextmanager
def _home() -> Iterator[Path]:
    """A folder of the server's account; below pytest's own it could not enter."""
    home = Path(tempfile.mkdtemp(prefix="airworthy-postgres-"))
    try:
        shutil.chown(home, _account())
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _prepare(*command: str | Path) -> None:
    subprocess.run(command, **_as_account(), check=True, capture_output=True, timeout=DEADLINE)


@contextmanager
def _running(programs: Path, home: Path, password: str) -> Iterator[Postgres]:
    """A server that answers; where somebody else was faster to take its port, another one."""
    deadline = time.monotonic() + DEADLINE
    while time.monotonic() < deadline:
        server = Postgres(programs, _free_port(), password, home / "log")
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": server.port,
            "unix_socket_directories": "",
            "shared_preload_libraries": "pg_stat_statements",
            "log_statement": "all",
            "fsync": "off",
            "max_connections": "40",
        }
        command: list[str | Path] = [programs / "postgres", "-D", home / "data"]
        command += [f"--{name}={value}" for name, value in settings.items()]
        with server.log.open("wb") as output:
            process: subprocess.Popen[bytes] = subprocess.Popen(
                command,
                **_as_account(),
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            if _answers(server, process, deadline):
                yield server
                return
        finally:
            _end(process)
    pytest.fail(f"PostgreSQL did not start: {server.log.read_text(encoding='utf-8')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _answers(server: Postgres, process: subprocess.Popen[bytes], deadline: float) -> bool:
    while process.poll() is None and time.monotonic() < deadline:
        try:
            server.sql("SELECT 1")
        except RuntimeError:
            time.sleep(0.05)
        else:
            return True
    return False


def _account() -> str:
    """Whom the server runs as: PostgreSQL refuses to be root."""
    return "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name


def _as_account() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {"cwd": "/"}
    account = pwd.getpwnam(_account())
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": [], "cwd": "/"}


def _end(process: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        process.send_signal(number)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            continue
        return


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run_script(tmp_path: Path) -> Run:
    """Run a rendered script as it stands, with these variables and no others.

    Afterwards nothing of it may be left in its temporary folder.
    """

    def run(
        artefact: Artefact, environment: Mapping[str, str], *arguments: str
    ) -> subprocess.CompletedProcess[str]:
        script = tmp_path / artefact.template.removesuffix(".j2")
        script.write_text(artefact.render(), encoding="utf-8")
        scratch = tmp_path / "scratch"
        scratch.mkdir(exist_ok=True)
        done = subprocess.run(
            ["sh", script, *arguments],
            env={**environment, "TMPDIR": str(scratch)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=DEADLINE,
            check=False,
        )
        assert list(scratch.iterdir()) == []
        return done

    return run
