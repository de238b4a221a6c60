"""redis.conf and the scripts around it, on a real Redis."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from airworthy.kit.duration import Duration
from airworthy.kit.size import Size
from airworthy.templates.artefact import Artefact
from airworthy.templates.redis_conf import (
    PURPOSES,
    RedisAlive,
    RedisConf,
    RedisReady,
    RedisStart,
)

DEADLINE = 30  # seconds
SMALL = Size.of(mebibytes=8)
SCRIPTS: tuple[Artefact, ...] = (RedisStart(), RedisAlive(), RedisReady())
AWKWARD = """p"a\\s's $(id) `id` $HOME #w;o|r&d \\n"""

server = pytest.mark.server("redis-server", "redis-cli")


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


@server
@pytest.mark.parametrize("purpose", PURPOSES)
def test_redis_takes_every_setting(purpose: str, redis: Callable[..., Redis]) -> None:
    """A real server starts with the file and reports what the file says."""
    found = redis(purpose).start()

    wanted = {
        "appendonly": "yes",
        "appendfsync": "everysec",
        "aof-use-rdb-preamble": "yes",
        "save": "900 1 300 10 60 10000",
        "maxmemory": str(SMALL.bytes),
        "maxmemory-policy": "allkeys-lru" if purpose == "cache" else "noeviction",
        "protected-mode": "yes",
        "tcp-keepalive": "300",
        "shutdown-on-sigterm": "save",
        "slowlog-log-slower-than": "10000",
        "stop-writes-on-bgsave-error": "yes",
    }
    assert {name: found.setting(name) for name in wanted} == wanted


@server
@pytest.mark.parametrize("command", ["flushall", "flushdb", "debug segfault", "module list"])
def test_dangerous_commands_are_off(command: str, redis: Callable[..., Redis]) -> None:
    """What empties or breaks the server is refused, to those who know the password too."""
    found = redis().start()
    found.cli("set", "key", "value")

    reply = found.cli(*command.split())

    assert reply.startswith("ERR") or reply == ""
    assert found.cli("get", "key") == "value"


@server
@pytest.mark.parametrize("password", ["", AWKWARD, "trailing newline\n"])
def test_nobody_gets_in_without_the_password(password: str, redis: Callable[..., Redis]) -> None:
    """Without the password, or with another, every command is refused; with it, it works."""
    found = redis(password=password).start()

    assert found.cli("get", "key", password="").startswith("NOAUTH")
    assert found.cli("get", "key", password="x" * 32).startswith("NOAUTH")
    assert found.cli("ping", password=found.password.rstrip("\n")) == "PONG"


@server
def test_the_password_is_in_no_argument_variable_or_file(redis: Callable[..., Redis]) -> None:
    """Neither the process list nor the environment nor the disk shows the password."""
    found = redis().start()
    found.fill(10, 10)
    assert found.process is not None
    process = Path("/proc", str(found.process.pid))

    shown = [process / "cmdline", process / "environ", *found.data.rglob("*"), found.conf]
    texts = [path.read_bytes() for path in shown if path.is_file()]

    assert len(texts) > 4
    assert not any(found.password.encode() in text for text in texts)
    assert b"redis-server" in (process / "comm").read_bytes()


@server
@pytest.mark.parametrize(
    ("password", "why"), [("\n", "file is empty"), ("one\ntwo", "more than one line")]
)
def test_it_does_not_start_open(password: str, why: str, redis: Callable[..., Redis]) -> None:
    """Without a usable password there is no server, rather than one for everybody."""
    process = redis(password=password).launch()

    output, _ = process.communicate(timeout=DEADLINE)

    assert process.returncode == 1
    assert why in output
    assert "two" not in output


@server
@pytest.mark.parametrize("purpose", PURPOSES)
def test_acknowledged_writes_survive_a_crash(purpose: str, redis: Callable[..., Redis]) -> None:
    """A killed process loses nothing that it had acknowledged."""
    found = redis(purpose).start()
    assert found.fill(500, 100) == ["OK"] * 500

    found.stop(signal.SIGKILL)
    found.start()

    assert found.cli("dbsize") == "500"
    assert found.cli("get", "key:499") == "x" * 100


@server
def test_sigterm_saves_and_leaves(redis: Callable[..., Redis]) -> None:
    """SIGTERM, which is how Kubernetes stops a pod, writes a snapshot and ends the server."""
    found = redis().start()
    found.cli("set", "key", "value")
    assert not (found.data / "dump.rdb").exists()

    assert found.stop(signal.SIGTERM) == 0
    assert (found.data / "dump.rdb").exists()
    assert found.start().cli("get", "key") == "value"


@server
@pytest.mark.parametrize("purpose", ["queue", "session"])
def test_a_full_queue_refuses(purpose: str, redis: Callable[..., Redis]) -> None:
    """What holds jobs or sessions says no when it is full, and keeps all it took."""
    found = redis(purpose).start()

    replies = found.fill(1500, 10_000)

    taken = [number for number, reply in enumerate(replies) if reply == "OK"]
    assert 0 < len(taken) < 1500
    assert any(reply.startswith("OOM") for reply in replies)
    assert found.figure("evicted_keys") == "0"
    assert found.cli("dbsize") == str(len(taken))
    assert found.cli("del", "key:0") == "1"


@server
def test_a_full_cache_makes_room(redis: Callable[..., Redis]) -> None:
    """A cache takes every write, stays within its memory and forgets the oldest."""
    found = redis("cache").start()

    assert set(found.fill(1500, 10_000)) == {"OK"}

    assert int(found.figure("evicted_keys")) > 0
    assert int(found.cli("dbsize")) < 1500
    assert found.cli("get", "key:1499") == "x" * 10_000
    assert found.run(RedisReady).returncode == 0


@server
def test_questions_while_it_loads(redis: Callable[..., Redis]) -> None:
    """A loading server is alive, so that nobody restarts it, and not ready."""
    found = redis().start()
    found.fill(200, 100)
    found.cli("bgrewriteaof")
    found.until(lambda: any(found.data.glob("appendonlydir/*.2.base.rdb")))
    found.until(lambda: found.figure("aof_rewrite_in_progress") == "0")
    found.stop(signal.SIGKILL)

    slowly = ("--key-load-delay", "20000", "--loading-process-events-interval-bytes", "1024")
    found.launch(*slowly)
    found.until(lambda: found.run(RedisAlive).returncode == 0)
    ready = found.run(RedisReady)

    assert ready.returncode == 1
    assert "LOADING" in ready.stderr
    assert found.run(RedisAlive).returncode == 0
    found.until(lambda: found.run(RedisReady).returncode == 0)
    assert found.cli("dbsize") == "200"


@server
def test_questions_with_an_outdated_password(redis: Callable[..., Redis]) -> None:
    """After a rotation that the server has not read it is alive, and not ready."""
    found = redis().start()
    found.password_file.write_text("another", encoding="utf-8")

    assert found.run(RedisReady).returncode == 1
    assert found.run(RedisAlive).returncode == 0


@server
def test_questions_without_a_disk(redis: Callable[..., Redis]) -> None:
    """Where snapshots fail it takes no writes: not ready, and a restart would mend nothing."""
    found = redis().start()
    shutil.rmtree(found.data)
    found.cli("bgsave")
    found.until(lambda: found.figure("rdb_last_bgsave_status") == "err")

    ready = found.run(RedisReady)

    assert ready.returncode == 1
    assert "MISCONF" in ready.stderr
    assert found.run(RedisAlive).returncode == 0


@server
def test_questions_to_nobody(redis: Callable[..., Redis]) -> None:
    """A server that is gone is neither alive nor ready."""
    found = redis().start()
    found.stop(signal.SIGKILL)

    assert found.run(RedisAlive).returncode != 0
    assert found.run(RedisReady).returncode != 0


@pytest.mark.server("shellcheck")
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.template)
def test_shellcheck_is_content(script: Artefact) -> None:
    """The scripts are plain sh, as Alpine and Debian have it, without a known mistake."""
    run = subprocess.run(
        ["shellcheck", "--shell=sh", "--severity=style", "-"],
        input=script.render(),
        capture_output=True,
        text=True,
        check=False,
        timeout=DEADLINE,
    )

    assert run.stdout == ""
    assert run.returncode == 0


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"purpose": "database"}, "purpose is 'database'"),
    ({"maxmemory": Size.of()}, "maxmemory is 0"),
    ({"appendfsync": "no"}, "appendfsync is 'no'"),
    ({"save_points": ()}, "save_points is"),
    ({"save_points": ((0, 1),)}, "save_points is"),
    ({"disabled_commands": ("flushall",)}, "disabled_commands has 'flushall'"),
    ({"disabled_commands": ('X ""\nsave ""',)}, "disabled_commands has"),
    ({"tcp_keepalive": Duration.of()}, "tcp_keepalive is 0s"),
    ({"tcp_keepalive": Duration.of(milliseconds=1500)}, "tcp_keepalive is"),
]


@pytest.mark.parametrize(("changes", "why"), REFUSED)
def test_what_would_lose_data_is_refused(changes: dict[str, Any], why: str) -> None:
    """Each value that Redis would refuse, or that would save nothing, is refused by name."""
    good: dict[str, Any] = {"purpose": "queue", "maxmemory": SMALL}

    with pytest.raises(ValueError, match=re.escape(why)):
        RedisConf(**(good | changes))


def test_the_artefact_names_no_machine() -> None:
    """What a drill runs is what a stack deploys: no host, port, folder or password inside."""
    names = {
        line.split()[0]
        for line in RedisConf(purpose="queue", maxmemory=SMALL).render().splitlines()
        if line and not line.startswith("#")
    }

    assert (
        names & {"port", "bind", "dir", "requirepass", "masterauth", "include", "logfile"} == set()
    )
