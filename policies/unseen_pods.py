"""What in a stack may make pods that no rule sees: charts, operators' resources, old APIs."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.values import UnknownRead
from airworthy.policies.pods import WORKLOADS

__all__ = ["refuse_unseen_pods"]

POD_MAKING: Final = frozenset(
    {name.rpartition(":")[2] for name in WORKLOADS} | {"ReplicationController"}
)
# Kinds outside Kubernetes' own groups that configure something and start nothing. Any other
# custom resource counts as one that may have pods.
POD_FREE: Final = frozenset(
    {
        *("BackendTLSPolicy", "BackendTrafficPolicy", "ClientTrafficPolicy", "SecurityPolicy"),
        *("Certificate", "ClusterIssuer", "Issuer"),
        *("ClusterExternalSecret", "ClusterSecretStore", "ExternalSecret", "SecretStore"),
        *("GrafanaDashboard", "PodMonitor", "Probe", "PrometheusRule", "ServiceMonitor"),
        *("ScaledObject", "TriggerAuthentication", "VerticalPodAutoscaler"),
        *("ObjectStore", "ScheduledBackup"),
        *("ClusterPolicy", "Policy", "SealedSecret"),
    }
)


def refuse_unseen_pods(stack: Stack) -> None:
    """Stop a rule that would conclude something from the absence of pods.

    Raises:
        UnknownRead: Something in the stack may make pods that no rule sees.
    """
    maker = _maker(stack)
    if maker:
        raise UnknownRead(f"which pods {maker.name} ({maker.type}) makes")


@lru_cache(maxsize=8)
def _maker(stack: Stack) -> Resource | None:
    return next((resource for resource in stack if _may_make_pods(resource)), None)


def _may_make_pods(resource: Resource) -> bool:
    package, _, rest = resource.type.partition(":")
    if package != "kubernetes":
        # A remote component of AWS makes a network or a cluster; any other may hold anything.
        return resource.opaque and not resource.custom and not package.startswith(("aws", "eks"))
    if resource.type in WORKLOADS or not resource.custom:
        return resource.opaque
    group, _, kind = rest.replace("/", ":").partition(":")
    kind = kind.rpartition(":")[2]
    if "." in group and not group.endswith(".k8s.io"):
        return kind not in POD_FREE
    return kind.removesuffix("Patch") in POD_MAKING
