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
CONTROL_FIELDS: Final = {"id": str, "title": str, "why": str, "needs": list}
ITEM_FIELDS: Final = {"line": int, "section": str, "text": str, "controls": list}
OPTIONAL_FIELDS: Final = {"note": str}
TOP: Final = {"control": {"control"}, "item": {"title", "item"}}
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
    for entry in _entries(_read(path, "control", faults) or {}, path, "control", faults):
        kinds = {str(kind) for kind in Kind}
        strange = [str(kind) for kind in entry["needs"] if kind not in kinds]
        if strange:
            faults.append(
                f"{path.name}: control {entry['id']} needs {', '.join(strange)}, "
                f"which is no kind of evidence; there are {', '.join(sorted(kinds))}"
            )
        elif not entry["needs"]:
            faults.append(f"{path.name}: control {entry['id']} needs no kind of evidence")
        yield Control(
            id=entry["id"],
            area=path.stem,
            title=entry["title"],
            why=entry["why"],
            needs=tuple(Kind(kind) for kind in entry["needs"] if kind in kinds),
        )


def _checklist(path: Path, faults: list[str]) -> Checklist:
    raw = _read(path, "item", faults)
    if raw is None:
        return Checklist(name=path.stem, title="", items=())
    items = tuple(
        Item(
            line=entry["line"],
            section=entry["section"],
            text=entry["text"],
            controls=tuple(map(str, entry["controls"])),
            note=entry.get("note", ""),
        )
        for entry in _entries(raw, path, "item", faults)
    )
    if not isinstance(raw.get("title"), str):
        faults.append(f"{path.name}: a title is missing")
    if not raw.get("item"):
        faults.append(f"{path.name}: it holds no item")
    return Checklist(name=path.stem, title=str(raw.get("title")), items=items)


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
    raw: Mapping[str, Any], path: Path, table: str, faults: list[str]
) -> Iterator[dict[str, Any]]:
    fields = CONTROL_FIELDS if table == "control" else ITEM_FIELDS
    known = fields if table == "control" else {**fields, **OPTIONAL_FIELDS}
    entries = raw.get(table, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        faults.append(f"{path.name}: {table} is no list of tables; write [[{table}]]")
        return
    for index, entry in enumerate(entries, 1):
        wrong = [f"lacks {name}" for name in fields if name not in entry]
        wrong += [f"has an unknown {name}" for name in entry if name not in known]
        wrong += [
            f"has a {name} that is no {kind.__name__}"
            for name, kind in known.items()
            if name in entry and not isinstance(entry[name], kind)
        ]
        if wrong:
            faults.append(f"{path.name}: {table} {index} {', '.join(wrong)}")
        else:
            yield entry


def _read(path: Path, table: str, faults: list[str]) -> dict[str, Any] | None:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(f"{path.name}: {error}")
        return None
    faults += [f"{path.name}: it has an unknown {name}" for name in raw if name not in TOP[table]]
    return raw


def _twice(values: Iterable[T]) -> list[T]:
    return [value for value, count in Counter(values).items() if count > 1]
