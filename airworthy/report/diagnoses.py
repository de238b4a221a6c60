"""The doctor's findings as text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from airworthy.doctor import Diagnosis, State

__all__ = ["render"]

MARK: Final = {State.THERE: "ok", State.MISSING: "MISSING", State.UNKNOWN: "?"}
ALWAYS: Final = (
    "Works without any of this: `airworthy preview`, `airworthy checklist show`, "
    "`airworthy explain`."
)


def render(diagnoses: Iterable[Diagnosis]) -> tuple[str, int]:
    """The text, and how many prerequisites are missing."""
    lines, missing = [], 0
    for diagnosis in diagnoses:
        missing += diagnosis.state is State.MISSING
        lines.append(f"{MARK[diagnosis.state]:<8} {diagnosis.name:<21} {diagnosis.seen}")
        if diagnosis.todo:
            lines.append(f"{'':<8} {'':<21} -> {diagnosis.todo}")
    lines += ["", ALWAYS]
    return "\n".join(lines) + "\n", missing
