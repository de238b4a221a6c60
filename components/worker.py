"""A worker: pods that take jobs from queues, show a heartbeat and finish a job before they stop."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as k8s

from airworthy.components.base import Component
from airworthy.components.connections import Peer
from airworthy.components.pod import container, pod_template, safe_pod
from airworthy.components.replicas import (
    DEPLOYMENT,
    SAFE_REPLICAS,
    Replicas,
    autoscaler,
    disruption_budget,
    spread,
    strategy,
)
from airworthy.components.safe import Safe
from airworthy.components.workload import (
    DOMAIN,
    Identity,
    WorkloadArgs,
    network_policy,
    service_account,
    whole_seconds,
)
from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError

__all__ = ["ENCODES", "SAFE", "Worker", "WorkerArgs"]

ENCODES = (
    "disruption-budget",
    "graceful-shutdown",
    "health-probes-configured",
    "horizontal-autoscaling",
    "images-pinned",
    "non-root-containers",
    "pod-security-restricted",
    "resource-limits",
    "service-account-token-restricted",
    "topology-spread",
)
ONLY = "spec.template.spec.containers.0"
SAFE = (
    *safe_pod(DEPLOYMENT, "spec.template.spec"),
    *SAFE_REPLICAS,
    Safe(DEPLOYMENT, f"{ONLY}.startupProbe", broken=None),
    Safe(DEPLOYMENT, f"{ONLY}.livenessProbe", broken=None),
    Safe(DEPLOYMENT, "spec.template.spec.terminationGracePeriodSeconds", broken=None),
)

PERIOD = 10  # seconds between two looks at the heartbeat
ROLLOUT = Duration.of(minutes=8)
HEARTBEAT_FILE = "/tmp/heartbeat"  # noqa: S108 - a volume of the pod's own
QUEUES, HEARTBEAT = "WORKER_QUEUES", "HEARTBEAT_FILE"
# Any POSIX shell with GNU's or BusyBox's stat; path and age are given as arguments, so nothing
# needs quoting. A missing file leaves the sum without a number, which fails as well.
FRESH = 'test $(( $(date +%s) - $(stat -c %Y "$0") )) -lt "$1"'


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkerArgs(WorkloadArgs):
    """Arguments of Worker, besides those of every workload.

    The process is told its queues in WORKER_QUEUES (by commas) and touches the file named by
    HEARTBEAT_FILE in its main loop, also while it waits for jobs.

    Attributes:
        queues: The queues it takes jobs from.
        heartbeat_file: The file that it touches.
        heartbeat: The oldest heartbeat of a process that counts as alive.
        startup: The longest it may take to its first heartbeat.
        min_replicas: Pods at any time.
        max_replicas: Pods under load; equal to `min_replicas` for no autoscaling.
        cpu_target: Average use that autoscaling aims at, in per cent of `cpu`.
        drain: How long it may take to finish the jobs it has begun.
        grace: When a stopping pod is killed; longer than `drain`.
    """

    queues: Sequence[str]
    heartbeat_file: str = HEARTBEAT_FILE
    heartbeat: Duration = Duration.of(minutes=1)
    startup: Duration = Duration.of(minutes=2)
    min_replicas: int = 2
    max_replicas: int = 6
    cpu_target: int = 50
    drain: Duration = Duration.of(seconds=60)
    grace: Duration = Duration.of(seconds=75)

    def __post_init__(self) -> None:
        """Refuse what would never work or would cut jobs off."""
        WorkloadArgs.__post_init__(self)
        if not self.queues or len(set(self.queues)) < len(self.queues):
            raise ArgumentError("queues", list(self.queues), "one queue or more, each once")
        for queue in self.queues:
            if not queue or "," in queue:
                raise ArgumentError("queues", queue, "names without a comma")
        for given in sorted({QUEUES, HEARTBEAT} & {*self.environment, *self.secrets}):
            raise ArgumentError("environment", given, "other names; this one tells its task")
        if not self.heartbeat_file.startswith("/tmp/"):  # noqa: S108 - a volume of the pod's own
            raise ArgumentError("heartbeat_file", self.heartbeat_file, "a file under /tmp/")
        whole_seconds("startup", self.startup)
        whole_seconds("heartbeat", self.heartbeat, least=PERIOD)
        whole_seconds("drain", self.drain)
        whole_seconds("grace", self.grace)
        if self.grace <= self.drain:
            raise ArgumentError("grace", self.grace, f"over {self.drain}, which drain may take")
        self.replicas.check(1)

    @property
    def replicas(self) -> Replicas:
        """How many pods it has."""
        return Replicas(least=self.min_replicas, most=self.max_replicas, cpu_target=self.cpu_target)


class Worker(Component):
    """A worker on Kubernetes, which nobody connects to.

    Attributes:
        account: Its service account.
        network: Its network policy.
        deployment: Its pods.
        peer: What its database or Redis in the namespace declares as a caller.
        queues: The queues it takes jobs from.
    """

    queues: pulumi.Output[Sequence[str]]

    def __init__(
        self, name: str, args: WorkerArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        identity = Identity(name, args, "worker")
        super().__init__(name, opts)
        self.peer = Peer(labels=identity.selector)
        self.account = service_account(self, name, identity, args)
        self.network = network_policy(self, name, identity, args)
        self.deployment = self._deployment(name, identity, args)
        if args.min_replicas < args.max_replicas:
            autoscaler(self, name, identity, self.deployment, args.replicas)
        if args.min_replicas > 1:
            disruption_budget(self, name, identity)
        self.queues = pulumi.Output.from_input(list(args.queues))
        self.register_outputs({"queues": self.queues})

    def _deployment(
        self, name: str, identity: Identity, args: WorkerArgs
    ) -> k8s.apps.v1.Deployment:
        scaled = args.min_replicas < args.max_replicas
        queues = ",".join(args.queues)
        only = container(
            identity,
            args,
            environment={QUEUES: queues, HEARTBEAT: args.heartbeat_file},
            # No readiness: nothing sends it traffic, and a pod counts as ready once it has started.
            startup=_beats(args, failures=-(-args.startup.seconds // PERIOD)),
            liveness=_beats(args, failures=3),
        )
        return k8s.apps.v1.Deployment(
            f"{name}-deployment",
            metadata=identity.metadata(identity.name, {f"{DOMAIN}/queues": queues}),
            spec=k8s.apps.v1.DeploymentSpecArgs(
                replicas=None if scaled else args.min_replicas,
                selector=k8s.meta.v1.LabelSelectorArgs(match_labels=identity.selector),
                strategy=strategy(),
                min_ready_seconds=10,
                progress_deadline_seconds=args.startup.seconds + ROLLOUT.seconds,
                template=pod_template(
                    identity,
                    args,
                    only,
                    self.account,
                    annotations={f"{DOMAIN}/queues": queues},
                    grace=args.grace,
                    spread=spread(identity),
                ),
            ),
            opts=self.child(
                pulumi.ResourceOptions(
                    # Where there is an autoscaler, it owns the number.
                    ignore_changes=["spec.replicas"] if scaled else None,
                    # Pods that start before they may reach their queue fail at once.
                    depends_on=[self.network],
                )
            ),
        )


def _beats(args: WorkerArgs, *, failures: int) -> k8s.core.v1.ProbeArgs:
    fresh = ["sh", "-c", FRESH, args.heartbeat_file, str(args.heartbeat.seconds)]
    return k8s.core.v1.ProbeArgs(
        exec_=k8s.core.v1.ExecActionArgs(command=fresh),
        period_seconds=PERIOD,
        timeout_seconds=5,
        failure_threshold=failures,
    )
