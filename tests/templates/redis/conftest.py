"""A real Redis of its own for each test, on a free port, ended by its own pid."""

from __future__ import annotations

import os
import re
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from airworthy.kit.size import Size
from airworthy.templates.artefact import Artefact
from airworthy.templates.redis_conf import RedisAlive, RedisConf, RedisReady, RedisStart

DEADLINE = 30  # seconds
SMALL = Size.of(mebibytes=8)

SCRIPTS: tuple[Artefact, ...] = (RedisStart(), RedisAlive(), RedisReady())


class Redis:
    """A server of one test, started as the pod starts it: by script, file and password file."""

    def __init__(self, folder: Path, conf: RedisConf, password: str) -> None:
        self.data = folder / "data"
        self.data.mkdir()
        self.password = password
        self.password_file = folder / "password"
        self.password_file.write_text(password, encoding="utf-8")
        self.conf = folder / "redis.conf"
        self.conf.write_text(conf.render(), encoding="utf-8")
        self.scripts = {type(script): folder / script.template for script in SCRIPTS}
        for script in SCRIPTS:
            self.scripts[type(script)].write_text(script.render(), encoding="utf-8")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = str(probe.getsockname()[1])
        self.process: subprocess.Popen[str] | None = None

    @property
    def environment(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "REDIS_PASSWORD_FILE": str(self.password_file)}

    def launch(self, *options: str) -> subprocess.Popen[str]:
        """Start it without waiting for anything."""
        bound = ("--port", self.port, "--bind", "127.0.0.1")
        self.process = subprocess.Popen(
            ["sh", str(self.scripts[RedisStart]), str(self.conf), *bound, *options],
            cwd=self.data,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return self.process

    def start(self, *options: str) -> Redis:
        """Start it and wait until it serves."""
        self.launch(*options)
        self.until(lambda: self.run(RedisReady).returncode == 0)
        return self

    def stop(self, how: signal.Signals) -> int:
        """Send a signal to this server alone, and wait for its end."""
        assert self.process is not None
        self.process.send_signal(how)
        self.process.communicate(timeout=DEADLINE)
        return self.process.returncode

    def until(self, true: Callable[[], bool]) -> None:
        """Wait for a condition; the wait for an early death is also the pause between two looks."""
        assert self.process is not None
        end = time.monotonic() + DEADLINE
        while not true():
            assert time.monotonic() < end, "not in time"
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=0.05)
                pytest.fail(f"redis-server ended: {self.process.communicate()[0]}")

    def run(self, script: type[Artefact]) -> subprocess.CompletedProcess[str]:
        """A question as the kubelet puts it."""
        return subprocess.run(
            ["sh", str(self.scripts[script]), "-p", self.port],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=DEADLINE,
        )

    def cli(self, *words: str, commands: str = "", password: str | None = None) -> str:
        """What redis-cli prints: of one command, or of many from standard input."""
        known = self.password if password is None else password
        run = subprocess.run(
            ["redis-cli", "-p", self.port, *words],
            input=commands,
            env=self.environment | ({"REDISCLI_AUTH": known} if known else {}),
            capture_output=True,
            text=True,
            check=False,
            timeout=DEADLINE,
        )
        return run.stdout.strip()

    def setting(self, name: str) -> str:
        return self.cli("config", "get", name).partition("\n")[2]

    def figure(self, name: str) -> str:
        found = re.search(rf"^{name}:(.*?)\r?$", self.cli("info", "everything"), re.MULTILINE)
        assert found is not None
        return found[1]

    def fill(self, count: int, size: int) -> list[str]:
        """Set keys `key:0` and so on; the replies, in order."""
        lines = "\n".join(f"set key:{number} {'x' * size}" for number in range(count))
        return self.cli(commands=lines).splitlines()


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Callable[..., Redis]]:
    """Make servers; whatever the test leaves running is killed by its own process id."""
    made: list[Redis] = []

    def make(purpose: str = "queue", *, maxmemory: Size = SMALL, password: str = "") -> Redis:
        folder = tmp_path / str(len(made))
        folder.mkdir()
        conf = RedisConf(purpose=purpose, maxmemory=maxmemory)
        made.append(Redis(folder, conf, password or secrets.token_hex(16)))
        return made[-1]

    yield make
    for found in made:
        if found.process and found.process.poll() is None:
            found.stop(signal.SIGKILL)
