"""Who depends on whom in a system: the order that follows, and the variables that tell it."""

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

from airworthy.components.plan import Planned
from airworthy.kit.errors import ArgumentError

__all__ = ["creation_order", "find_cycle", "variable"]

T = TypeVar("T")
SERVICES = "services."


def find_cycle(services: Mapping[str, Planned[T]]) -> tuple[str, ArgumentError] | None:
    """A service that depends on itself, if only by way of others, and the refusal of it."""
    try:
        _sorter(services).prepare()
    except CycleError as error:
        cycle: list[str] = list(reversed(error.args[1]))
        seen = " -> ".join(f"{SERVICES}{key}" for key in cycle)
        return cycle[0], ArgumentError("depends_on", seen, "services that do not wait in a circle")
    return None


def creation_order(services: Mapping[str, Planned[T]]) -> dict[str, Planned[T]]:
    """The services, each after those it depends on."""
    return {key: services[key] for key in _sorter(services).static_order()}


def variable(key: str) -> str:
    """The start of the variables that tell of a component."""
    return key.replace("-", "_").upper()


def _sorter(services: Mapping[str, Planned[T]]) -> TopologicalSorter[str]:
    return TopologicalSorter(
        {
            key: [name for name in services if f"{SERVICES}{name}" in planned.depends_on]
            for key, planned in services.items()
        }
    )
