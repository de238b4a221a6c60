"""Reads the catalogue from its TOML files and refuses one that contradicts itself."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from airworthy.checklists.model import Catalogue, Checklist, Control, Item
from airworthy.kit.errors import AirworthyError
from airworthy.kit.evidence import Kind

__all__ = ["CATALOGUE", "dangling", "load_catalogue", "unused"]

CATALOGUE: Final = Path(__file__).parent
CONTROL_FIELDS: Final = {"id", "title", "why", "needs"}
ITEM_FIELDS: Final = {"line", "section", "text", "controls"}
T = TypeVar("T")


def load_catalogue(folder: Path = CATALOGUE) -> Catalogue:
    """The controls of `controls/*.toml` and the checklists of `items/*.toml`.

    Raises:
        AirworthyError: A file is malformed, an id is unknown, given twice, or an item has no
            control; all such faults at once.
    """
    faults: list[str] = []
    controls = [
        control
        for path in sorted((folder / "controls").glob("*.toml"))
        for control in _controls(path, faults)
    ]
    checklists = [_checklist(path, faults) for path in sorted((folder / "items").glob("*.toml"))]
    faults += [f"control {name} is given twice" for name in _twice(c.id for c in controls)]
    known = {control.id: control for control in controls}
    for checklist in checklists:
        faults += _item_faults(checklist, known)
    if faults:
        raise AirworthyError("the checklists contradict themselves:\n  " + "\n  ".join(faults))
    return Catalogue(controls=known, checklists={c.name: c for c in checklists})


def dangling(catalogue: Catalogue, proves: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """The names of controls that a source of evidence uses and that do not exist.

    Args:
        catalogue: Controls and items.
        proves: The controls that each source (a rule, say) names, by the source's id.
    """
    for source, controls in sorted(proves.items()):
        for control in controls:
            if control not in catalogue.controls:
                yield f"{source} proves {control}, which is no control"


def unused(catalogue: Catalogue, proves: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """The controls that no item asks for and no source of evidence names."""
    named = {control for controls in proves.values() for control in controls}
    asked = {
        control
        for checklist in catalogue.checklists.values()
        for item in checklist.items
        for control in item.controls
    }
    yield from sorted(catalogue.controls.keys() - named - asked)


def _controls(path: Path, faults: list[str]) -> Iterator[Control]:
    for entry in _entries(path, "control", CONTROL_FIELDS, faults):
        try:
            needs = tuple(Kind(str(kind)) for kind in entry["needs"])
        except ValueError as error:
            faults.append(f"{path.name}: control {entry['id']}: {error}, a kind of evidence")
            continue
        if not needs:
            faults.append(f"{path.name}: control {entry['id']} needs no kind of evidence")
        yield Control(
            id=str(entry["id"]),
            area=path.stem,
            title=str(entry["title"]),
            why=str(entry["why"]),
            needs=needs,
        )


def _checklist(path: Path, faults: list[str]) -> Checklist:
    items = tuple(
        Item(
            line=int(entry["line"]),
            section=str(entry["section"]),
            text=str(entry["text"]),
            controls=tuple(map(str, entry["controls"])),
            note=str(entry.get("note", "")),
        )
        for entry in _entries(path, "item", ITEM_FIELDS, faults)
    )
    title = _read(path, faults).get("title")
    if not title:
        faults.append(f"{path.name}: a title is missing")
    return Checklist(name=path.stem, title=str(title), items=items)


def _item_faults(checklist: Checklist, controls: Mapping[str, Control]) -> Iterator[str]:
    for line in _twice(item.line for item in checklist.items):
        yield f"{checklist.name}: line {line} is given twice"
    for item in checklist.items:
        if not item.controls:
            yield f"{checklist.name}: line {item.line} names no control"
        for name in item.controls:
            if name not in controls:
                yield f"{checklist.name}: line {item.line} names {name}, which is no control"


def _entries(
    path: Path, table: str, fields: set[str], faults: list[str]
) -> Iterator[dict[str, Any]]:
    optional = {"note"} if table == "item" else set()
    for index, entry in enumerate(_read(path, faults).get(table, [])):
        missing, extra = fields - set(entry), set(entry) - fields - optional
        if missing or extra:
            faults.append(
                f"{path.name}: {table} {index + 1} "
                + (f"lacks {', '.join(sorted(missing))} " if missing else "")
                + (f"has an unknown {', '.join(sorted(extra))}" if extra else "")
            )
        else:
            yield entry


def _read(path: Path, faults: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        faults.append(f"{path.name}: {error}")
        return {}


def _twice(values: Iterable[T]) -> list[T]:
    return [value for value, count in Counter(values).items() if count > 1]
