"""Real programs, each run by the recorder in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from airworthy.kit.project import find_project
from airworthy.kit.resource import Resource
from airworthy.recording import Recorder, Recording

LIBRARY = """
import pulumi

class Thing(pulumi.CustomResource):
    made: pulumi.Output[str]

    def __init__(self, name, props=None, opts=None):
        super().__init__("a:b:Thing", name, {"made": None, **(props or {})}, opts)

class Group(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("x:y:Group", name, {}, opts)
"""

Run = Callable[..., Recording]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Record a program in this interpreter; keyword arguments are more files of it."""
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)

    def recording(
        program: str, *, stack: str = "", deadline: float = 20, **files: str
    ) -> Recording:
        files = {
            "Pulumi.yaml": "name: shop\nruntime: python\n",
            "Pulumi.dev.yaml": stack,
            "__main__.py": dedent(program),
            "things.py": LIBRARY,
            **files,
        }
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        project = find_project(tmp_path)
        started = Recorder(project, "dev", project.stack_file("dev"), deadline=deadline)
        try:
            return started.result()
        finally:
            started.close()

    return recording


@pytest.fixture
def library() -> str:
    """What programs import from `things`."""
    return LIBRARY


@pytest.fixture
def by_name(run: Run) -> Callable[..., dict[str, Resource]]:
    """Record a program and return its resources by name."""

    def found(program: str, **files: str) -> dict[str, Resource]:
        return {resource.name: resource for resource in run(program, **files).stack}

    return found
