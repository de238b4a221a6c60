"""Reading AWS policy documents: who is allowed which actions."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from airworthy.kit.values import Items, Tree, Value

__all__ = ["allows_service"]


def allows_service(document: Tree, service: str, *actions: str) -> bool:
    """Whether statements allow a service principal every one of some actions.

    Conditions are not weighed: a statement with one is taken to be meant for its principal.
    """
    allowed = [
        pattern.lower()
        for statement in _statements(document)
        if statement.text("Effect") == "Allow" and service in _services(statement)
        for pattern in _texts(statement.get("Action"))
    ]
    return all(
        any(fnmatchcase(action.lower(), pattern) for pattern in allowed) for action in actions
    )


def _statements(document: Tree) -> Iterator[Tree]:
    statements = document.get("Statement")
    for statement in statements if isinstance(statements, Items) else [statements]:
        if isinstance(statement, Tree):
            yield statement


def _services(statement: Tree) -> tuple[str, ...]:
    principal = statement.get("Principal")
    return _texts(principal.get("Service")) if isinstance(principal, Tree) else ()


def _texts(value: Value) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, Items) else (str(value or ""),)
