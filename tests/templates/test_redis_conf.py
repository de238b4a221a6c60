"""redis.conf and the scripts around it, as texts; redis/ runs them."""

from __future__ import annotations

import re
import subprocess
from typing import Any

import pytest

from airworthy.kit.duration import Duration
from airworthy.kit.size import Size
from airworthy.templates.artefact import Artefact
from airworthy.templates.redis_conf import (
    RedisAlive,
    RedisConf,
    RedisReady,
    RedisStart,
)

DEADLINE = 30  # seconds
SMALL = Size.of(mebibytes=8)
SCRIPTS: tuple[Artefact, ...] = (RedisStart(), RedisAlive(), RedisReady())


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
