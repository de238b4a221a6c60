from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from airworthy.kit.errors import AirworthyError, ProgramError
from airworthy.kit.project import Project, find_project
from airworthy.kit.stackfile import StackFile
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.wire import UNKNOWN_SENTINELS
from airworthy.recording import Recorder, job_for, read_entries

URN = "urn:pulumi:dev::shop::a:b:C::it"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """An empty program, for this interpreter."""
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n", encoding="utf-8")
    (tmp_path / "Pulumi.dev.yaml").write_text("config: {}\n", encoding="utf-8")
    return find_project(tmp_path)


def started(project: Project, program: str, *, deadline: float = 20) -> Recorder:
    (project.root / "__main__.py").write_text(program, encoding="utf-8")
    return Recorder(project, "dev", project.stack_file("dev"), deadline=deadline)


def running_in(group: int) -> list[str]:
    """The processes of a group that still run, zombies left out."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            name, _, rest = stat.read_text(encoding="utf-8").rpartition(")")
            state, _parent, its_group = rest.split()[:3]
            if int(its_group) == group and state != "Z":
                found.append(name)
    return found


def wait_until_gone(group: int) -> None:
    deadline = time.monotonic() + 5
    while running_in(group):
        assert time.monotonic() < deadline, running_in(group)
        time.sleep(0.01)


@pytest.fixture
def program() -> Iterator[list[Recorder]]:
    """Recorders to close when the test is over, whatever came of it."""
    kept: list[Recorder] = []
    yield kept
    for each in kept:
        each.close()
        wait_until_gone(each.process.pid)


CHILD = "import subprocess\nsubprocess.Popen(['sleep', '60'])\n"


@pytest.mark.parametrize(
    ("code", "deadline", "message"),
    [
        (CHILD + "while True: pass", 0.5, "the program did not finish within 0.5 seconds\n  fix: "),
        (CHILD + "import os, time\nos.closerange(3, 99)\ntime.sleep(60)", 0.5, "did not finish"),
        (CHILD + "import os\nos.kill(os.getpid(), 9)", 20, "ended by itself with exit code -9"),
        (CHILD + "import os\nos._exit(0)", 20, "the program ended by itself with exit code 0"),
        (CHILD + "1 / 0", 20, "ZeroDivisionError"),
    ],
    ids=["endless", "deaf", "killed", "gone", "failed"],
)
def test_a_program_that_does_not_end_well(
    project: Project, program: list[Recorder], code: str, deadline: float, message: str
) -> None:
    """It is an error of the program, and neither it nor what it started is left behind."""
    program.append(started(project, code, deadline=deadline))
    before = time.monotonic()

    with pytest.raises(ProgramError, match=re.escape(message)) as failed:
        program[0].result()
    assert failed.value.exit_code == 1
    assert time.monotonic() - before < 10


def test_a_program_that_ends_well_leaves_nothing_behind(
    project: Project, program: list[Recorder]
) -> None:
    """A child that holds on to everything neither delays the result nor outlives it."""
    program.append(started(project, "import os, time\nif os.fork() == 0: time.sleep(60)\n"))
    before = time.monotonic()

    assert list(program[0].result().stack) == []
    assert time.monotonic() - before < 10


def test_closing_ends_a_program_that_nobody_waits_for(
    project: Project, program: list[Recorder]
) -> None:
    """As when the tool itself fails meanwhile; closing twice does no harm."""
    program.append(started(project, CHILD + "import time\ntime.sleep(60)"))

    program[0].close()

    assert program[0].process.returncode == -signal.SIGKILL
    wait_until_gone(program[0].process.pid)


def test_an_interpreter_that_ends_at_once(project: Project, program: list[Recorder]) -> None:
    """One that is broken reads no job: an error, not a broken pipe."""
    bad = project.root / "venv" / "bin" / "python"
    bad.parent.mkdir(parents=True)
    bad.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    bad.chmod(0o755)
    broken = replace(project, options={"virtualenv": "venv"})
    program.append(started(broken, ""))

    with pytest.raises(ProgramError, match="ended by itself with exit code 3"):
        program[0].result()


def test_an_interpreter_that_cannot_be_started(project: Project) -> None:
    """Its path and the system's reason are named, and nothing stays open."""
    bad = project.root / "venv" / "bin" / "python"
    bad.parent.mkdir(parents=True)
    bad.write_text("no program", encoding="utf-8")
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - a count, at one moment

    with pytest.raises(AirworthyError, match="venv/bin/python cannot be started: Permission"):
        started(replace(project, options={"virtualenv": "venv"}), "")
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


def test_a_refusal_of_ours_keeps_its_exit_code(project: Project, program: list[Recorder]) -> None:
    """Settings refused inside the program are a configuration error, without a stack trace."""
    program.append(
        started(
            project,
            "from airworthy.kit.errors import ArgumentError\n"
            "raise ArgumentError('retention', 0, '1 to 35 days')\n",
        )
    )

    with pytest.raises(AirworthyError, match=r"^retention is 0; wanted 1 to 35 days$") as refused:
        program[0].result()
    assert refused.value.exit_code == 2
    assert not isinstance(refused.value, ProgramError)


def test_the_job_holds_no_secret(project: Project) -> None:
    """Encrypted parts go as the unknown, and every key that holds one is a secret key."""
    file = StackFile(
        name="x",
        config={
            "shop:a": Secret(UNKNOWN),
            "shop:b": {"list": [Secret(UNKNOWN), 1]},
            "shop:c": {"x": True},
            "aws:region": "eu-west-1",
        },
        lines={},
    )
    job = job_for(project, "dev", file)

    assert job["config"] == {
        "shop:a": UNKNOWN_SENTINELS[0],
        "shop:b": f'{{"list": ["{UNKNOWN_SENTINELS[0]}", 1]}}',
        "shop:c": '{"x": true}',
        "aws:region": "eu-west-1",
    }
    assert job["encrypted"] == ["shop:a"]
    assert job["secret_keys"] == ["shop:a", "shop:b"]
    assert "eu-west-1c" in str(job["answers"])


def test_what_an_old_sdk_leaves_out_is_empty() -> None:
    """A registration without dependencies, provider or line is still a resource."""
    recording = read_entries(
        [
            {
                "kind": "resource",
                "urn": "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev",
                "parent": "",
                "custom": False,
                "object": {},
                "options": {},
            },
            {
                "kind": "resource",
                "urn": URN,
                "parent": "",
                "custom": True,
                "object": {"size": 3.0},
                "options": {"protect": True},
            },
            {"kind": "assumed", "token": "a:b:c", "answer": {"id": "x"}},
            {"kind": "done"},
        ]
    )
    (it,) = recording.stack

    assert (it.urn, it.inputs, it.options) == (URN, {"size": 3}, {"protect": True})
    assert (it.dependencies, it.property_dependencies) == ((), {})
    assert (it.provider, it.source, it.opaque) == ("", None, False)
    assert recording.assumed == {"a:b:c": {"id": "x"}}
