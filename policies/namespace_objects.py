"""The objects of a stack that stand in one of its Kubernetes namespaces."""

from __future__ import annotations

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.values import UnknownRead
from airworthy.policies.namespaces import Place, place_of

__all__ = ["objects_in", "refuse_unseen"]


def objects_in(
    namespace: Resource, stack: Stack, kind: str
) -> tuple[tuple[Resource, ...], tuple[Resource, ...]]:
    """The objects of a type that surely stand in a namespace, and those that perhaps do.

    Only deployment shows where an object stands whose namespace is unknown and of unknown origin.
    """
    name = namespace.peek("metadata.name")
    home = Place(namespace.provider, name=name) if isinstance(name, str) else None
    sure: list[Resource] = []
    perhaps: list[Resource] = []
    for found in stack.of_type(kind):
        if home:
            answer = place_of(found, stack).same(home)
        elif namespace.urn in found.property_dependencies.get("metadata", ()):
            answer = True  # Pulumi makes up the name, so only a reference can lead there
        else:
            unclear = found.is_unknown("metadata") or found.is_unknown("metadata.namespace")
            answer = None if unclear and not found.property_dependencies.get("metadata") else False
        if answer:
            sure.append(found)
        elif answer is None:
            perhaps.append(found)
    return tuple(sure), tuple(perhaps)


def refuse_unseen(perhaps: tuple[Resource, ...]) -> None:
    """End a judgement that something is missing where it may only not be seen yet.

    Raises:
        UnknownRead: Some object may stand in the namespace.
    """
    if perhaps:
        raise UnknownRead(f"the namespace of {perhaps[0].name}")
