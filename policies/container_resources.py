"""What containers ask for and may use: requests and limits."""

from __future__ import annotations

import re
from typing import Final

from airworthy.kit.tree import Tree

__all__ = ["is_limited", "is_requested", "is_some"]

NOT_ZERO: Final = re.compile("[1-9]")


def is_some(reader: Tree, path: str) -> bool:
    """Whether a quantity (`500m`, `1Gi`) is there and above zero."""
    return bool(NOT_ZERO.search(reader.text(path)))


def is_limited(spec: Tree, container: Tree, resource: str) -> bool:
    """Whether a container has a limit, its own or the whole pod's."""
    return any(is_some(part, f"resources.limits.{resource}") for part in (container, spec))


def is_requested(spec: Tree, container: Tree, resource: str) -> bool:
    """Whether a container has a request, its own or the whole pod's.

    A limit without a request counts: Kubernetes copies it.
    """
    own = any(is_some(part, f"resources.requests.{resource}") for part in (container, spec))
    return own or is_limited(spec, container, resource)
