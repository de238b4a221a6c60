"""Why a rule or a control is there, what it takes, and where it is encoded."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from airworthy.checklists.model import Catalogue, Control
from airworthy.kit.errors import AirworthyError
from airworthy.kit.rule import Rule

__all__ = ["explain", "show_checklist"]


def explain(name: str, rules: Mapping[str, Rule], catalogue: Catalogue) -> str:
    """The text for a rule or a control (one id may be both).

    Raises:
        AirworthyError: Neither is called so.
    """
    parts = []
    if name in rules:
        parts.append("\n".join(_rule(rules[name])))
    if name in catalogue.controls:
        parts.append("\n".join(_control(catalogue.controls[name], rules, catalogue)))
    if parts:
        return "\n\n".join(parts) + "\n"
    near = get_close_matches(name, {**rules, **catalogue.controls}, n=3)
    raise AirworthyError(
        f"no rule and no control is called {name!r}",
        hint=f"did you mean {', '.join(near)}?"
        if near
        else "see `airworthy checklist show marketplace`",
    )


def show_checklist(name: str, catalogue: Catalogue, rules: Mapping[str, Rule]) -> str:
    """A checklist's items, each with its controls, what they need and what supplies it.

    Raises:
        AirworthyError: There is no such checklist.
    """
    checklist = catalogue.checklists.get(name)
    if checklist is None:
        known = ", ".join(sorted(catalogue.checklists))
        raise AirworthyError(f"no checklist is called {name!r}", hint=f"there are: {known}")
    lines = [checklist.title]
    section = ""
    for item in checklist.items:
        if item.section != section:
            section = item.section
            lines += ["", section]
        lines.append(f"  {item.line:>4}  {item.text}")
        if item.note:
            lines.append(f"        note: {item.note}")
        for control in item.controls:
            needs = ", ".join(catalogue.controls[control].needs)
            by = [rule.id for rule in rules.values() if control in rule.proves]
            supplied = f" <- {', '.join(by)}" if by else ""
            lines.append(f"        {control} ({needs}){supplied}")
    return "\n".join(lines) + "\n"


def _rule(rule: Rule) -> Iterator[str]:
    yield f"rule {rule.id} ({rule.severity}{'' if rule.waivable else ', refuses waivers'})"
    yield f"  {rule.title}."
    yield f"  why     {rule.reason}"
    yield f"  fix     {rule.fix}"
    yield f"  judges  {', '.join(rule.on)}"
    yield f"  proves  {', '.join(rule.proves)}"
    if rule.source:
        yield f"  source  {rule.source}"


def _control(control: Control, rules: Mapping[str, Rule], catalogue: Catalogue) -> Iterator[str]:
    yield f"control {control.id} ({control.area})"
    yield f"  {control.title}"
    yield f"  why      {control.why}"
    for kind in control.needs:
        by = [rule.id for rule in rules.values() if control.id in rule.proves]
        supplied = ", ".join(by) if kind == "rule" and by else "nothing offers one yet"
        yield f"  {kind:<8} {supplied}"
    encoded = ", ".join(encoding(control.id)) or "no component"
    yield f"  encoded  {encoded}"
    asked = [
        f"{checklist.name}:{item.line}"
        for checklist in catalogue.checklists.values()
        for item in checklist.items
        if control.id in item.controls
    ]
    yield f"  asked    {', '.join(asked) or 'by no checklist'}"


def encoding(control: str) -> Iterator[str]:
    """The components whose ENCODES names a control; read from source, so no SDK is needed."""
    folder = Path(__file__).parent.parent / "components"
    for path in sorted(folder.glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            match node:
                case ast.Assign(targets=[ast.Name(id="ENCODES")], value=value):
                    if control in ast.literal_eval(value):
                        yield f"components/{path.name}"
