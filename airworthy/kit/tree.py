"""Property values as a rule reads them: unknowns stop it, secrets stay masked."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias, overload

from airworthy.kit.values import (
    Malformed,
    Secret,
    Unknown,
    UnknownRead,
    View,
    show,
)

__all__ = ["Items", "Reader", "Scalar", "Tree", "Value"]

Scalar: TypeAlias = str | int | float | bool | None
Value: TypeAlias = "Scalar | Tree | Items"


class Reader:
    """Reading properties by dotted path (`spec.template.spec`), with the promises of the kit.

    Reading an unknown raises UnknownRead; reading a secret yields its value, though printing
    never does; the typed readers raise Malformed on a shape no provider would take. A key that
    itself holds dots is read from its own tree with `[]`.
    """

    __slots__ = ()

    _root: Mapping[str, object]
    _at: str

    def at(self, path: str) -> str:
        """The full path of a property below this tree."""
        return f"{self._at}.{path}" if self._at else path

    def peek(self, path: str) -> object:
        """The raw value at a path: None if absent, UNKNOWN or Secret as they stand."""
        here: object = self._root
        secret = False
        for part in path.split("."):
            if isinstance(here, Secret):
                secret, here = True, here.value
            if isinstance(here, Unknown):
                return here
            if not isinstance(here, Mapping):
                return None
            here = here.get(part)
        return Secret(here) if secret and here is not None and not _marked(here) else here

    def is_secret(self, path: str) -> bool:
        """Whether Pulumi holds the value at a path as a secret."""
        return isinstance(self.peek(path), Secret)

    def is_unknown(self, path: str) -> bool:
        """Whether the value at a path is only known after deployment."""
        raw = self.peek(path)
        return isinstance(raw.value if isinstance(raw, Secret) else raw, Unknown)

    def has(self, path: str) -> bool:
        """Whether a property is set at all, be it to an unknown value."""
        return self.peek(path) is not None

    def shown(self, path: str) -> str:
        """The value at a path as a message may show it."""
        return show(self.peek(path))

    @overload
    def get(self, path: str) -> Value: ...
    @overload
    def get(self, path: str, default: Value) -> Value: ...
    def get(self, path: str, default: Value = None) -> Value:
        """The value at a dotted path, or the default where it is absent or null."""
        value = _read(self.peek(path), self.at(path))
        return default if value is None else value

    def text(self, path: str, default: str = "") -> str:
        """A string; numbers are taken as their text, as providers take them."""
        match self.get(path):
            case None:
                return default
            case bool() as flag:
                return str(flag).lower()
            case int() | float() | str() as value:
                return _number_text(value)
            case _:
                raise self._malformed(path, "a string")

    def flag(self, path: str, *, default: bool) -> bool:
        """A boolean; the strings `true` and `false` are taken too, as providers take them."""
        match self.get(path):
            case None:
                return default
            case bool() as value:
                return value
            case "true" | "false" as word:
                return word == "true"
            case _:
                raise self._malformed(path, "true or false")

    def number(self, path: str, default: float) -> float:
        """A number; its decimal text is taken too, as providers take it."""
        match self.get(path):
            case None:
                return default
            case bool():
                raise self._malformed(path, "a number")
            case int() | float() | str() as value:
                try:
                    number = float(value)
                except (ValueError, OverflowError):
                    raise self._malformed(path, "a number") from None
                if not math.isfinite(number):
                    raise self._malformed(path, "a number")
                return number
            case _:
                raise self._malformed(path, "a number")

    def tree(self, path: str) -> Tree:
        """A mapping; empty where absent."""
        match self.get(path):
            case None:
                return Tree({}, self.at(path))
            case Tree() as value:
                return value
            case _:
                raise self._malformed(path, "a mapping")

    def list(self, path: str) -> Items:
        """A list; empty where absent."""
        match self.get(path):
            case None:
                return Items((), self.at(path))
            case Items() as value:
                return value
            case _:
                raise self._malformed(path, "a list")

    def texts(self, path: str) -> tuple[str, ...]:
        """A list of strings; empty where absent."""
        values = self.list(path)
        if not all(isinstance(value, str) for value in values):
            raise self._malformed(path, "a list of strings")
        return tuple(str(value) for value in values)

    def trees(self, path: str) -> tuple[Tree, ...]:
        """A list of mappings; empty where absent."""
        values = tuple(self.list(path))
        trees = tuple(value for value in values if isinstance(value, Tree))
        if len(trees) != len(values):
            raise self._malformed(path, "a list of mappings")
        return trees

    def document(self, path: str) -> Tree:
        """A JSON document given as a string (an IAM policy, say) or as a mapping."""
        match self.get(path):
            case str() as text:
                try:
                    parsed = json.loads(text)
                except ValueError:
                    raise Malformed(self.at(path), "text that is not JSON", "JSON") from None
                if not isinstance(parsed, dict):
                    raise self._malformed(path, "a JSON object")
                secret = self.is_secret(path)
                return Tree(_kept(parsed) if secret else parsed, self.at(path))
            case _:
                return self.tree(path)

    def _malformed(self, path: str, wanted: str) -> Malformed:
        return Malformed(self.at(path), self.shown(path), wanted)


class Tree(Reader, View, Mapping[str, "Value"]):  # type: ignore[misc]  # get() takes a path
    """A mapping of properties below some path of a resource."""

    __slots__ = ("_at", "_root")

    def __init__(self, root: Mapping[str, object], at: str = "") -> None:
        self._root = root
        self._at = at

    def __getitem__(self, key: str) -> Value:
        return _read(self._root[key], self.at(key))

    def __contains__(self, key: object) -> bool:
        return key in self._root  # that a key is there is known, whatever its value

    def __iter__(self) -> Iterator[str]:
        return iter(self._root)

    def __len__(self) -> int:
        return len(self._root)

    def __repr__(self) -> str:
        return show(self._root)

    @property
    def raw(self) -> Mapping[str, object]:
        """The raw values, with their marks."""
        return self._root

    def unread(self) -> object:
        """As `raw`."""
        return self._root


class Items(View, Sequence["Value"]):
    """A list of properties; reads as `Tree` does."""

    __slots__ = ("path", "raw")

    def __init__(self, raw: Sequence[object], path: str = "") -> None:
        self.raw = raw
        self.path = path

    @overload
    def __getitem__(self, index: int) -> Value: ...
    @overload
    def __getitem__(self, index: slice) -> Items: ...
    def __getitem__(self, index: int | slice) -> Value | Items:
        if isinstance(index, slice):
            return Items(self.raw[index], self.path)
        return _read(self.raw[index], f"{self.path}[{index}]")

    def __len__(self) -> int:
        return len(self.raw)

    def unread(self) -> object:
        """As `raw`."""
        return self.raw

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str) or not isinstance(other, Sequence):
            return False
        return list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return show(self.raw)


def _read(raw: object, path: str) -> Value:
    if isinstance(raw, Secret):
        # A secret container is read as its parts, and each part stays masked when printed.
        inner = raw.value
        if isinstance(inner, Mapping):
            return Tree(_kept(inner), path)
        if isinstance(inner, list | tuple):
            return Items([_keep(value) for value in inner], path)
        return _read(inner, path)
    if isinstance(raw, Unknown):
        raise UnknownRead(path)
    if isinstance(raw, Mapping):
        return Tree(raw, path)
    if isinstance(raw, list | tuple):
        return Items(raw, path)
    return raw if isinstance(raw, str | int | float | bool | type(None)) else str(raw)


def _marked(raw: object) -> bool:
    return isinstance(raw, Secret | Unknown)


def _kept(parts: Mapping[str, object]) -> Mapping[str, object]:
    return {key: _keep(value) for key, value in parts.items()}


def _keep(value: object) -> object:
    return value if value is None or _marked(value) else Secret(value)


def _number_text(value: str | float) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
