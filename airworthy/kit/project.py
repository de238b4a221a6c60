"""A Pulumi project on disk: its file, its stacks, their configuration, as Pulumi finds them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from airworthy.kit.errors import AirworthyError
from airworthy.kit.location import Location
from airworthy.kit.stackfile import Key, StackFile, full_key, parse_yaml

__all__ = ["Project", "config_text", "find_project"]

PROJECT_FILES: Final = ("Pulumi.yaml", "Pulumi.yml", "Pulumi.json")
VALUE_FIELDS: Final = frozenset({"value", "secret"})  # of a key in another namespace
TYPE_FIELDS: Final = frozenset({"type", "description", "items", "default", "value", "secret"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Project:
    """A folder with a Pulumi.yaml.

    Attributes:
        root: The folder.
        file: The name of the project file.
        name: The project's name.
        runtime: The language runtime, `python` for the programs we can record.
        options: The runtime's options (`toolchain`, `virtualenv`).
        main: Folder or file of the program, relative to the root.
        stack_folder: Where the stack files lie.
        defaults: Configuration that the project file gives every stack.
    """

    root: Path
    file: str
    name: str
    runtime: str
    options: Mapping[str, object]
    main: str
    stack_folder: Path
    defaults: StackFile

    def stacks(self) -> tuple[str, ...]:
        """The names of the stacks that have a file."""
        found = (*self.stack_folder.glob("Pulumi.*.yaml"), *self.stack_folder.glob("Pulumi.*.yml"))
        return tuple(sorted({path.name.split(".", 1)[1].rpartition(".")[0] for path in found}))

    def choose(self, stack: str | None) -> str:
        """The stack to work on: the one named, or the only one there is.

        A name may be whole (`organization/project/stack`); only its last part names the file.

        Raises:
            AirworthyError: None is named and there are none or several; or the name has no file.
        """
        stacks = self.stacks()
        listed = ", ".join(stacks)
        if stack is not None:
            short = stack.rpartition("/")[2]
            if short in stacks:
                return short
            raise AirworthyError(
                f"stack {stack!r} has no file in {self.stack_folder}"
                + (f"; there are {listed}" if stacks else ""),
                hint=f"write Pulumi.{stack}.yaml, or name another with --stack",
            )
        if len(stacks) == 1:
            return stacks[0]
        if stacks:
            raise AirworthyError(f"several stacks: {listed}", hint="name one with --stack")
        raise AirworthyError(f"no stack file in {self.stack_folder}", hint="write Pulumi.NAME.yaml")

    def stack_file(self, stack: str, given: Path | None = None) -> StackFile:
        """The configuration of a stack, defaults of the project file included.

        Raises:
            AirworthyError: The file is missing or cannot be read.
        """
        path = given or self._stack_path(stack)
        parsed = StackFile.parse(_text(path), name=path.name, project=self.name)
        return parsed.over(self.defaults)

    def _stack_path(self, stack: str) -> Path:
        short = stack.rpartition("/")[2]
        yml = self.stack_folder / f"Pulumi.{short}.yml"
        return yml if yml.exists() else self.stack_folder / f"Pulumi.{short}.yaml"


def find_project(start: Path) -> Project:
    """The project of a folder or of the nearest folder above it that has one.

    Raises:
        AirworthyError: There is none, or its file cannot be read.
    """
    start = start.resolve()
    if not start.exists():
        raise AirworthyError(f"{start} does not exist", hint="give the folder of a Pulumi project")
    for folder in (start, *start.parents):
        for name in PROJECT_FILES:
            if (folder / name).is_file():
                return _parse(folder / name)
    raise AirworthyError(
        f"no Pulumi.yaml in {start} or above it", hint="run inside a Pulumi project, or name one"
    )


def config_text(value: object) -> str:
    """A configuration value as Pulumi hands it to a program: text, or JSON for structures."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case None:
            return ""
        case int() | float():
            return str(value)
        case date():
            return _moment(value)
        case _:
            return json.dumps(value, default=_moment)


def _moment(value: object) -> str:
    """A date or time as Pulumi writes it: a day is its midnight in UTC."""
    if isinstance(value, date):
        return value.isoformat() if isinstance(value, datetime) else f"{value}T00:00:00Z"
    return str(value)


def _parse(path: Path) -> Project:
    values, lines = parse_yaml(_text(path), name=path.name)
    declared = values.get("runtime")
    runtime: object = declared
    options: object = {}
    if isinstance(declared, Mapping):
        runtime, options = declared.get("name"), declared.get("options") or {}
    name = values.get("name")
    if not isinstance(name, str) or not isinstance(runtime, str) or not isinstance(options, dict):
        raise AirworthyError(
            f"{path.name}:1: wanted a name and a runtime",
            hint="for instance `name: shop` and `runtime: python`",
        )
    config = values.get("config")
    folder = values.get("stackConfigDir") or (config if isinstance(config, str) else None) or "."
    return Project(
        root=path.parent,
        file=path.name,
        name=name,
        runtime=runtime,
        options=options,
        main=str(values.get("main") or "."),
        stack_folder=(path.parent / str(folder)).resolve(),
        defaults=_defaults(config, lines, name, path.name),
    )


def _defaults(config: object, lines: Mapping[Key, int], project: str, file: str) -> StackFile:
    entries = config if isinstance(config, Mapping) else {}
    values: dict[str, object] = {}
    places: dict[Key, Location] = {}
    for key, entry in entries.items():
        full = full_key(key, project)
        fields = TYPE_FIELDS if full.startswith(f"{project}:") else VALUE_FIELDS
        value: object = entry
        if isinstance(entry, Mapping) and set(entry) <= fields:
            value = entry.get("value", entry.get("default"))
        if value is not None:
            values[full] = value
            places[full,] = Location(file, lines.get(("config", str(key)), 1))
    return StackFile(name=file, config=values, lines=places)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise AirworthyError(f"{path}: {error.strerror}", hint="check the path") from None
    except UnicodeDecodeError:
        raise AirworthyError(f"{path}: not UTF-8 text", hint="save it as UTF-8") from None
