"""A worker of the system."""

from __future__ import annotations

from typing import Annotated

from airworthy.kit.duration import Duration
from airworthy.settings.section import Sets
from airworthy.settings.workload import WorkloadSettings

__all__ = ["WorkerSettings"]


class WorkerSettings(WorkloadSettings):
    """A worker; every key is an argument of the Worker component, with its default.

    Attributes:
        queues: The queues it takes jobs from.
        heartbeat_file: The file that it touches while it lives.
        heartbeat: The oldest heartbeat of a process that counts as alive.
        startup: The longest it may take to its first heartbeat.
        min_replicas: Pods at any time.
        max_replicas: Pods under load.
        cpu_target: Average use that autoscaling aims at, in per cent of `cpu`.
        drain: How long it may take to finish the jobs it has begun.
    """

    queues: Annotated[tuple[str, ...], Sets("env")]
    heartbeat_file: Annotated[str | None, Sets("env"), Sets("livenessProbe")] = None
    heartbeat: Annotated[Duration | None, Sets("livenessProbe")] = None
    startup: Annotated[
        Duration | None, Sets("startupProbe"), Sets("startupProbe.failureThreshold")
    ] = None
    min_replicas: Annotated[int | None, Sets("minReplicas"), Sets("spec.replicas")] = None
    max_replicas: int | None = None
    cpu_target: Annotated[int | None, Sets("averageUtilization"), Sets("spec.metrics")] = None
    drain: Duration | None = None
