"""redis.conf and the scripts around it, on a real Redis."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from airworthy.kit.size import Size
from airworthy.templates.redis_conf import (
    PURPOSES,
    RedisAlive,
    RedisReady,
)

DEADLINE = 30  # seconds
SMALL = Size.of(mebibytes=8)
AWKWARD = """p"a\\s's $(id) `id` $HOME #w;o|r&d \\n"""

Make = Callable[..., Any]  # of the Redis in conftest.py
server = pytest.mark.server("redis-server", "redis-cli")


@server
@pytest.mark.parametrize("purpose", PURPOSES)
def test_redis_takes_every_setting(purpose: str, redis: Make) -> None:
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
def test_dangerous_commands_are_off(command: str, redis: Make) -> None:
    """What empties or breaks the server is refused, to those who know the password too."""
    found = redis().start()
    found.cli("set", "key", "value")

    reply = found.cli(*command.split())

    assert reply.startswith("ERR") or reply == ""
    assert found.cli("get", "key") == "value"


@server
@pytest.mark.parametrize("password", ["", AWKWARD, "trailing newline\n"])
def test_nobody_gets_in_without_the_password(password: str, redis: Make) -> None:
    """Without the password, or with another, every command is refused; with it, it works."""
    found = redis(password=password).start()

    assert found.cli("get", "key", password="").startswith("NOAUTH")
    assert found.cli("get", "key", password="x" * 32).startswith("NOAUTH")
    assert found.cli("ping", password=found.password.rstrip("\n")) == "PONG"


@server
def test_the_password_is_in_no_argument_variable_or_file(redis: Make) -> None:
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
def test_it_does_not_start_open(password: str, why: str, redis: Make) -> None:
    """Without a usable password there is no server, rather than one for everybody."""
    process = redis(password=password).launch()

    output, _ = process.communicate(timeout=DEADLINE)

    assert process.returncode == 1
    assert why in output
    assert "two" not in output


@server
@pytest.mark.parametrize("purpose", PURPOSES)
def test_acknowledged_writes_survive_a_crash(purpose: str, redis: Make) -> None:
    """A killed process loses nothing that it had acknowledged."""
    found = redis(purpose).start()
    assert found.fill(500, 100) == ["OK"] * 500

    found.stop(signal.SIGKILL)
    found.start()

    assert found.cli("dbsize") == "500"
    assert found.cli("get", "key:499") == "x" * 100


@server
def test_sigterm_saves_and_leaves(redis: Make) -> None:
    """SIGTERM, which is how Kubernetes stops a pod, writes a snapshot and ends the server."""
    found = redis().start()
    found.cli("set", "key", "value")
    assert not (found.data / "dump.rdb").exists()

    assert found.stop(signal.SIGTERM) == 0
    assert (found.data / "dump.rdb").exists()
    assert found.start().cli("get", "key") == "value"


@server
@pytest.mark.parametrize("purpose", ["queue", "session"])
def test_a_full_queue_refuses(purpose: str, redis: Make) -> None:
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
def test_a_full_cache_makes_room(redis: Make) -> None:
    """A cache takes every write, stays within its memory and forgets the oldest."""
    found = redis("cache").start()

    assert set(found.fill(1500, 10_000)) == {"OK"}

    assert int(found.figure("evicted_keys")) > 0
    assert int(found.cli("dbsize")) < 1500
    assert found.cli("get", "key:1499") == "x" * 10_000
    assert found.run(RedisReady).returncode == 0


@server
def test_questions_while_it_loads(redis: Make) -> None:
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
def test_questions_with_an_outdated_password(redis: Make) -> None:
    """After a rotation that the server has not read it is alive, and not ready."""
    found = redis().start()
    found.password_file.write_text("another", encoding="utf-8")

    assert found.run(RedisReady).returncode == 1
    assert found.run(RedisAlive).returncode == 0


@server
def test_questions_without_a_disk(redis: Make) -> None:
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
def test_questions_to_nobody(redis: Make) -> None:
    """A server that is gone is neither alive nor ready."""
    found = redis().start()
    found.stop(signal.SIGKILL)

    assert found.run(RedisAlive).returncode != 0
    assert found.run(RedisReady).returncode != 0
