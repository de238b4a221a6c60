"""Reads the stack's configuration into Settings, and explains every error by file and line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Final, get_args

import pulumi
from pulumi.runtime import config as runtime_config
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from airworthy.kit.errors import AirworthyError, ArgumentError, ConfigurationError, Problem
from airworthy.kit.project import find_project
from airworthy.kit.stackfile import NAMESPACE, StackFile
from airworthy.kit.values import Secret
from airworthy.settings.model import KIT_KEYS, Settings

__all__ = ["Loaded", "SettingsError", "load_settings", "parse_settings"]


WANTED: Final = {
    "bool_type": "true or false",
    "dict_type": "a mapping",
    "int_type": "a whole number",
    "model_type": "a mapping of keys to values",
    "string_pattern_mismatch": "lower-case letters, digits and hyphens, a letter first",
    "string_type": "a text",
    "tuple_type": "a list",
}


class SettingsError(ConfigurationError, pulumi.RunError):
    """Configuration that cannot work; Pulumi shows a RunError without a stack trace."""


class Loaded:
    """Settings, and where each of them is written.

    Attributes:
        settings: The values.
        file: The stack file, for messages only.
    """

    def __init__(self, settings: Settings, file: StackFile) -> None:
        self.settings = settings
        self.file = file

    def secret(self, section: str, key: str) -> pulumi.Output[str]:
        """A value that the stack's configuration holds encrypted under a top-level key.

        Args:
            section: The section that names the key, for the message.
            key: The key, with its namespace if it is not the project's own.

        Raises:
            SettingsError: The key is not set.
        """
        namespace, _, name = key.rpartition(":")
        value = pulumi.Config(namespace or None).get_secret(name)
        if value is None:
            path = (*section.split("."), "config")
            problem = Problem(
                where=str(self.file.where(*path)),
                key=f"{NAMESPACE}:{'.'.join(path)}",
                seen=f"{key!r}, which is not set",
                wanted=f"its value, by `pulumi config set --secret {key}`",
            )
            raise SettingsError((problem,))
        return value

    def refused(self, refusals: Mapping[str, ArgumentError]) -> SettingsError:
        """The error for arguments that components refused, by the section they came from."""
        return SettingsError(
            tuple(
                Problem(
                    where=str(self.file.where(*section.split("."), error.field)),
                    key=f"{NAMESPACE}:{section}.{error.field}",
                    seen=error.seen,
                    wanted=error.wanted,
                )
                for section, error in refusals.items()
            )
        )


def load_settings() -> Loaded:
    """The settings of the stack that is running.

    Raises:
        SettingsError: Keys are unknown or missing, or values cannot work; all of them at once.
    """
    whole = {**runtime_config.get_config_env(), **runtime_config.CONFIG.get()}
    return parse_settings(whole, _stack_file())


def parse_settings(configured: Mapping[str, str], file: StackFile) -> Loaded:
    """The settings in a stack's configuration.

    Args:
        configured: Values by full key, as Pulumi hands them over: text, structures as JSON.
        file: Where they are written, for messages only.

    Raises:
        SettingsError: Keys are unknown or missing, or values cannot work; all of them at once.
    """
    raw = {
        key.partition(":")[2]: _decoded(value)
        for key, value in configured.items()
        if key.startswith(f"{NAMESPACE}:") and key.partition(":")[2] not in KIT_KEYS
    }
    problems = [_encrypted(path, file) for path in _secrets(file)]
    try:
        loaded = Loaded(Settings(**raw), file)  # type: ignore[arg-type]
    except ValidationError as error:
        found = (_problem(detail, file) for detail in error.errors())
        seen = {problem.key for problem in problems}
        problems += [problem for problem in found if problem.key not in seen]
    if problems:
        raise SettingsError(tuple(problems))
    return loaded


def _decoded(text: str) -> object:
    if text[:1] not in "[{":
        return text
    try:
        return _frozen(json.loads(text))
    except ValueError:
        return text


def _frozen(value: object) -> object:
    """Lists as tuples, which strict models take for their own."""
    match value:
        case list():
            return tuple(_frozen(part) for part in value)
        case dict():
            return {key: _frozen(part) for key, part in value.items()}
        case _:
            return value


def _stack_file() -> StackFile:
    """The stack's file, for the lines in messages; empty where the program runs without one."""
    try:
        return find_project(Path.cwd()).stack_file(pulumi.get_stack())
    except AirworthyError:
        return StackFile(name=f"Pulumi.{pulumi.get_stack()}.yaml", config={}, lines={})


def _problem(detail: ErrorDetails, file: StackFile) -> Problem:
    path = tuple(part for part in detail["loc"] if not str(part).startswith("function-"))
    key = f"{NAMESPACE}:" + ".".join(map(str, path))
    where = str(file.where(*path))
    if detail["type"] == "extra_forbidden":
        known = sorted({*_known(path[:-1]), *(KIT_KEYS if len(path) == 1 else ())})
        near = get_close_matches(str(path[-1]), known, n=1)
        wanted = f"{near[0]}, the nearest key there is" if near else "one of " + ", ".join(known)
        return Problem(where=where, key=key, seen="no key of ours", wanted=wanted)
    if detail["type"] == "missing":
        return Problem(where=where, key=key, seen="missing", wanted="a value: it has no default")
    # The kit's values say "'soon' is no duration; write ...": what was seen is said already.
    wanted = detail["msg"].removeprefix("Value error, ").rpartition("; ")[2]
    wanted = WANTED.get(detail["type"], wanted)
    return Problem(where=where, key=key, seen=repr(detail["input"]), wanted=wanted)


def _encrypted(path: tuple[int | str, ...], file: StackFile) -> Problem:
    return Problem(
        where=str(file.where(*path)),
        key=f"{NAMESPACE}:" + ".".join(map(str, path)),
        seen="[secret]",
        wanted=f"a value in clear; a secret is a top-level key, named under {NAMESPACE}:secrets",
    )


def _secrets(file: StackFile) -> Iterator[tuple[int | str, ...]]:
    """The paths of encrypted values inside our sections; Pulumi would lose their marks."""

    def below(value: object, path: tuple[int | str, ...]) -> Iterator[tuple[int | str, ...]]:
        match value:
            case Secret():
                yield path
            case Mapping():
                for key, part in value.items():
                    yield from below(part, (*path, str(key)))
            case list():
                for index, part in enumerate(value):
                    yield from below(part, (*path, index))

    for name in Settings.model_fields:
        yield from below(file.ours(name), (name,))


def _known(path: tuple[int | str, ...]) -> Iterator[str]:
    """The keys that the model takes at a path."""
    model: type[BaseModel] | None = Settings
    for part in path:
        field = model.model_fields.get(str(part)) if model else None
        model = _model_in(field.annotation) if field else model
    yield from model.model_fields if model else ()


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        found = _model_in(part)
        if found:
            return found
    return None
