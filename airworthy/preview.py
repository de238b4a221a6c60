"""The offline preview: record a program, judge it, hold it to its checklists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from airworthy.checklists.load import dangling, load_catalogue, unused
from airworthy.checklists.model import Catalogue
from airworthy.checklists.status import assess, from_rules
from airworthy.kit.errors import AirworthyError, ConfigurationError, Problem, nearest
from airworthy.kit.gate import parse_gate
from airworthy.kit.judge import judge
from airworthy.kit.project import Project, find_project
from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Rule
from airworthy.kit.stackfile import NAMESPACE, StackFile, full_key
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Verdict
from airworthy.kit.waivers import apply_waivers, parse_waivers
from airworthy.policies.discovery import load_rules
from airworthy.recording import Recorder, Recording
from airworthy.report.model import Judged, Report

__all__ = ["Prepared", "Request", "prepare", "preview", "report_on"]


OURS: Final = ("checklists", "gate", "waivers")  # keys that any program may have


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What to preview.

    Attributes:
        folder: A folder of the project.
        stack: The stack's name; None takes the only one there is.
        config_file: A stack file to use instead of the stack's own.
        timeout: Seconds the program may take.
        today: The day on which waivers are judged.
    """

    folder: Path
    stack: str | None
    config_file: Path | None
    timeout: float
    today: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Prepared:
    """A stack that can be recorded.

    Attributes:
        project: Its project.
        stack: Its name.
        file: Its configuration, with an unknown secret for each of `unset`.
        unset: Secrets that the configuration names and that nobody has set yet.
    """

    project: Project
    stack: str
    file: StackFile
    unset: tuple[str, ...]


def prepare(request: Request) -> Prepared:
    """Find the project, the stack and its configuration.

    Raises:
        AirworthyError: One of them is missing or cannot be read.
    """
    project = find_project(request.folder)
    if request.config_file is not None and request.stack is not None:
        stack = request.stack.rpartition("/")[2]  # its own file need not exist
    else:
        stack = project.choose(request.stack)
    file = project.stack_file(stack, request.config_file)
    unset = _unset_secrets(file, project)
    if unset:
        file = replace(file, config={**file.config, **dict.fromkeys(unset, Secret(UNKNOWN))})
    return Prepared(project=project, stack=stack, file=file, unset=unset)


def preview(request: Request) -> Report:
    """Record the program of a project and judge everything it registers.

    Raises:
        AirworthyError: The project, its configuration or the program itself is at fault.
    """
    ready = prepare(request)
    # The program starts at once; rules and checklists load while it runs.
    recorder = Recorder(ready.project, ready.stack, ready.file, deadline=request.timeout)
    try:
        rules, catalogue = load_rules(), load_catalogue()
        recording = recorder.result()
    finally:
        recorder.close()
    stood_in = dict.fromkeys(ready.unset, "an unknown secret")
    recording = replace(recording, assumed={**recording.assumed, **stood_in})
    return report_on(
        ready.project,
        ready.stack,
        ready.file,
        recording,
        rules=rules,
        catalogue=catalogue,
        today=request.today,
    )


def report_on(
    project: Project,
    stack: str,
    file: StackFile,
    recording: Recording,
    *,
    rules: Mapping[str, Rule],
    catalogue: Catalogue,
    today: date,
) -> Report:
    """Judge a recording and hold it to the checklists that the stack file names.

    Raises:
        ConfigurationError: The gate, a waiver or the list of checklists is malformed.
        AirworthyError: A rule proves a control that does not exist.
    """
    _consistent(catalogue, rules)
    gate, gate_problems = parse_gate(file)
    waivers, waiver_problems = parse_waivers(file)
    names, name_problems = _held_to(file, catalogue)
    malformed = (*gate_problems, *waiver_problems, *name_problems, *_strange_keys(file))
    if malformed:
        raise ConfigurationError(malformed)
    seen = recording.stack
    verdicts, problems = apply_waivers(judge(rules.values(), seen), waivers, rules, seen, today)
    evidence = from_rules(rules.values(), verdicts)
    paths = {resource.urn: seen.path(resource) for resource in seen}
    return Report(
        project=project.name,
        stack=stack,
        resources=tuple(seen),
        paths=paths,
        rules=rules,
        judged=tuple(
            Judged(
                verdict=verdict,
                rule=rules[verdict.rule],
                path=paths[verdict.urn],
                type=resource.type,
                places=_places(verdict, resource, seen, file),
                blocks=gate.blocks(verdict, rules[verdict.rule].severity),
            )
            for verdict, resource in ((verdict, _resource(seen, verdict)) for verdict in verdicts)
        ),
        checklists=tuple(
            (catalogue.checklists[name], assess(catalogue, catalogue.checklists[name], evidence))
            for name in names
        ),
        problems=problems,
        assumed=recording.assumed,
        gate=gate,
    )


def _unset_secrets(file: StackFile, project: Project) -> tuple[str, ...]:
    """Configuration keys that `airworthy:secrets` names and that nobody has set yet.

    An encrypted value is unknown here anyway, so one that is missing changes no verdict; the
    engine refuses it.
    """
    secrets = file.ours("secrets")
    entries = secrets.values() if isinstance(secrets, Mapping) else ()
    named = [str(e["config"]) for e in entries if isinstance(e, Mapping) and e.get("config")]
    full = {full_key(key, project.name) for key in named}
    return tuple(sorted(full - set(file.config)))


def _consistent(catalogue: Catalogue, rules: Mapping[str, Rule]) -> None:
    proves = {rule.id: rule.proves for rule in rules.values()}
    faults = [*dangling(catalogue, proves)]
    faults += [f"no item and no rule names control {name}" for name in unused(catalogue, proves)]
    if faults:
        raise AirworthyError("rules and controls disagree:\n  " + "\n  ".join(faults))


def _held_to(file: StackFile, catalogue: Catalogue) -> tuple[tuple[str, ...], Iterable[Problem]]:
    raw = file.ours("checklists")
    if raw is None:
        return (), ()
    known = ", ".join(sorted(catalogue.checklists))
    wanted = f"a list of checklists that there are: {known}"
    if not isinstance(raw, list):
        return (), (
            Problem(
                where=str(file.where("checklists")),
                key="airworthy:checklists",
                seen=repr(raw),
                wanted=wanted,
            ),
        )
    return tuple(map(str, raw)), [
        Problem(
            where=str(file.where("checklists", index)),
            key=f"airworthy:checklists[{index}]",
            seen=repr(name),
            wanted=wanted,
        )
        for index, name in enumerate(raw)
        if name not in catalogue.checklists
    ]


def _strange_keys(file: StackFile) -> Iterator[Problem]:
    """Keys of ours in a stack that is no system of ours; a misspelt gate would gate nothing."""
    if file.ours("system") is not None:
        return
    for full in file.config:
        namespace, _, key = full.partition(":")
        if namespace == NAMESPACE and key not in OURS:
            where, wanted = str(file.where(key)), nearest(key, OURS)
            yield Problem(where=where, key=full, seen="no key of ours", wanted=wanted)


def _resource(stack: Stack, verdict: Verdict) -> Resource:
    found = stack.find(verdict.urn)
    assert found is not None  # noqa: S101 - verdicts come from this stack
    return found


def _places(verdict: Verdict, resource: Resource, stack: Stack, file: StackFile) -> tuple[str, ...]:
    """Where each finding can be mended: the stack file's key, else the program's line."""
    if not verdict.findings:
        return ()
    if file.ours("system") is not None:
        # Only a system built from settings has keys to point at.
        from airworthy.settings.origins import origin  # noqa: PLC0415 - pydantic loads late

        whole = (resource, *stack.ancestors(resource))
        ancestry = tuple(each.name for each in reversed(whole))
        found = [origin(file, ancestry, finding.at) for finding in verdict.findings]
        keys = [f"{place} {key}" for key, place in filter(None, found)]
        if keys:
            return tuple(dict.fromkeys(keys))
    return (str(resource.source),) if resource.source else ()
