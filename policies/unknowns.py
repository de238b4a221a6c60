"""Judging what is known before stopping at what is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from airworthy.kit.values import UnknownRead
from airworthy.kit.verdict import Finding

__all__ = ["unknowns_last"]

Part = TypeVar("Part")


def unknowns_last(
    parts: Iterable[Part], judge: Callable[[Part], Iterator[Finding]]
) -> Iterator[Finding]:
    """What is wrong with each part, an unknown part hiding none of the others.

    Raises:
        UnknownRead: Some part could not be judged; raised after all others were.
    """
    put_off: UnknownRead | None = None
    for part in parts:
        try:
            yield from judge(part)
        except UnknownRead as unknown:
            put_off = put_off or unknown
    if put_off:
        raise put_off
