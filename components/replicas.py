"""What keeps several pods of a workload going: spread, autoscaling, a disruption budget."""

from dataclasses import dataclass

import pulumi_kubernetes as k8s

from airworthy.components.base import Component
from airworthy.components.safe import Safe
from airworthy.components.workload import Identity
from airworthy.kit.errors import ArgumentError

__all__ = [
    "SAFE_REPLICAS",
    "Replicas",
    "autoscaler",
    "disruption_budget",
    "most_pods",
    "spread",
    "strategy",
]

DEPLOYMENT = "kubernetes:apps/v1:Deployment"
AUTOSCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
BUDGET = "kubernetes:policy/v1:PodDisruptionBudget"

SAFE_REPLICAS = (
    Safe(DEPLOYMENT, "spec.template.spec.topologySpreadConstraints", broken=None),
    Safe(BUDGET, "spec.maxUnavailable", broken=0),
    Safe(BUDGET, "spec.selector", broken={}),
    Safe(AUTOSCALER, "spec.minReplicas", broken=1),
    Safe(AUTOSCALER, "spec.maxReplicas", broken=1),
    Safe(AUTOSCALER, "spec.metrics.0.containerResource.target", broken=None),
)
TOPOLOGIES = ("topology.kubernetes.io/zone", "kubernetes.io/hostname")
SURGE = 25  # per cent of its pods that a release adds, rounded up
CALM = 300  # seconds of lower use before pods go
STEP = 60  # seconds between two steps down


@dataclass(frozen=True, kw_only=True, slots=True)
class Replicas:
    """How many pods a workload has.

    Attributes:
        least: Pods at any time.
        most: Pods under load; equal to `least` for a fixed number.
        cpu_target: Average use that the autoscaler aims at, in per cent of the promised cores.
    """

    least: int
    most: int
    cpu_target: int

    def check(self, smallest: int) -> None:
        """Refuse numbers that cannot work.

        Raises:
            ArgumentError: Fewer pods than `smallest`, a maximum under the minimum, or a target
                that is no percentage.
        """
        if self.least < smallest:
            raise ArgumentError("min_replicas", self.least, f"{smallest} or more")
        if self.most < self.least:
            raise ArgumentError("max_replicas", self.most, f"{self.least} or more")
        if not 1 <= self.cpu_target <= 100:  # noqa: PLR2004 - per cent
            raise ArgumentError("cpu_target", self.cpu_target, "per cent, from 1 to 100")


def spread(identity: Identity) -> list[k8s.core.v1.TopologySpreadConstraintArgs]:
    """Over zones and nodes as evenly as they allow; never unscheduled for lack of a zone."""
    return [
        k8s.core.v1.TopologySpreadConstraintArgs(
            max_skew=1,
            topology_key=key,
            when_unsatisfiable="ScheduleAnyway",
            label_selector=k8s.meta.v1.LabelSelectorArgs(match_labels=identity.selector),
            # Counts the pods of one release: those of the last one must not skew its spread.
            match_label_keys=["pod-template-hash"],
        )
        for key in TOPOLOGIES
    ]


def strategy() -> k8s.apps.v1.DeploymentStrategyArgs:
    """A release adds pods before it takes any away."""
    return k8s.apps.v1.DeploymentStrategyArgs(
        type="RollingUpdate",
        rolling_update=k8s.apps.v1.RollingUpdateDeploymentArgs(
            max_unavailable=0, max_surge=f"{SURGE}%"
        ),
    )


def most_pods(max_replicas: int) -> int:
    """How many pods a workload has at most: while it is released at its maximum."""
    return max_replicas + -(-max_replicas * SURGE // 100)


def autoscaler(
    parent: Component,
    name: str,
    identity: Identity,
    deployment: k8s.apps.v1.Deployment,
    replicas: Replicas,
) -> k8s.autoscaling.v2.HorizontalPodAutoscaler:
    """Scales on the container's own CPU, up at once and down slowly."""
    return k8s.autoscaling.v2.HorizontalPodAutoscaler(
        f"{name}-autoscaler",
        metadata=identity.metadata(),
        spec=k8s.autoscaling.v2.HorizontalPodAutoscalerSpecArgs(
            scale_target_ref=k8s.autoscaling.v2.CrossVersionObjectReferenceArgs(
                api_version="apps/v1", kind="Deployment", name=deployment.metadata.name
            ),
            min_replicas=replicas.least,
            max_replicas=replicas.most,
            metrics=[
                k8s.autoscaling.v2.MetricSpecArgs(
                    # Of the container, not the pod: an injected sidecar without requests would
                    # leave the pod's use undefined.
                    type="ContainerResource",
                    container_resource=k8s.autoscaling.v2.ContainerResourceMetricSourceArgs(
                        name="cpu",
                        container=identity.name,
                        target=k8s.autoscaling.v2.MetricTargetArgs(
                            type="Utilization", average_utilization=replicas.cpu_target
                        ),
                    ),
                )
            ],
            behavior=k8s.autoscaling.v2.HorizontalPodAutoscalerBehaviorArgs(
                scale_up=_steps(0, ("Percent", 100, 30), ("Pods", 4, 30)),
                scale_down=_steps(CALM, ("Percent", 10, STEP), ("Pods", 1, STEP)),
            ),
        ),
        opts=parent.child(),
    )


def disruption_budget(
    parent: Component, name: str, identity: Identity
) -> k8s.policy.v1.PodDisruptionBudget:
    """One pod at a time may be drained; a pod that never got ready does not block the node."""
    return k8s.policy.v1.PodDisruptionBudget(
        f"{name}-budget",
        metadata=identity.metadata(),
        spec=k8s.policy.v1.PodDisruptionBudgetSpecArgs(
            max_unavailable=1,
            unhealthy_pod_eviction_policy="AlwaysAllow",
            selector=k8s.meta.v1.LabelSelectorArgs(match_labels=identity.selector),
        ),
        opts=parent.child(),
    )


def _steps(calm: int, *steps: tuple[str, int, int]) -> k8s.autoscaling.v2.HPAScalingRulesArgs:
    return k8s.autoscaling.v2.HPAScalingRulesArgs(
        stabilization_window_seconds=calm,
        select_policy="Max",
        policies=[
            k8s.autoscaling.v2.HPAScalingPolicyArgs(type=kind, value=value, period_seconds=period)
            for kind, value, period in steps
        ],
    )
