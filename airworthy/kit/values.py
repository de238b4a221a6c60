"""Raw property values: what is unknown, what is secret, and how either may be shown."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

__all__ = [
    "MASK",
    "UNKNOWN",
    "Malformed",
    "Secret",
    "Unknown",
    "UnknownRead",
    "View",
    "masked",
    "secret_texts",
    "show",
]

SHOWN_LENGTH: Final = 80
SHORTEST_SECRET: Final = 4
MASK: Final = "[secret]"


class Unknown:
    """A value that is only known after deployment. There is one: `UNKNOWN`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "unknown"

    def __reduce__(self) -> str:
        return "UNKNOWN"  # copies and pickles are the one there is


UNKNOWN: Final = Unknown()


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A value that Pulumi marks as secret; its text never leaves this wrapper by printing."""

    value: object

    def __repr__(self) -> str:
        return MASK


class View(ABC):
    """Something that reads raw values; where it is shown, they are shown."""

    __slots__ = ()

    @abstractmethod
    def unread(self) -> object:
        """The raw values behind it."""


class UnknownRead(Exception):  # noqa: N818 - a signal to the judge, not an error
    """A rule read a value that is only known after deployment."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class Malformed(Exception):  # noqa: N818 - a finding in the making, not an error
    """A property has a shape that no provider would take."""

    def __init__(self, path: str, seen: str, wanted: str) -> None:
        super().__init__(f"{path} is {seen}, expected {wanted}")
        self.path = path


def masked(raw: object) -> object:
    """A JSON-like copy of a raw value with secrets and unknowns replaced by their names."""
    match raw:
        case Secret():
            return MASK
        case Unknown():
            return "[unknown]"
        case View():
            return masked(raw.unread())
        case Mapping():
            return {str(key): masked(value) for key, value in raw.items()}
        case list() | tuple():
            return [masked(value) for value in raw]
        case _:
            return raw


def secret_texts(raw: object, *, marked: bool = False) -> Iterator[str]:
    """Every text inside a raw value that Pulumi marks as secret.

    It comes as written and as JSON and Python quote it. A text under four characters is left
    out: it occurs in messages by chance.
    """
    match raw:
        case Secret():
            yield from secret_texts(raw.value, marked=True)
        case Mapping():
            for value in raw.values():
                yield from secret_texts(value, marked=marked)
        case list() | tuple():
            for value in raw:
                yield from secret_texts(value, marked=marked)
        case str() if marked and len(raw) >= SHORTEST_SECRET:
            yield from {
                raw,
                json.dumps(raw)[1:-1],
                json.dumps(raw, ensure_ascii=False)[1:-1],
                repr(raw)[1:-1],
            }
        case _:
            return


def show(raw: object) -> str:
    """A value as a message may show it: short, one line, secrets masked."""
    if isinstance(raw, Secret | Unknown):
        return repr(raw)
    if raw is None:
        return "absent"
    text = json.dumps(masked(raw), sort_keys=True, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN_LENGTH else f"{text[: SHOWN_LENGTH - 1]}…"
