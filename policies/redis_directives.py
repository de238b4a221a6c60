"""What redis.conf and the arguments of redis-server set, read as Redis reads them."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

from airworthy.kit.values import MASK, Unknown, UnknownRead

__all__ = ["Directive", "Directives", "Word", "from_arguments", "from_file"]

Word: TypeAlias = "str | Unknown"
INCLUDE: Final = "include"


class Directive(NamedTuple):
    """One setting and its values, any of which may only be known after deployment."""

    name: str
    values: tuple[Word, ...]


class Directives:
    """Settings in the order in which Redis reads them; the last of a name holds.

    Args:
        settings: A file's, then the arguments'.
        secret: Whether any of them comes from a value that Pulumi marks as secret.
    """

    def __init__(self, settings: Iterable[Directive], *, secret: bool = False) -> None:
        self._settings = tuple(settings)
        self.secret = secret

    def has(self, name: str) -> bool:
        """Whether a setting is made at all."""
        return any(setting.name == name for setting in self._settings)

    def value(self, name: str, default: str) -> str:
        """The value that holds, of a setting that takes one.

        Raises:
            UnknownRead: It is only known after deployment, or an included file may set it.
        """
        found: Word = default
        for setting in self._settings:
            if setting.name == INCLUDE:
                found = Unknown()
            elif setting.name == name:
                found = setting.values[0] if setting.values else ""
        if isinstance(found, Unknown):
            raise UnknownRead(f"what Redis takes for {name}")
        return found

    def shown(self, name: str, default: str) -> str:
        """The value that holds, as a message may show it."""
        return MASK if self.secret else self.value(name, default)

    def values(self, name: str) -> Iterator[Word]:
        """Every value given for a setting."""
        for setting in self._settings:
            if setting.name == name:
                yield from setting.values

    def saves(self) -> bool:
        """Whether snapshots are taken.

        Without any `save` Redis has save points of its own; the first one takes their place,
        each further one is added, and an empty one removes all.

        Raises:
            UnknownRead: It is only known after deployment.
        """
        points = True
        for setting in self._settings:
            unclear = any(isinstance(value, Unknown) for value in setting.values)
            if setting.name == INCLUDE or (setting.name == "save" and unclear):
                raise UnknownRead("what Redis takes for save")
            if setting.name == "save":
                points = setting.values != ("",)
        return points


def from_file(text: str) -> tuple[Directive, ...]:
    """The settings of a redis.conf; a line that Redis could not read is left out."""
    found = []
    for line in text.splitlines():
        if line.strip() and not line.strip().startswith("#"):
            try:
                name, *values = shlex.split(line)
            except ValueError:
                continue
            found.append(Directive(name.lower(), tuple(values)))
    return tuple(found)


def from_arguments(words: Sequence[Word]) -> tuple[Directive, ...]:
    """The settings among the words of a command: each `--name` with what follows it."""
    found: list[tuple[str, list[Word]]] = []
    for word in words:
        if isinstance(word, str) and word.startswith("--") and len(word) > len("--"):
            found.append((word.removeprefix("--").lower(), []))
        elif found:
            found[-1][1].append(word.strip("\"'") if isinstance(word, str) else word)
    return tuple(Directive(name, tuple(values)) for name, values in found)
