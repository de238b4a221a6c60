"""A Pulumi stack file with the line of every key, so that a message can point at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import yaml

from airworthy.kit.errors import AirworthyError
from airworthy.kit.location import Location
from airworthy.kit.values import UNKNOWN, Secret

__all__ = ["Key", "StackFile", "full_key", "parse_yaml"]

NAMESPACE: Final = "airworthy"

Key = tuple[str | int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class StackFile:
    """The configuration of one stack.

    Attributes:
        name: The file as messages name it.
        config: Values by full key (`aws:region`); encrypted values are unknown secrets.
        lines: The place of every key, by its path from the full key down.
    """

    name: str
    config: Mapping[str, object]
    lines: Mapping[Key, Location]

    @classmethod
    def parse(cls, text: str, *, name: str, project: str) -> StackFile:
        """Read a stack file's text.

        Args:
            text: The YAML.
            name: How messages call the file.
            project: The project's name: a key without a namespace belongs to it.

        Raises:
            AirworthyError: The text is no YAML, repeats a key, or `config` is no mapping.
        """
        values, lines = parse_yaml(text, name=name)
        config = values.get("config") or {}
        if not isinstance(config, Mapping):
            raise AirworthyError(
                f"{name}:{lines.get(('config',), 1)}: config is not a mapping of keys to values"
            )
        first: dict[str, int] = {}
        for key in config:
            full, line = full_key(key, project), lines.get(("config", str(key)), 1)
            if full in first:
                raise AirworthyError(
                    f"{name}:{line}: {full} is written twice, first on line {first[full]}",
                    hint="keep one of the two",
                )
            first[full] = line
        return cls(
            name=name,
            config={full_key(key, project): _decrypted(value) for key, value in config.items()},
            lines={
                (full_key(path[1], project), *path[2:]): Location(name, line)
                for path, line in lines.items()
                if len(path) > 1 and path[0] == "config"
            },
        )

    def ours(self, key: str) -> object:
        """The value of a key in our own namespace, None where it is not set."""
        return self.config.get(f"{NAMESPACE}:{key}")

    def over(self, defaults: StackFile) -> StackFile:
        """This file's values, and those of another file for the keys that this one leaves out."""
        missing = {key: value for key, value in defaults.config.items() if key not in self.config}
        lines = {path: place for path, place in defaults.lines.items() if path[0] in missing}
        return StackFile(
            name=self.name, config={**missing, **self.config}, lines={**lines, **self.lines}
        )

    def where(self, *path: str | int) -> Location:
        """The place of a key of our namespace, or of its nearest parent that is written."""
        full: Key = (f"{NAMESPACE}:{path[0]}", *path[1:]) if path else ()
        for length in range(len(full), 0, -1):
            if full[:length] in self.lines:
                return self.lines[full[:length]]
        return Location(self.name, 1)

    def has(self, *path: str | int) -> bool:
        """Whether exactly this key of our namespace is written."""
        return (f"{NAMESPACE}:{path[0]}", *path[1:]) in self.lines


def parse_yaml(text: str, *, name: str) -> tuple[Mapping[str, object], Mapping[Key, int]]:
    """A YAML mapping and the line of each of its keys and list elements.

    Raises:
        AirworthyError: The text is no YAML, repeats a key, or its top level is no mapping.
    """
    try:
        root = yaml.compose(text, Loader=_Loader)
        loaded = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{name}:{mark.line + 1}" if mark else name
        problem = getattr(error, "problem", None) or "the text is not YAML"
        raise AirworthyError(f"{where}: {problem}", hint="mend the YAML") from None
    if root is None:
        return {}, {}
    if not isinstance(loaded, dict):
        raise AirworthyError(f"{name}:1: the top level is not a mapping of keys to values")
    lines: dict[Key, int] = {}
    _walk(root, (), lines, name)
    return loaded, lines


class _Loader(yaml.SafeLoader):
    """Leaves text that only looks like a date (2027-02-30) to whoever reads the key."""


def _date_or_text(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> object:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return loader.construct_scalar(node)


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _date_or_text)


def _walk(node: yaml.Node, path: Key, lines: dict[Key, int], name: str) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            here = (*path, str(key.value))
            line = key.start_mark.line + 1
            if here in lines and isinstance(key, yaml.ScalarNode) and key.value != "<<":
                raise AirworthyError(
                    f"{name}:{line}: {key.value} is written twice, first on line {lines[here]}",
                    hint="keep one of the two",
                )
            lines[here] = line
            _walk(value, here, lines, name)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            lines[*path, index] = value.start_mark.line + 1
            _walk(value, (*path, index), lines, name)


def full_key(key: object, project: str) -> str:
    """A configuration key with its namespace; one without belongs to the project."""
    text = str(key)
    return text if ":" in text else f"{project}:{text}"


def _decrypted(value: object) -> object:
    """Encrypted parts become unknown secrets; nobody holds their key here."""
    match value:
        case {"secure": str(), **others} if not others:
            return Secret(UNKNOWN)
        case Mapping():
            return {str(key): _decrypted(part) for key, part in value.items()}
        case list():
            return [_decrypted(part) for part in value]
        case _:
            return value
