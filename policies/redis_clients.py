"""Which workers of a stack are pointed at a Redis, by the variables they are given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from airworthy.kit.resource import Resource, Stack
from airworthy.policies.label_selectors import SERVICE, labels_of, picking
from airworthy.policies.namespaces import place_of
from airworthy.policies.pods import WORKLOADS, pod_spec

__all__ = ["workers_of"]

# The label of our own components, and the one that Kubernetes recommends.
ROLES: Final = ("airworthy.dev/role", "app.kubernetes.io/component")
VARIABLES: Final = ("REDIS_URL", "REDIS_HOST")


def workers_of(server: Resource, stack: Stack) -> Iterator[tuple[Resource, str]]:
    """Each workload labelled a worker with a variable that names a Service of the server.

    Values that are not literal are left out: nobody can tell where they point.
    """
    addresses = {
        (service.peek("metadata.name"), place_of(service, stack))
        for service in picking(server, stack, SERVICE).sure
    }
    for worker in stack.of_type(*WORKLOADS) if addresses else ():
        labels = labels_of(worker) or {}
        if worker.opaque or all(labels.get(role) != "worker" for role in ROLES):
            continue
        here = place_of(worker, stack)
        for variable, host in _hosts(worker):
            name, _, rest = host.partition(".")
            namespace = rest.partition(".")[0]
            for service, place in addresses:
                near = place.name == namespace if namespace else place.same(here)
                if service == name and near:
                    yield worker, variable


def _hosts(worker: Resource) -> Iterator[tuple[str, str]]:
    for container in pod_spec(worker).trees("containers"):
        for entry in container.trees("env"):
            name, value = entry.peek("name"), entry.peek("value")
            if name in VARIABLES and isinstance(value, str):
                yield str(name), _host(value)


def _host(value: str) -> str:
    try:
        return urlsplit(value if "://" in value else f"//{value}").hostname or ""
    except ValueError:
        return ""
