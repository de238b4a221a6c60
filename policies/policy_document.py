"""Reading AWS policy documents: who is allowed or denied which actions."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from airworthy.kit.tree import Items, Tree

__all__ = ["allows_service", "denies_plain_http"]


def allows_service(document: Tree, service: str, *actions: str) -> bool:
    """Whether statements allow a service principal every one of some actions.

    Conditions are not weighed: a statement with one is taken to be meant for its principal.
    """
    allowed = [
        pattern.lower()
        for statement in _statements(document)
        if statement.text("Effect") == "Allow" and service in _principals(statement, "Service")
        for pattern in _texts(statement, "Action")
    ]
    return all(
        any(fnmatchcase(action.lower(), pattern) for pattern in allowed) for action in actions
    )


def denies_plain_http(document: Tree) -> bool:
    """Whether a statement of a bucket's policy denies everybody everything but TLS."""
    return any(
        statement.text("Effect") == "Deny"
        and "false" in _secure_transport(statement)
        and "*" in _principals(statement, "AWS")
        and not {"*", "s3:*"}.isdisjoint(_texts(statement, "Action"))
        and any(each.endswith("*") for each in _texts(statement, "Resource"))
        for statement in _statements(document)
    )


def _statements(document: Tree) -> Iterator[Tree]:
    statements = document.get("Statement")
    for statement in statements if isinstance(statements, Items) else [statements]:
        if isinstance(statement, Tree):
            yield statement


def _principals(statement: Tree, kind: str) -> tuple[str, ...]:
    """The principals of a kind; the bare asterisk is everybody."""
    principal = statement.get("Principal")
    return (
        _texts(principal, kind) if isinstance(principal, Tree) else _texts(statement, "Principal")
    )


def _secure_transport(statement: Tree) -> tuple[str, ...]:
    """What aws:SecureTransport is compared with; the keys of conditions know no case."""
    operators = statement.tree("Condition")
    return tuple(
        value
        for operator in ("Bool", "BoolIfExists")
        for key in operators.tree(operator)
        if key.lower() == "aws:securetransport"
        for value in _texts(operators.tree(operator), key)
    )


def _texts(part: Tree, path: str) -> tuple[str, ...]:
    """A text or a list of texts, as policies have it; true and false are texts to them."""
    value = part.get(path)
    if not isinstance(value, Items):
        return (part.text(path),)
    return tuple(str(each).lower() if isinstance(each, bool) else str(each) for each in value)
