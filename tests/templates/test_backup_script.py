# ruff: noqa: S608 - statements made of this file's own constants
from __future__ import annotations

import datetime as dt
import json
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from airworthy.kit.duration import Duration
from airworthy.templates.backup_script import BackupScript

if TYPE_CHECKING:
    import subprocess

    from tests.templates.conftest import Postgres, Run

on_a_server = pytest.mark.server("postgres", "initdb", "psql", "pg_dump", "pg_restore", "sha256sum")

NAME = "kept"
BUCKET, KEY = "bucket-of-a-test", "key-of-a-test"
ROWS = 5000

# Stands for the cloud alone: it keeps objects in a folder and answers about them as the AWS
# command line would, for just the calls and queries that the script makes.
AWS = """\
#!{python} -I
import json, os, shutil, sys
from pathlib import Path

store, log = Path("{store}"), Path("{log}")
words = sys.argv[1:]
options = {{a: b for a, b in zip(words, words[1:]) if a.startswith("--")}}
with log.open("a") as lines:
    lines.write(json.dumps(words) + "\\n")
fault = os.environ.get("FAULT", "")
if fault == " ".join(words[:2]):
    sys.exit(f"An error occurred when calling {{fault}}")
match words[:2]:
    case ["s3", "cp"]:
        bucket, _, key = words[3].removeprefix("s3://").partition("/")
        held = store / bucket / key
        held.parent.mkdir(parents=True)
        data = Path(words[2]).read_bytes()
        held.write_bytes(data[:-1] if fault == "cut" else data)
        facts = {{"sse": options["--sse"], "sha256": options["--metadata"].partition("=")[2]}}
        held.with_suffix(".json").write_text(json.dumps(facts))
    case ["s3api", "list-objects-v2"]:
        root = store / options["--bucket"]
        keys = [str(p.relative_to(root)) for p in root.rglob("*.dump")]
        hidden = fault == "unlisted" and options["--prefix"].endswith(".dump")
        print(int(any(k.startswith(options["--prefix"]) for k in keys) and not hidden))
    case ["s3api", "head-object"]:
        held = store / options["--bucket"] / options["--key"]
        facts = json.loads(held.with_suffix(".json").read_text())
        print(held.stat().st_size, facts["sse"], facts["sha256"], sep="\\t")
    case ["cloudwatch", "put-metric-data"] | ["sns", "publish"]:
        pass
    case _:
        sys.exit(f"the stand-in does not know {{words}}")
"""


@dataclass
class Cloud:
    """The stand-in, what it holds and what it was asked."""

    folder: Path
    path: str

    def objects(self) -> list[str]:
        root = self.folder / "store" / BUCKET
        return sorted(str(p.relative_to(root)) for p in root.rglob("*.dump"))

    def calls(self, *words: str) -> list[list[str]]:
        log = self.folder / "calls"
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        found: list[list[str]] = [json.loads(line) for line in lines]
        return [call for call in found if tuple(call[: len(words)]) == words]


@pytest.fixture
def cloud(tmp_path: Path) -> Cloud:
    folder = tmp_path / "cloud"
    (folder / "bin").mkdir(parents=True)
    program = folder / "bin" / "aws"
    python = sys.executable
    program.write_text(
        AWS.format(python=python, store=folder / "store", log=folder / "calls"), encoding="utf-8"
    )
    program.chmod(0o755)
    return Cloud(folder, str(folder / "bin"))


@pytest.fixture(scope="module")
def server(postgres: Postgres) -> Postgres:
    postgres.sql(f"CREATE DATABASE {NAME}")
    postgres.sql(
        f"CREATE TABLE orders (id int PRIMARY KEY, note text);"
        f"INSERT INTO orders SELECT n, md5(n::text) FROM generate_series(1, {ROWS}) AS n",
        NAME,
    )
    return postgres


Backup = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def backup(server: Postgres, run_script: Run, cloud: Cloud, tmp_path: Path) -> Backup:
    """Run the script against the server and the stand-in, the password in a file."""
    (tmp_path / "password").write_text(f"{server.password}\n", encoding="utf-8")

    def run(change: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        environment = server.environment(NAME) | {
            "PGPASSWORD_FILE": str(tmp_path / "password"),
            "BACKUP_BUCKET": BUCKET,
            "BACKUP_KMS_KEY": KEY,
            "BACKUP_METRIC_NAMESPACE": "Backups",
            "BACKUP_NOTICE_TOPIC": "topic-of-a-test",
        }
        del environment["PGPASSWORD"]
        environment["PATH"] = f"{cloud.path}:{environment['PATH']}"
        return run_script(
            BackupScript(lock_wait=Duration.of(seconds=1)), environment | dict(change or {})
        )

    return run


def metrics(cloud: Cloud) -> dict[str, str]:
    calls = cloud.calls("cloudwatch", "put-metric-data")
    return {
        call[call.index("--metric-name") + 1]: call[call.index("--value") + 1] for call in calls
    }


@on_a_server
def test_a_backup_restores(server: Postgres, backup: Backup, cloud: Cloud) -> None:
    """What lies in the bucket is a dump of every row, encrypted with the key that was named."""
    done = backup()

    assert (done.returncode, done.stderr) == (0, "")
    (key,) = cloud.objects()
    dump = cloud.folder / "store" / BUCKET / key
    size = dump.stat().st_size
    assert done.stdout.startswith(f"{key} {size} ")
    (upload,) = cloud.calls("s3", "cp")
    assert upload[upload.index("--sse") + 1] == "aws:kms"
    assert upload[upload.index("--sse-kms-key-id") + 1] == KEY
    assert server.password not in json.dumps(cloud.calls())
    assert metrics(cloud)["BackupSucceeded"] == "1"
    assert metrics(cloud)["BackupSizeBytes"] == str(size)
    (notice,) = cloud.calls("sns", "publish")
    assert f"Backup of {NAME} succeeded: {key}" in notice[-1]

    server.sql("DROP DATABASE IF EXISTS restored")
    server.sql("CREATE DATABASE restored")
    server.run("pg_restore", "--exit-on-error", "--dbname=restored", dump)
    whole = "SELECT count(*), md5(string_agg(id || note, ',' ORDER BY id)) FROM orders"
    assert server.sql(whole, "restored") == server.sql(whole, NAME)
    assert server.sql(whole, "restored").startswith(f"{ROWS}|")


@on_a_server
def test_generations(backup: Backup, cloud: Cloud) -> None:
    """The first backup of a month is monthly, the next of a week weekly, all others daily."""
    for _ in range(2):
        assert backup().returncode == 0
    daily = backup()

    assert daily.returncode == 0
    today = dt.datetime.now(dt.UTC)
    kinds = [re.sub(r"\d{4}-\d\d-\d\dT\d{6}Z\.dump$", "", key) for key in cloud.objects()]
    assert [kind.split("/")[:2] for kind in kinds] == [
        ["daily", NAME],
        ["monthly", NAME],
        ["weekly", NAME],
    ]
    assert today.strftime("%Y-%m") in kinds[1]
    assert today.strftime("%G-W%V") in kinds[2]


@on_a_server
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"FAULT": "s3 cp"}, "error occurred"),
        ({"FAULT": "s3api head-object"}, "error occurred"),
        ({"FAULT": "s3api list-objects-v2"}, "error occurred"),
        ({"FAULT": "cut"}, "stored is"),
        ({"FAULT": "unlisted"}, "is not listed"),
        ({"PGDATABASE": "nowhere"}, "does not exist"),
        ({"PGPORT": "1"}, "refused"),
        ({"PGPASSWORD_FILE": "missing"}, "missing"),
        ({"PGSSLMODE": ""}, "SSL was required"),
    ],
    ids=lambda value: " ".join(value.values()) or "TLS" if isinstance(value, dict) else "",
)
def test_fails_loudly(backup: Backup, cloud: Cloud, change: Mapping[str, str], says: str) -> None:
    """Whatever goes wrong: a failing status, a reason, a metric of failure and a notice."""
    done = backup(change)

    assert done.returncode != 0
    assert says in done.stderr
    assert metrics(cloud).get("BackupSucceeded") == "0"
    (notice,) = cloud.calls("sns", "publish")
    assert "failed with status" in notice[-1]


@on_a_server
def test_a_locked_table_fails_it(server: Postgres, backup: Backup, cloud: Cloud) -> None:
    """A migration that holds a table ends the backup after the time it may wait."""
    with server.hold("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE", NAME):
        done = backup()

    assert done.returncode != 0
    assert "LOCK TABLE public.orders" in done.stderr
    assert cloud.objects() == []


@on_a_server
def test_a_notice_that_fails_does_not_hide_why(backup: Backup) -> None:
    """The reason and the status of a failed backup survive a failing notice."""
    done = backup({"FAULT": "sns publish", "PGDATABASE": "nowhere"})

    assert done.returncode != 0
    assert "does not exist" in done.stderr
    assert "could not be announced" in done.stderr


@on_a_server
def test_metrics_and_notices_are_optional(backup: Backup, cloud: Cloud) -> None:
    """Without a namespace and a topic nobody is told."""
    done = backup({"BACKUP_METRIC_NAMESPACE": "", "BACKUP_NOTICE_TOPIC": ""})

    assert done.returncode == 0
    assert cloud.calls("cloudwatch") + cloud.calls("sns") == []


@on_a_server
@pytest.mark.parametrize("name", ["PGDATABASE", "BACKUP_BUCKET", "BACKUP_KMS_KEY"])
def test_names_what_is_missing(backup: Backup, cloud: Cloud, name: str) -> None:
    """A variable that is not set stops the script before it does anything."""
    done = backup({name: ""})

    assert done.returncode != 0
    assert name in done.stderr
    assert cloud.calls() == []
