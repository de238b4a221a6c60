"""From a resource's property back to the key and line of the stack file that decided it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, get_args

from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from airworthy.kit.location import Location
from airworthy.kit.stackfile import NAMESPACE, StackFile
from airworthy.settings.model import Settings
from airworthy.settings.section import Section, Sets

__all__ = ["Origin", "origin"]

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
        for path, model in _sections(file):
            if "-".join(path).replace("_", "-") == name:
                key = _key(model, at)
                full = (*path, key) if key else path
                return f"{NAMESPACE}:{'.'.join(full)}", file.where(*full)
    return None


def _sections(file: StackFile) -> Iterator[tuple[tuple[str, ...], type[BaseModel]]]:
    for name, field in Settings.model_fields.items():
        written = file.ours(name)
        if written is None:
            continue
        for model in _models(field.annotation):
            yield (name,), model
            if isinstance(written, dict):
                for key in written:
                    yield (name, str(key)), model


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, Section):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def _key(model: type[BaseModel], at: str) -> str | None:
    place = INDEX.sub("", at)
    for name, field in model.model_fields.items():
        marks = [mark.property for mark in field.metadata if isinstance(mark, Sets)]
        for mark in marks or [to_camel(name)]:
            if place == mark or place.endswith(f".{mark}"):
                return name
    return None
