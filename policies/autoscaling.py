"""Which workload an autoscaler moves, and how many pods a workload may have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from airworthy.kit.resource import Resource, Stack, urn_type
from airworthy.kit.values import Malformed, UnknownRead
from airworthy.policies.namespaces import place_of
from airworthy.policies.pods import LONG_RUNNING

__all__ = ["AUTOSCALERS", "Replicas", "replicas_of", "targets_of"]

AUTOSCALERS: Final = (
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    "kubernetes:autoscaling/v1:HorizontalPodAutoscaler",
)


class Replicas(NamedTuple):
    """How many pods a workload has at the least and at the most."""

    least: float
    most: float


class _Targets(NamedTuple):
    autoscalers: Mapping[str, tuple[Resource, ...]]
    unclear: Resource | None


def targets_of(autoscaler: Resource, stack: Stack) -> tuple[Resource, ...]:
    """The workload of the stack that an autoscaler moves; empty if the stack has none such.

    It is the one whose name the program took from the workload itself, or else the one of the
    same kind, name and namespace.

    Raises:
        UnknownRead: Only deployment shows which it is.
    """
    kind = autoscaler.text("spec.scaleTargetRef.kind")
    types = tuple(name for name in LONG_RUNNING if name.endswith(f":{kind}"))
    urns = (u for u in autoscaler.property_dependencies.get("spec", ()) if urn_type(u) in types)
    found = tuple(workload for urn in urns if (workload := stack.find(urn)))
    if len(found) == 1:
        return found
    name = autoscaler.text("spec.scaleTargetRef.name")
    here = place_of(autoscaler, stack)
    for workload in (*_named(stack).get(name, ()), *_named(stack).get(None, ())):
        same = place_of(workload, stack).same(here)
        if workload.type in types and same is not False:
            if workload.is_unknown("metadata.name") or same is None:
                raise UnknownRead(f"whether it scales {workload.name}")
            return (workload,)
    return ()


def replicas_of(workload: Resource, stack: Stack) -> Replicas:
    """How many pods a Deployment or StatefulSet has; one where nothing is said.

    Raises:
        UnknownRead: Only deployment shows that.
    """
    targets = _targets(stack)
    for autoscaler in targets.autoscalers.get(workload.urn, ()):
        return Replicas(
            least=autoscaler.number("spec.minReplicas", 1),
            most=autoscaler.number("spec.maxReplicas", 1),
        )
    if targets.unclear and not workload.has("spec.replicas"):
        raise UnknownRead(f"what {targets.unclear.name} scales")
    count = workload.number("spec.replicas", 1)
    return Replicas(count, count)


@lru_cache(maxsize=8)
def _named(stack: Stack) -> Mapping[str | None, tuple[Resource, ...]]:
    """The workloads by name; those with a name still unknown under None."""
    table: defaultdict[str | None, list[Resource]] = defaultdict(list)
    for workload in stack.of_type(*LONG_RUNNING):
        name = workload.peek("metadata.name")
        if workload.is_unknown("metadata.name"):
            table[None].append(workload)
        elif isinstance(name, str) and not workload.opaque:
            table[name].append(workload)
    return {name: tuple(found) for name, found in table.items()}


@lru_cache(maxsize=8)
def _targets(stack: Stack) -> _Targets:
    found: defaultdict[str, list[Resource]] = defaultdict(list)
    unclear: Resource | None = None
    for autoscaler in stack.of_type(*AUTOSCALERS):
        try:
            for workload in targets_of(autoscaler, stack):
                found[workload.urn].append(autoscaler)
        except UnknownRead:
            unclear = autoscaler
        except Malformed:
            continue  # the autoscaler's own rule says so
    return _Targets({urn: tuple(scalers) for urn, scalers in found.items()}, unclear)
