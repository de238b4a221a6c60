"""Kubernetes workloads as rules read them: the pods they make, and the containers in those."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from airworthy.kit.resource import Resource
from airworthy.kit.tree import Tree
from airworthy.kit.values import Malformed
from airworthy.kit.verdict import Finding

__all__ = [
    "CRON_JOB",
    "DAEMON_SET",
    "DEPLOYMENT",
    "LONG_RUNNING",
    "REPLICATED",
    "STATEFUL_SET",
    "WORKLOADS",
    "all_containers",
    "deciding",
    "expected",
    "long_running_containers",
    "main_containers",
    "pod_spec",
    "template_path",
]

DEPLOYMENT: Final = "kubernetes:apps/v1:Deployment"
STATEFUL_SET: Final = "kubernetes:apps/v1:StatefulSet"
DAEMON_SET: Final = "kubernetes:apps/v1:DaemonSet"
CRON_JOB: Final = "kubernetes:batch/v1:CronJob"

# Where a workload keeps the template of its pods; a Pod is its own.
TEMPLATES: Final[Mapping[str, str]] = {
    DEPLOYMENT: "spec.template.",
    STATEFUL_SET: "spec.template.",
    DAEMON_SET: "spec.template.",
    "kubernetes:apps/v1:ReplicaSet": "spec.template.",
    "kubernetes:batch/v1:Job": "spec.template.",
    CRON_JOB: "spec.jobTemplate.spec.template.",
    "kubernetes:core/v1:Pod": "",
}
WORKLOADS: Final = tuple(TEMPLATES)
LONG_RUNNING: Final = (DEPLOYMENT, STATEFUL_SET, DAEMON_SET, "kubernetes:apps/v1:ReplicaSet")
REPLICATED: Final = (DEPLOYMENT, STATEFUL_SET)


def template_path(workload: Resource, path: str) -> str:
    """The full path of a property of the pod template: `metadata.labels`, `spec.volumes`."""
    return TEMPLATES[workload.type] + path


def pod_spec(workload: Resource) -> Tree:
    """The specification of the pods that a workload makes; paths are the workload's own."""
    return workload.tree(template_path(workload, "spec"))


def main_containers(workload: Resource) -> tuple[Tree, ...]:
    """The containers of the pod proper, without any that only prepare or accompany it.

    Raises:
        Malformed: There is none, which no cluster takes.
    """
    spec = pod_spec(workload)
    found = spec.trees("containers")
    if not found:
        raise Malformed(spec.at("containers"), spec.shown("containers"), "a container at least")
    return found


def long_running_containers(workload: Resource) -> tuple[Tree, ...]:
    """The containers that run as long as the pod: its own, and the sidecars.

    A sidecar is an init container that restarts always (Kubernetes 1.29 and later).
    """
    sidecars = (
        container
        for container in pod_spec(workload).trees("initContainers")
        if container.text("restartPolicy") == "Always"
    )
    return (*main_containers(workload), *sidecars)


def all_containers(workload: Resource) -> tuple[Tree, ...]:
    """Every container that a workload declares; ephemeral ones are never part of a template."""
    return (*main_containers(workload), *pod_spec(workload).trees("initContainers"))


def deciding(spec: Tree, container: Tree, path: str) -> Tree:
    """The pod or the container, whichever decides a setting that both may hold."""
    return spec if spec.has(path) and not container.has(path) else container


def expected(part: Tree, path: str, wanted: str) -> Finding:
    """The usual finding about a property below some part: what it is, and what it should be."""
    at = part.at(path)
    return Finding(f"{at} is {part.shown(path)}, expected {wanted}", at=at)
