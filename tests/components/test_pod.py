"""The pod that every workload runs in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pulumi
import pytest

from airworthy.components.scheduled_task import ScheduledTask, ScheduledTaskArgs
from airworthy.components.service import Service, ServiceArgs
from airworthy.components.worker import Worker, WorkerArgs
from airworthy.components.workload import SecretRef
from airworthy.kit.resource import Resource, Stack
from airworthy.kit.schedule import Schedule
from airworthy.kit.size import Size
from airworthy.kit.tree import Tree
from airworthy.kit.values import MASK, Secret, masked

Recorded = Callable[[Callable[[], object]], Stack]

CANARY = "canary-of-the-pod-tests"
SHARED: Mapping[str, Any] = {
    "namespace": "shop",
    "image": "registry.example.com/app:1.2.0@sha256:" + "0" * 64,
}


def service(**given: object) -> None:
    own: dict[str, Any] = {"port": 3000, "readiness_path": "/ready", "callers": {}}
    Service("it", ServiceArgs(**{**SHARED, **own, **given}))


def worker(**given: object) -> None:
    own: dict[str, Any] = {"queues": ["orders"]}
    Worker("it", WorkerArgs(**{**SHARED, **own, **given}))


def task(**given: object) -> None:
    own: dict[str, Any] = {"schedule": Schedule.parse("hourly")}
    ScheduledTask("it", ScheduledTaskArgs(**{**SHARED, **own, **given}))


every_workload = pytest.mark.parametrize("make", [service, worker, task])


def template(stack: Stack) -> tuple[Resource, Tree]:
    for resource in stack:
        for path in ("spec.template", "spec.jobTemplate.spec.template"):
            if resource.has(path):
                return resource, resource.tree(path)
    raise LookupError("no pod")


@every_workload
def test_a_secret_by_reference_has_no_value(make: Callable[..., None], recorded: Recorded) -> None:
    """The variable says where its value is kept; Kubernetes fetches it."""
    stack = recorded(lambda: make(secrets={"TOKEN": SecretRef(name="vault", key="token")}))
    env = template(stack)[1].trees("spec.containers")[0].trees("env")
    (token,) = (dict(each.raw) for each in env if each["name"] == "TOKEN")

    assert token == {
        "name": "TOKEN",
        "valueFrom": {"secretKeyRef": {"name": "vault", "key": "token"}},
    }


@every_workload
def test_a_secret_in_plain_variables_stays_marked(
    make: Callable[..., None], recorded: Recorded
) -> None:
    """Given where it should not be, a secret is still one wherever the recording holds it."""
    stack = recorded(lambda: make(environment={"TOKEN": pulumi.Output.secret(CANARY)}))

    assert any(CANARY in repr(bare(resource.inputs)) for resource in stack)
    for resource in stack:
        assert CANARY not in json.dumps(masked(resource.inputs))
        assert CANARY not in json.dumps(masked(resource.options))
    assert any(MASK in json.dumps(masked(resource.inputs)) for resource in stack)


@every_workload
def test_a_new_version_of_the_configuration_rolls_the_pods(
    make: Callable[..., None], recorded: Recorded
) -> None:
    """The version stands in the pod's own annotations, which a rollout compares."""
    _, pod = template(recorded(lambda: make(config_version="7")))
    _, other = template(recorded(make))

    assert pod.tree("metadata.annotations")["airworthy.dev/config-version"] == "7"
    assert "airworthy.dev/config-version" not in other.tree("metadata.annotations")


@every_workload
def test_writing_is_for_the_scratch_volume(make: Callable[..., None], recorded: Recorded) -> None:
    """The root file system is read-only, and /tmp is bounded."""
    _, pod = template(recorded(make))
    (only,) = pod.trees("spec.containers")
    scratch = pod.trees("spec.volumes")[0]

    assert only.flag("securityContext.readOnlyRootFilesystem", default=False)
    assert only.trees("volumeMounts")[0]["mountPath"] == "/tmp"  # noqa: S108 - a mount
    assert scratch.text("emptyDir.sizeLimit") == "256Mi"


@every_workload
def test_services_set_no_variables(make: Callable[..., None], recorded: Recorded) -> None:
    """A Service called redis would otherwise overwrite what REDIS_PORT defaults to."""
    _, pod = template(recorded(make))

    assert pod.flag("spec.enableServiceLinks", default=True) is False


@every_workload
def test_the_pod_waits_for_its_network_policy(
    make: Callable[..., None], recorded: Recorded
) -> None:
    """Pods under a default deny that start first cannot reach what they need to boot."""
    stack = recorded(make)
    owner, _ = template(stack)
    (policy,) = stack.of_type("kubernetes:networking.k8s.io/v1:NetworkPolicy")

    assert isinstance(owner.dependencies, tuple)
    assert policy.urn in owner.dependencies


@every_workload
def test_what_it_is_bounded_by(make: Callable[..., None], recorded: Recorded) -> None:
    """Cores are written as Kubernetes writes them, so that nothing seems to differ."""
    storage = Size.of(gibibytes=50)
    _, pod = template(recorded(lambda: make(cpu=0.25, cpu_limit=2, temporary_storage=storage)))
    resources = pod.trees("spec.containers")[0].tree("resources")
    disk = {"ephemeral-storage": "51328Mi"}  # with room for logs, which count too

    assert dict(resources.tree("requests").raw) == {"cpu": "250m", "memory": "512Mi"} | disk
    assert dict(resources.tree("limits").raw) == {"cpu": "2", "memory": "1Gi"} | disk


def bare(raw: object) -> object:
    """The raw value with the marks of secrets taken off."""
    match raw:
        case Secret():
            return bare(raw.value)
        case Mapping():
            return {key: bare(value) for key, value in raw.items()}
        case list():
            return [bare(value) for value in raw]
        case _:
            return raw
