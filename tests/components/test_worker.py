"""A worker that shows a heartbeat, and finishes its jobs before it stops."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from airworthy.components.worker import Worker, WorkerArgs
from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError
from airworthy.kit.resource import Resource, Stack
from airworthy.kit.tree import Tree

Recorded = Callable[[Callable[[], object]], Stack]

DEPLOYMENT = "kubernetes:apps/v1:Deployment"
AUTOSCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
BUDGET = "kubernetes:policy/v1:PodDisruptionBudget"


def arguments(**given: object) -> WorkerArgs:
    whole: dict[str, Any] = {
        "namespace": "marketplace",
        "image": "registry.example.com/app:1.2.0@sha256:" + "0" * 64,
        "queues": ["orders", "payments"],
        **given,
    }
    return WorkerArgs(**whole)


@pytest.fixture
def built(recorded: Recorded) -> Callable[..., Stack]:
    return lambda **given: recorded(lambda: Worker("orders", arguments(**given)))


def deployment(stack: Stack) -> Resource:
    (found,) = stack.of_type(DEPLOYMENT)
    return found


def container(stack: Stack) -> Tree:
    return deployment(stack).trees("spec.template.spec.containers")[0]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"queues": []}, "queues"),
        ({"queues": ["orders", "orders"]}, "queues"),
        ({"queues": ["orders,payments"]}, "queues"),
        ({"queues": [""]}, "queues"),
        ({"environment": {"WORKER_QUEUES": "all"}}, "environment"),
        ({"heartbeat_file": "/var/run/heartbeat"}, "heartbeat_file"),
        ({"heartbeat": Duration.of(seconds=5)}, "heartbeat"),
        ({"startup": Duration.of(milliseconds=1)}, "startup"),
        ({"drain": Duration.of(seconds=75)}, "grace"),
        ({"grace": Duration.of(milliseconds=90_500)}, "grace"),
        ({"min_replicas": 0}, "min_replicas"),
        ({"max_replicas": 1}, "max_replicas"),
    ],
)
def test_refusals(given: dict[str, Any], field: str) -> None:
    """What would never work, could show no heartbeat, or would cut jobs off."""
    with pytest.raises(ArgumentError) as refusal:
        arguments(**given)

    assert refusal.value.field == field


def test_its_process_is_told_its_queues_and_its_file(built: Callable[..., Stack]) -> None:
    """What the probes look at and what operators read is what the process was told."""
    stack = built()
    told = {each["name"]: each["value"] for each in container(stack).trees("env")}

    assert told == {"WORKER_QUEUES": "orders,payments", "HEARTBEAT_FILE": "/tmp/heartbeat"}  # noqa: S108
    for path in ("metadata", "spec.template.metadata"):
        annotations = deployment(stack).tree(f"{path}.annotations")
        assert annotations["airworthy.dev/queues"] == "orders,payments"
        assert deployment(stack).tree(f"{path}.labels")["airworthy.dev/role"] == "worker"


@pytest.mark.parametrize(
    ("age", "alive"), [(0, True), (30, True), (90, False), (None, False)], ids=str
)
@pytest.mark.parametrize("probe", ["startupProbe", "livenessProbe"])
def test_the_heartbeat_is_looked_at(
    probe: str, age: int | None, *, alive: bool, built: Callable[..., Stack], tmp_path: Path
) -> None:
    """The very command of each probe, run: a fresh file is life, an old or missing one is not."""
    command = list(container(built()).texts(f"{probe}.exec.command"))
    file = tmp_path / "a heartbeat"
    if age is not None:
        file.touch()
        then = time.time() - age
        os.utime(file, (then, then))
    asked = [str(file) if part == "/tmp/heartbeat" else part for part in command]  # noqa: S108

    done = subprocess.run(asked, check=False, capture_output=True)

    assert (done.returncode == 0) is alive


def test_it_listens_to_nobody(built: Callable[..., Stack]) -> None:
    """No port, no address in the cluster, and nothing let in."""
    stack = built()
    (policy,) = stack.of_type("kubernetes:networking.k8s.io/v1:NetworkPolicy")

    assert not container(stack).has("ports")
    assert stack.of_type("kubernetes:core/v1:Service") == ()
    assert list(policy.list("spec.ingress")) == []
    assert policy.texts("spec.policyTypes") == ("Ingress", "Egress")


def test_the_autoscaler_alone_owns_the_number_of_pods(built: Callable[..., Stack]) -> None:
    """With an autoscaler the Deployment says no number and ignores the one it finds."""
    stack = built()

    assert len(stack.of_type(AUTOSCALER)) == 1
    assert not deployment(stack).has("spec.replicas")
    assert deployment(stack).options["ignoreChanges"] == ["spec.replicas"]


def test_a_fixed_number_of_pods(built: Callable[..., Stack]) -> None:
    """Equal limits mean no autoscaler, and a number that the Deployment keeps."""
    stack = built(min_replicas=2, max_replicas=2)

    assert stack.of_type(AUTOSCALER) == ()
    assert len(stack.of_type(BUDGET)) == 1
    assert deployment(stack).get("spec.replicas") == 2
    assert deployment(stack).options["ignoreChanges"] == []


def test_a_single_pod_has_no_budget(built: Callable[..., Stack]) -> None:
    """There is nothing to keep while the one pod is moved."""
    assert built(min_replicas=1, max_replicas=1).of_type(BUDGET) == ()


def test_grace_is_longer_than_drain(built: Callable[..., Stack]) -> None:
    """A job that was begun has its time before the kill."""
    grace = deployment(built()).number("spec.template.spec.terminationGracePeriodSeconds", 30)

    assert grace > arguments().drain.seconds


def test_seven_workers_over_six_queues(recorded: Recorded) -> None:
    """A queue may have two workers, and each worker pods, account and policy of its own."""
    queues = ["orders", "orders", "payments", "credit", "routing", "messages", "reports"]

    def program() -> None:
        for number, queue in enumerate(queues, 1):
            Worker(f"worker-{number}", arguments(queues=[queue]))

    stack = recorded(program)

    assert len({each.text("metadata.name") for each in stack.of_type(DEPLOYMENT)}) == 7
    assert len(stack.of_type(AUTOSCALER)) == 7
