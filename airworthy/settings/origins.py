"""From a resource's property back to the key and line of the stack file that decided it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, get_args, get_origin

from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from airworthy.kit.location import Location
from airworthy.kit.stackfile import NAMESPACE, StackFile
from airworthy.settings.model import Settings
from airworthy.settings.section import Section, Sets

__all__ = ["Origin", "marks_of", "names", "origin"]

Origin = tuple[str, Location]
INDEX: Final = re.compile(r"\[\d+\]|\.\d+\b")


def origin(file: StackFile, ancestry: tuple[str, ...], at: str) -> Origin | None:
    """The key that decided a property, and its place.

    Composition names each component by its key (`postgres`, `redis-queue`), so a resource's
    ancestry leads to its section; there the key is the one that sets the property at fault. A
    key that is not written leads to its section, whose default it is.

    Args:
        file: The stack file.
        ancestry: Logical names from the outermost component down.
        at: Dotted path of the property at fault, empty if the whole resource is.
    """
    for name in ancestry:
        found = [
            (path, model)
            for path, model in _sections(file)
            if f"{name}-".startswith("-".join(path).replace("_", "-") + "-")
        ]
        if found:
            # `postgres-pool` belongs to `postgres.pool` rather than to `postgres`.
            path, model = max(found, key=lambda each: len(each[0]))
            key = _key(model, at, {key for key in model.model_fields if file.has(*path, key)})
            full = (*path, key) if key else path
            return f"{NAMESPACE}:{'.'.join(full)}", file.where(*full)
    return None


def marks_of(model: type[BaseModel], key: str) -> tuple[str, ...]:
    """The properties that a key of a section sets: those it is marked with, or its own name."""
    found = model.model_fields[key].metadata
    return tuple(mark.property for mark in found if isinstance(mark, Sets)) or (to_camel(key),)


def names(mark: str, at: str) -> bool:
    """Whether a mark names the property at a path, or the end of it."""
    place = INDEX.sub("", at)
    return place == mark or place.endswith(f".{mark}")


def _sections(file: StackFile) -> Iterator[tuple[tuple[str, ...], type[BaseModel]]]:
    for name, field in Settings.model_fields.items():
        written = file.ours(name)
        if written is None:
            continue
        keyed = get_origin(field.annotation) is Mapping
        for model in _models(field.annotation):
            yield (name,), Section if keyed else model
            if not keyed:
                yield from _inner(model, (name,))
                continue
            for key in written if isinstance(written, Mapping) else ():
                yield (name, str(key)), model
                yield from _inner(model, (name, str(key)))


def _inner(
    model: type[BaseModel], path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], type[BaseModel]]]:
    """The sections inside a section: the pool of a database, say."""
    for name, field in model.model_fields.items():
        for inner in _models(field.annotation):
            yield (*path, name), inner


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, Section):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def _key(model: type[BaseModel], at: str, written: set[str]) -> str | None:
    """The key that sets a property; of several, one that is written."""
    for key in sorted(model.model_fields, key=lambda key: key not in written):
        if any(names(mark, at) for mark in marks_of(model, key)):
            return key
    return None
