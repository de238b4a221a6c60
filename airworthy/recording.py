"""Starts the recorder on a program and reads back what the program registered."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from airworthy.interpreter import interpreter_of
from airworthy.kit.errors import AirworthyError, ProgramError
from airworthy.kit.location import Location
from airworthy.kit.project import Project, config_text
from airworthy.kit.resource import Resource, Stack
from airworthy.kit.stackfile import StackFile
from airworthy.kit.values import Secret
from airworthy.kit.wire import UNKNOWN_SENTINELS, from_wire

__all__ = ["Recorder", "Recording", "job_for", "read_entries"]

STDERR: Final = 2  # what the program prints must not mix with a report on standard output
RECORDER: Final = Path(__file__).with_name("recorder.py")
ENDS: Final = ("done", "failed")  # the kinds of entry after which nothing follows
OPAQUE_TYPES: Final = ("kubernetes:helm.sh/v3:Release", "pulumi-python:dynamic:Resource")


@dataclass(frozen=True, kw_only=True, slots=True)
class Recording:
    """What a program registered.

    Attributes:
        stack: Every resource, in the order of registration; the stack's own resource left out.
        assumed: The data sources answered without a provider, with their answers.
    """

    stack: Stack
    assumed: Mapping[str, object]


class Recorder:
    """A program at work in its own interpreter; `result` waits for it.

    Args:
        project: The program.
        stack: The stack's name.
        file: The stack's configuration.
        deadline: Seconds after which the program counts as one that never finishes.

    Raises:
        AirworthyError: Its interpreter cannot be found or started.
    """

    def __init__(self, project: Project, stack: str, file: StackFile, *, deadline: float) -> None:
        self.deadline = deadline
        python = interpreter_of(project, os.environ)
        read, write = os.pipe()
        try:
            self.process = subprocess.Popen(  # noqa: S603 - the program's own interpreter
                [str(python), "-u", str(RECORDER), str(write)],
                stdin=subprocess.PIPE,
                stdout=STDERR,
                pass_fds=(write,),
                cwd=project.root,
                start_new_session=True,
            )
        except OSError as error:
            os.close(read)
            raise AirworthyError(f"{python} cannot be started: {error.strerror}") from None
        finally:
            os.close(write)
        self.lines = os.fdopen(read, encoding="utf-8")
        assert self.process.stdin is not None  # noqa: S101 - it was asked for
        # An interpreter that ends at once reads nothing; `result` says so.
        with contextlib.suppress(BrokenPipeError), self.process.stdin as pipe:
            pipe.write(json.dumps(job_for(project, stack, file)).encode())

    def close(self) -> None:
        """End the program and what it started, whatever happened to us meanwhile."""
        self._kill()
        self.process.wait()
        self.lines.close()

    def _kill(self) -> None:
        """Kill the program's process group, as long as its number cannot be another's."""
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def result(self) -> Recording:
        """Wait for the program and return what it registered.

        Raises:
            ProgramError: It failed, was killed, or ran past its deadline.
        """
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._kill()

        timer = threading.Timer(self.deadline, stop)
        timer.start()
        try:
            entries = list(self._entries())
            last = entries[-1]["kind"] if entries else ""
            code = 0 if last in ENDS else self._exit_code()
        finally:
            timer.cancel()
        if last == "failed":
            raise _failed(entries[-1])
        if last != "done":
            if late.is_set():
                raise ProgramError(
                    f"the program did not finish within {self.deadline:g} seconds",
                    hint="look for a wait or an endless loop, or raise --timeout",
                )
            raise ProgramError(f"the program ended by itself with exit code {code}")
        return read_entries(entries)

    def _exit_code(self) -> int:
        if hasattr(os, "waitid"):
            # Not reaped yet, its number stays its own while what it started is ended too.
            os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOWAIT)
            self._kill()
        return self.process.wait()

    def _entries(self) -> Iterator[dict[str, Any]]:
        """What the program wrote, until it says it has ended or cannot say so any more."""
        for line in self.lines:
            if line.endswith("\n"):
                entry: dict[str, Any] = json.loads(line)
                yield entry
                if entry["kind"] in ENDS:
                    return


def read_entries(entries: Sequence[dict[str, Any]]) -> Recording:
    """What the recorder wrote, as values of the kit."""
    return Recording(
        stack=Stack(_resource(entry) for entry in entries if _is_resource(entry)),
        assumed={e["token"]: e["answer"] for e in entries if e["kind"] == "assumed"},
    )


def job_for(project: Project, stack: str, file: StackFile) -> dict[str, object]:
    """What the recorder needs to run a program: its place, its configuration, stock answers."""
    main = (project.root / project.main).resolve()
    encrypted = [key for key, value in file.config.items() if isinstance(value, Secret)]
    holding = [key for key, value in file.config.items() if _holds_secret(value)]
    return {
        "root": str(project.root),
        "cwd": str(main if main.is_dir() else main.parent),
        "main": str(main),
        "project": project.name,
        "stack": stack,
        "config": {key: config_text(_sealed(value)) for key, value in file.config.items()},
        "secret_keys": holding,
        "encrypted": encrypted,
        "answers": _answers(file),
    }


def _holds_secret(value: object) -> bool:
    match value:
        case Mapping():
            return any(map(_holds_secret, value.values()))
        case list():
            return any(map(_holds_secret, value))
        case _:
            return isinstance(value, Secret)


def _sealed(value: object) -> object:
    match value:
        case Secret():
            return UNKNOWN_SENTINELS[0]
        case Mapping():
            return {key: _sealed(part) for key, part in value.items()}
        case list():
            return [_sealed(part) for part in value]
        case _:
            return value


def _answers(file: StackFile) -> dict[str, object]:
    """Plausible answers to the data sources that need no more than the configuration."""
    region = str(file.config.get("aws:region", "us-east-1"))
    account = "000000000000"
    arn = f"arn:aws:iam::{account}:root"
    partition = {"partition": "aws", "dnsSuffix": "amazonaws.com", "id": "aws"}
    zones = [f"{region}{letter}" for letter in "abc"]
    return {
        "aws:index/getCallerIdentity:getCallerIdentity": {
            "accountId": account,
            "arn": arn,
            "userId": account,
            "id": account,
        },
        "aws:index/getRegion:getRegion": {"name": region, "region": region, "id": region},
        "aws:index/getPartition:getPartition": partition,
        "aws:index/getAvailabilityZones:getAvailabilityZones": {
            "names": zones,
            "zoneIds": zones,
            "groupNames": [region],
            "id": region,
        },
    }


def _is_resource(entry: Mapping[str, object]) -> bool:
    return entry["kind"] == "resource" and "::pulumi:pulumi:Stack::" not in str(entry["urn"])


def _resource(entry: dict[str, object]) -> Resource:
    properties = cast("dict[str, list[str]]", entry.get("propertyDependencies") or {})
    source = cast("list[object] | None", entry.get("source"))
    urn = str(entry["urn"])
    return Resource(
        urn=urn,
        inputs=cast("dict[str, object]", from_wire(entry["object"])),
        parent=str(entry["parent"]),
        options=cast("dict[str, object]", from_wire(entry["options"])),
        dependencies=tuple(cast("list[str]", entry.get("dependencies") or [])),
        property_dependencies={key: tuple(urns) for key, urns in properties.items()},
        provider=str(entry.get("provider") or ""),
        custom=bool(entry["custom"]),
        opaque=bool(entry.get("remote") or entry.get("read"))
        or any(f"{name}::" in urn for name in OPAQUE_TYPES),
        source=Location(str(source[0]), int(str(source[1]))) if source else None,
    )


def _failed(entry: Mapping[str, object]) -> AirworthyError:
    if entry["exit"] == AirworthyError.exit_code:
        return AirworthyError(str(entry["message"]))
    frames = cast("list[list[object]]", entry["frames"])
    lines = [f"the program failed: {entry['type']}: {entry['message']}"]
    lines += [f"  at {file}:{line} in {name}: {text}" for file, line, name, text in frames]
    return ProgramError("\n".join(lines))
