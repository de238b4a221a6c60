"""A service of the system."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from airworthy.kit.duration import Duration
from airworthy.settings.section import Section, Sets
from airworthy.settings.workload import WorkloadSettings

__all__ = ["PeerSettings", "ServiceSettings"]


class PeerSettings(Section):
    """Who may connect: pods by namespace and labels, or addresses.

    Attributes:
        namespace: The namespace of the pods.
        labels: Their labels; every pod of the namespace if none are given.
        cidrs: Address blocks, in place of the other two.
    """

    namespace: str | None = None
    labels: Mapping[str, str] | None = None
    cidrs: tuple[str, ...] | None = None


class ServiceSettings(WorkloadSettings):
    """A service; every key is an argument of the Service component, with its default.

    Attributes:
        port: The TCP port it listens on.
        readiness_path: Where it says whether it can serve now.
        liveness_path: Where its process says that it lives, asking nothing else.
        callers: Who may connect to it, besides those that depend on it, by a name for each.
        startup: The longest it may take to boot.
        min_replicas: Pods at any time.
        max_replicas: Pods under load.
        cpu_target: Average use that autoscaling aims at, in per cent of `cpu`.
        pre_stop: How long a stopping pod goes on serving.
        drain: How long it may then take to finish open requests.
    """

    port: Annotated[int, Sets("containerPort"), Sets("ports")]
    readiness_path: Annotated[str, Sets("readinessProbe"), Sets("readinessProbe.httpGet.path")]
    liveness_path: Annotated[
        str | None, Sets("livenessProbe"), Sets("livenessProbe.httpGet.path")
    ] = None
    callers: Annotated[Mapping[str, PeerSettings], Sets("spec.ingress")]
    startup: Annotated[
        Duration | None, Sets("startupProbe"), Sets("startupProbe.failureThreshold")
    ] = None
    min_replicas: int | None = None
    max_replicas: int | None = None
    cpu_target: Annotated[int | None, Sets("averageUtilization"), Sets("spec.metrics")] = None
    pre_stop: Annotated[Duration | None, Sets("lifecycle.preStop"), Sets("sleep.seconds")] = None
    drain: Duration | None = None
