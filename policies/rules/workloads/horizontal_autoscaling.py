"""See the rule's own docstring."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, rule
from airworthy.kit.tree import Tree
from airworthy.kit.values import UnknownRead
from airworthy.kit.verdict import Finding, Severity
from airworthy.policies.autoscaling import AUTOSCALERS, targets_of
from airworthy.policies.container_resources import is_requested
from airworthy.policies.pods import expected, long_running_containers, pod_spec
from airworthy.policies.unknowns import each

LEAST: Final = 2
# Each type of metric keeps its target under the key of its name.
METRICS: Final = {
    "Resource": "resource",
    "ContainerResource": "containerResource",
    "Pods": "pods",
    "Object": "object",
    "External": "external",
}
TARGETS: Final = ("averageUtilization", "averageValue", "value")
ALL_CONTAINERS: Final = ""


class Share(NamedTuple):
    """A resource whose use is compared with requests, and the container that is meant."""

    resource: str
    container: str
    shown: str


@rule(
    proves=("horizontal-autoscaling",),
    on=AUTOSCALERS,
    severity=Severity.HIGH,
    fix="Set minReplicas to 2 or more and maxReplicas above it, leave spec.replicas out of the "
    "workload, and give each of its containers a CPU request.",
    source="Kubernetes: minReplicas defaults to 1; without metrics the target is 80 % of the "
    "requested CPU, and utilisation needs a request on each container",
)
def horizontal_autoscaling(autoscaler: Resource, stack: Stack) -> Findings:
    """Autoscalers have room to move, something to measure, and a workload that lets them.

    An autoscaler without requests to compare with never acts, one beside a fixed replica count
    is undone by each deployment, and one pod is no service.
    """
    least = autoscaler.number("spec.minReplicas", 1)
    if least < LEAST:
        yield autoscaler.expected("spec.minReplicas", f"{LEAST} or more")
    if autoscaler.number("spec.maxReplicas", 0) <= least:
        yield autoscaler.expected("spec.maxReplicas", "more than minReplicas")
    yield from each(autoscaler.trees("spec.metrics"), _aimless)
    workloads = targets_of(autoscaler, stack)
    if not workloads:
        raise UnknownRead("the workload that spec.scaleTargetRef names")
    yield from each(workloads, lambda workload: _unscalable(autoscaler, workload))


def _aimless(metric: Tree) -> Findings:
    key = METRICS.get(metric.text("type"))
    if key is None:
        yield expected(metric, "type", f"one of {', '.join(METRICS)}")
    elif not any(metric.has(f"{key}.target.{target}") for target in TARGETS):
        yield expected(metric, f"{key}.target", f"one with {' or '.join(TARGETS)}")


def _unscalable(autoscaler: Resource, workload: Resource) -> Findings:
    if workload.has("spec.replicas"):
        yield Finding(
            f"{workload.name} sets spec.replicas to {workload.shown('spec.replicas')}, expected it "
            "to leave the number to the autoscaler",
            at="spec.scaleTargetRef",
        )
    spec = pod_spec(workload)
    for share in dict.fromkeys(_shares(autoscaler)):
        for container in long_running_containers(workload):
            if share.container in {ALL_CONTAINERS, container.text("name")} and not is_requested(
                spec, container, share.resource
            ):
                yield Finding(
                    f"{container.at('resources.requests')} of {workload.name} lacks {share.shown}, "
                    "expected an amount, of which the autoscaler takes its share",
                    at="spec.scaleTargetRef",
                )


def _shares(autoscaler: Resource) -> Iterator[Share]:
    metrics = autoscaler.trees("spec.metrics")
    if not metrics:
        yield Share("cpu", ALL_CONTAINERS, "cpu")
    for metric in metrics:
        for kind in ("resource", "containerResource"):
            if metric.has(f"{kind}.target.averageUtilization"):
                yield Share(
                    metric.text(f"{kind}.name"),
                    metric.text(f"{kind}.container", ALL_CONTAINERS),
                    metric.shown(f"{kind}.name"),
                )
