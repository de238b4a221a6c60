"""A service that scales, rolls over and drains without a lost request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from airworthy.components.connections import Peer
from airworthy.components.service import Service, ServiceArgs
from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError
from airworthy.kit.resource import Resource, Stack
from airworthy.kit.tree import Tree

Recorded = Callable[[Callable[[], object]], Stack]

DEPLOYMENT = "kubernetes:apps/v1:Deployment"


def arguments(**given: object) -> ServiceArgs:
    whole: dict[str, Any] = {
        "namespace": "marketplace",
        "image": "registry.example.com/api:1.2.0@sha256:" + "0" * 64,
        "port": 3000,
        "readiness_path": "/api/v1/health",
        "callers": {"gateway": Peer(namespace="gateway")},
        **given,
    }
    return ServiceArgs(**whole)


def only(stack: Stack, kind: str) -> Resource:
    (found,) = stack.of_type(kind)
    return found


@pytest.fixture
def built(recorded: Recorded) -> Callable[..., Stack]:
    return lambda **given: recorded(lambda: Service("api", arguments(**given)))


def container(stack: Stack) -> Tree:
    return only(stack, DEPLOYMENT).trees("spec.template.spec.containers")[0]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"port": 80}, "port"),
        ({"port": 70_000}, "port"),
        ({"readiness_path": "ready"}, "readiness_path"),
        ({"readiness_path": ""}, "readiness_path"),
        ({"liveness_path": "live"}, "liveness_path"),
        ({"liveness_path": "/api/v1/health"}, "liveness_path"),
        ({"min_replicas": 1}, "min_replicas"),
        ({"max_replicas": 2}, "max_replicas"),
        ({"cpu_target": 0}, "cpu_target"),
        ({"cpu_target": 101}, "cpu_target"),
        ({"startup": Duration.of()}, "startup"),
        ({"pre_stop": Duration.of(milliseconds=500)}, "pre_stop"),
        ({"drain": Duration.of()}, "drain"),
        ({"grace": Duration.of(seconds=40)}, "grace"),
        ({"drain": Duration.of(minutes=1)}, "grace"),
        ({"image": "registry.example.com/api:1.2.0"}, "image"),
    ],
)
def test_refusals(given: dict[str, Any], field: str) -> None:
    """What would not start, would restart in circles, or would cut requests off."""
    with pytest.raises(ArgumentError) as refusal:
        arguments(**given)

    assert refusal.value.field == field


def test_the_autoscaler_alone_owns_the_number_of_pods(built: Callable[..., Stack]) -> None:
    """A number in the Deployment too would be set back at every release."""
    stack = built()
    deployment = only(stack, DEPLOYMENT)
    autoscaler = only(stack, "kubernetes:autoscaling/v2:HorizontalPodAutoscaler")

    assert not deployment.has("spec.replicas")
    assert deployment.options["ignoreChanges"] == ["spec.replicas"]
    assert autoscaler.text("spec.scaleTargetRef.name") == deployment.text("metadata.name")
    assert (autoscaler.get("spec.minReplicas"), autoscaler.get("spec.maxReplicas")) == (3, 10)


def test_scaling_is_quick_up_and_slow_down(built: Callable[..., Stack]) -> None:
    """Five calm minutes before a pod goes, and none before one comes."""
    behavior = only(built(), "kubernetes:autoscaling/v2:HorizontalPodAutoscaler").tree(
        "spec.behavior"
    )

    assert behavior.number("scaleDown.stabilizationWindowSeconds", 0) == 300
    assert behavior.number("scaleUp.stabilizationWindowSeconds", 300) == 0
    assert behavior.trees("scaleDown.policies")
    assert behavior.trees("scaleUp.policies")


def test_grace_adds_up(built: Callable[..., Stack]) -> None:
    """The countdown to the kill includes the wait before the process is told to stop."""
    args = arguments()
    stack = built()
    grace = only(stack, DEPLOYMENT).number("spec.template.spec.terminationGracePeriodSeconds", 30)
    sleep = container(stack).number("lifecycle.preStop.sleep.seconds", 0)

    assert sleep == args.pre_stop.seconds
    assert sleep + args.drain.seconds < grace


def test_a_database_that_is_down_restarts_no_pod(built: Callable[..., Stack]) -> None:
    """Only readiness asks further than the process; booting and living do not."""
    pod = container(built(liveness_path="/live"))

    assert pod.text("startupProbe.httpGet.path") == "/live"
    assert pod.text("livenessProbe.httpGet.path") == "/live"
    assert pod.text("readinessProbe.httpGet.path") == "/api/v1/health"


def test_without_a_shallow_path_a_connection_is_enough(built: Callable[..., Stack]) -> None:
    """An application with one health path keeps it for readiness."""
    pod = container(built())

    assert pod.text("livenessProbe.tcpSocket.port") == "http"
    assert not pod.has("livenessProbe.httpGet")
    assert pod.text("startupProbe.tcpSocket.port") == "http"


@pytest.mark.parametrize(("seconds", "questions"), [(60, 12), (61, 13), (3, 1)])
def test_a_slow_start_is_waited_for(
    seconds: int, questions: int, built: Callable[..., Stack]
) -> None:
    """The startup probe asks as often as the longest boot needs, rounded up."""
    pod = container(built(startup=Duration.of(seconds=seconds)))

    assert pod.number("startupProbe.failureThreshold", 0) == questions


def test_only_its_callers_reach_it(built: Callable[..., Stack]) -> None:
    """The gateway reaches its port; it reaches nobody, for it declared nobody."""
    policy = only(built(), "kubernetes:networking.k8s.io/v1:NetworkPolicy")

    assert len(policy.trees("spec.ingress")) == 1
    assert policy.trees("spec.ingress")[0].trees("ports")[0].number("port", 0) == 3000
    assert list(policy.list("spec.egress")) == []


def test_everything_selects_the_same_pods(built: Callable[..., Stack]) -> None:
    """Service, budget, policy, spread and Deployment agree on which pods they mean."""
    stack = built(identifier="public-api")
    mine = {"app.kubernetes.io/name": "public-api"}
    deployment = only(stack, DEPLOYMENT)
    spread = deployment.trees("spec.template.spec.topologySpreadConstraints")
    labels = deployment.tree("spec.template.metadata.labels").raw

    assert mine.items() <= labels.items()
    assert deployment.tree("spec.selector.matchLabels") == mine
    assert only(stack, "kubernetes:core/v1:Service").tree("spec.selector") == mine
    budget = only(stack, "kubernetes:policy/v1:PodDisruptionBudget")
    assert budget.tree("spec.selector.matchLabels") == mine
    policy = only(stack, "kubernetes:networking.k8s.io/v1:NetworkPolicy")
    assert policy.tree("spec.podSelector.matchLabels") == mine
    assert [each.tree("labelSelector.matchLabels") for each in spread] == [mine, mine]


def test_a_single_zone_is_enough_to_start(built: Callable[..., Stack]) -> None:
    """Spread is wished for, and counted for each release by itself."""
    spread = only(built(), DEPLOYMENT).trees("spec.template.spec.topologySpreadConstraints")

    assert {each.text("topologyKey") for each in spread} == {
        "topology.kubernetes.io/zone",
        "kubernetes.io/hostname",
    }
    assert {each.text("whenUnsatisfiable") for each in spread} == {"ScheduleAnyway"}
    assert {each.texts("matchLabelKeys") for each in spread} == {("pod-template-hash",)}


def test_two_services_name_each_other(recorded: Recorded) -> None:
    """One end's destination and the other end's peer are the same pods and the same port."""

    def program() -> None:
        orders = Service("orders", arguments(callers={"web": Peer(labels={"app": "web"})}))
        web = Service("web", arguments(port=8080, depends_on={"orders": orders.destination}))
        Service("credit", arguments(callers={"web": web.peer}))

    policies = recorded(program).of_type("kubernetes:networking.k8s.io/v1:NetworkPolicy")
    web, credit = policies[1:]
    (to_orders,) = web.trees("spec.egress")
    (from_web,) = credit.trees("spec.ingress")

    assert to_orders.trees("to")[0].tree("podSelector.matchLabels") == {
        "app.kubernetes.io/name": "orders"
    }
    assert to_orders.trees("ports")[0].number("port", 0) == 3000
    assert from_web.trees("from")[0].tree("podSelector.matchLabels") == {
        "app.kubernetes.io/name": "web"
    }
