"""What holds for every artefact that speaks to a database, whatever it does."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from airworthy.kit.duration import Duration
from airworthy.templates.artefact import Artefact
from airworthy.templates.backup_script import BackupScript
from airworthy.templates.bootstrap_script import BootstrapScript
from airworthy.templates.bootstrap_sql import BootstrapSql, DatabaseRoles
from airworthy.templates.cleanup_script import CleanupScript
from airworthy.templates.monitor_script import MonitorScript
from airworthy.templates.monitoring_sql import MonitoringSql

ROLES = DatabaseRoles.of("shop")
ARTEFACTS: list[Artefact] = [
    BackupScript(),
    BootstrapScript(database="shop", roles=ROLES),
    BootstrapSql(database="shop", roles=ROLES),
    CleanupScript(tables=("orders", "Customer"), grace=Duration.of(days=30)),
    MonitorScript(),
    MonitoringSql(monitor="shop_monitor"),
]
SCRIPTS = [artefact for artefact in ARTEFACTS if artefact.template.endswith(".sh.j2")]

HELD_ELSEWHERE = {
    "an address": r"\b\d{1,3}(\.\d{1,3}){3}\b|localhost|amazonaws",
    "a port": r":\d{4,5}\b|\b(5432|6432)\b",
    "a URL with a host": r"\w+://(?!\$)",
    "a password": r"(?i)\bpassword\s+'|PGPASSWORD=",
    "a path": r"/(?:etc|home|mnt|opt|root|run|srv|tmp|usr|var)\b",
}


def name(artefact: Artefact) -> str:
    return artefact.template


@pytest.mark.parametrize("artefact", ARTEFACTS, ids=name)
@pytest.mark.parametrize("what", HELD_ELSEWHERE)
def test_holds_nothing_of_one_system(artefact: Artefact, what: str) -> None:
    """Hosts, ports, credentials and paths come from the environment when the artefact runs."""
    assert re.findall(HELD_ELSEWHERE[what], artefact.render(), re.MULTILINE) == []


@pytest.mark.parametrize("artefact", ARTEFACTS, ids=name)
def test_digest_is_of_the_text(artefact: Artefact) -> None:
    """The same values give the same text and the same digest, and end with a line's end."""
    again = replace(artefact)

    assert (again.render(), again.digest()) == (artefact.render(), artefact.digest())
    assert artefact.render().endswith("\n")


@pytest.mark.server("shellcheck")
@pytest.mark.parametrize("artefact", SCRIPTS, ids=name)
def test_shellcheck_is_content(artefact: Artefact, tmp_path: Path) -> None:
    """Every rendered script is clean POSIX shell."""
    script = tmp_path / "script.sh"
    script.write_text(artefact.render(), encoding="utf-8")

    done = subprocess.run(
        ["shellcheck", "--shell=sh", script],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.stdout + done.stderr == ""
