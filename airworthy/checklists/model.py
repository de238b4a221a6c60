"""Checklists, their items, and the controls that items share."""

from __future__ import annotations

from dataclasses import dataclass

from airworthy.kit.evidence import Kind

__all__ = ["Catalogue", "Checklist", "Control", "Item"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Control:
    """One thing that must be true of a production system.

    Attributes:
        id: Kebab-case and permanent.
        area: The file it stands in.
        title: The statement.
        why: What goes wrong where it does not hold.
        needs: Every kind of evidence without which a sceptic is not convinced.
    """

    id: str
    area: str
    title: str
    why: str
    needs: tuple[Kind, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One box of an outside document.

    Attributes:
        line: The line of the box in the source document.
        section: The heading it stands under.
        text: What it asks, in our words.
        controls: The controls that together make it true.
        note: Where a literal reading would be wrong.
    """

    line: int
    section: str
    text: str
    controls: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Checklist:
    """An outside document, box by box."""

    name: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Catalogue:
    """Every control and every checklist there is, by id and by name."""

    controls: dict[str, Control]
    checklists: dict[str, Checklist]
