"""Judging what is known before stopping at what is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from airworthy.kit.rule import Findings
from airworthy.kit.values import UnknownRead

__all__ = ["each"]

Part = TypeVar("Part")


def each(parts: Iterable[Part], judge: Callable[[Part], Findings]) -> Findings:
    """What is wrong with each part; an unknown in one does not hide what is wrong with others.

    Raises:
        UnknownRead: Some part could not be judged to its end; raised when all were tried.
    """
    unknown: UnknownRead | None = None
    for part in parts:
        try:
            yield from judge(part)
        except UnknownRead as read:
            unknown = unknown or read
    if unknown:
        raise unknown
