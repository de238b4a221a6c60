"""Health probes of containers."""

from __future__ import annotations

from typing import Final

from airworthy.kit.tree import Tree

__all__ = ["HANDLERS", "has_probe"]

HANDLERS: Final = ("httpGet", "exec", "grpc", "tcpSocket")


def has_probe(container: Tree, name: str) -> bool:
    """Whether a container has a probe that asks anything; an empty one is refused by clusters."""
    probe = container.tree(name)
    return any(probe.has(handler) for handler in HANDLERS)
