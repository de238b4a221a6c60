"""Whether two Kubernetes objects stand in one namespace, as far as a program tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from airworthy.kit.resource import Resource, Stack, urn_type
from airworthy.kit.values import Secret

__all__ = ["NAMESPACE", "Place", "place_of"]

NAMESPACE: Final = "kubernetes:core/v1:Namespace"


@dataclass(frozen=True, slots=True)
class Place:
    """A namespace in a cluster.

    Attributes:
        provider: The provider's URN and id, which stands for the cluster.
        name: The namespace's name; "" is whichever the provider has as its own.
        urn: The Namespace of the stack that names it, where the name itself is unknown.
    """

    provider: str
    name: str | None = None
    urn: str | None = None

    def same(self, other: Place) -> bool | None:
        """Whether both are one namespace; None where that is only known after deployment."""
        if self.urn and other.urn:
            return self.urn == other.urn
        if self.name is None or other.name is None:
            return None
        if self.name == other.name:
            # Two providers may be two clusters, or two ways into one.
            return True if self.provider == other.provider else None
        return False if self.name and other.name else None


def place_of(resource: Resource, stack: Stack) -> Place:
    """The namespace of an object: by its name, or by the Namespace that the name comes from."""
    raw = resource.peek("metadata.namespace")
    name = raw.value if isinstance(raw, Secret) else raw
    if resource.is_unknown("metadata") or resource.is_unknown("metadata.namespace"):
        sources = {
            urn
            for urn in resource.property_dependencies.get("metadata", ())
            if urn_type(urn) == NAMESPACE
        }
        if len(sources) != 1:
            return Place(resource.provider)
        (urn,) = sources
        namespace = stack.find(urn)
        name = namespace.peek("metadata.name") if namespace else None
        if not isinstance(name, str):
            return Place(resource.provider, urn=urn)
    return Place(resource.provider, name=name if isinstance(name, str) else "")
