"""Services: which containers answer them, and which of them a name means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.tree import Tree
from airworthy.kit.values import UnknownRead
from airworthy.policies.label_selectors import SERVICE
from airworthy.policies.namespaces import Place, place_of
from airworthy.policies.pods import long_running_containers

__all__ = ["has_services", "service_called", "serving"]


def serving(workload: Resource, services: Iterable[Resource]) -> tuple[tuple[Tree, ...], ...]:
    """Groups of containers, of each of which one at least answers the Services' traffic.

    A container that declares a port to which a Service sends is a group by itself. Declaring
    ports is not required in Kubernetes: where no container declares one of these, any may answer,
    and all of them are one group.
    """
    containers = long_running_containers(workload)
    targets = {target for service in services for target in _targets(service)}
    declaring = tuple((found,) for found in containers if targets & _ports(found))
    return declaring or (containers,)


def service_called(name: str, place: Place, stack: Stack) -> Resource | None:
    """The Service of a name in a namespace, if the stack makes it.

    Raises:
        UnknownRead: Only deployment shows that.
    """
    called = _called(stack)
    for service in (*called.get(name, []), *called.get(None, [])):
        same = place_of(service, stack).same(place)
        if same is None or (same and service.is_unknown("metadata.name")):
            raise UnknownRead(f"the name or namespace of {service.name}")
        if same:
            return service
    return None


def has_services(place: Place, stack: Stack) -> bool:
    """Whether the stack makes Services in a namespace."""
    return any(place_of(service, stack).same(place) for service in stack.of_type(SERVICE))


@lru_cache(maxsize=8)
def _called(stack: Stack) -> Mapping[str | None, list[Resource]]:
    """The Services by name; those with a name still unknown under None."""
    table: defaultdict[str | None, list[Resource]] = defaultdict(list)
    for service in stack.of_type(SERVICE):
        name = service.peek("metadata.name")
        if service.is_unknown("metadata.name"):
            table[None].append(service)
        elif isinstance(name, str):
            table[name].append(service)
    return table


def _targets(service: Resource) -> set[str]:
    """The container ports, by number or name, to which a Service sends; its own by default."""
    return {port.text("targetPort", port.text("port")) for port in service.trees("spec.ports")}


def _ports(container: Tree) -> set[str]:
    ports = container.trees("ports")
    return {port.text(key) for port in ports for key in ("name", "containerPort")} - {""}
