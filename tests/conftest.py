"""What many tests share: recording a program in this process."""

from __future__ import annotations

import contextvars
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import hypothesis
import pytest

from airworthy import recorder
from airworthy.kit.project import Project
from airworthy.kit.resource import Stack
from airworthy.kit.stackfile import StackFile
from airworthy.recording import job_for, read_entries

# A busy machine is no failing property.
hypothesis.settings.register_profile("ours", deadline=None)
hypothesis.settings.load_profile("ours")


class Recorded(Protocol):
    """Runs a function as a Pulumi program and returns the stack it registered."""

    def __call__(self, program: Callable[[], object], **config: object) -> Stack: ...


@pytest.fixture(scope="session")
def recorded() -> Recorded:
    """Record a function in this process; keyword arguments are configuration (`aws:region`)."""

    def run(program: Callable[[], object], **config: object) -> Stack:
        file = StackFile(name="Pulumi.test.yaml", config=config, lines={})
        empty = StackFile(name="Pulumi.yaml", config={}, lines={})
        root = Path(__file__).parent
        project = Project(
            root=root,
            file="Pulumi.yaml",
            name="project",
            runtime="python",
            options={},
            main=".",
            stack_folder=root,
            defaults=empty,
        )
        entries: list[dict[str, Any]] = []

        def body() -> None:
            program()

        job = job_for(project, "test", file)
        contextvars.Context().run(recorder.record, job, entries.append, body)
        return read_entries(entries).stack

    return run


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden lists")


def program(name: str) -> Path | None:
    """Where a server's program is: on PATH, or where Debian keeps PostgreSQL's."""
    found = shutil.which(name)
    if found:
        return Path(found)
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return versions[-1] if versions else None


@pytest.fixture(autouse=True)
def _servers_there(request: pytest.FixtureRequest) -> None:
    """A test marked `server(...)` is skipped by name without it, or fails where it is required."""
    for mark in request.node.iter_markers("server"):
        missing = [name for name in mark.args if program(name) is None]
        if missing:
            why = f"needs {', '.join(missing)}: make servers"
            if os.environ.get("REQUIRE_SERVERS") == "1":
                pytest.fail(why)
            pytest.skip(why)


@pytest.fixture(scope="session")
def find_program() -> Callable[[str], Path]:
    """The path of a program that a `server` mark has made sure of."""

    def find(name: str) -> Path:
        found = program(name)
        assert found is not None
        return found

    return find
