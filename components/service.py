"""A service: pods behind one address that scale, roll over and drain without a lost request."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as k8s

from airworthy.components.base import Component
from airworthy.components.connections import HIGHEST_PORT, Destination, Peer
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
    Identity,
    WorkloadArgs,
    network_policy,
    service_account,
    whole_seconds,
)
from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError

__all__ = ["ENCODES", "SAFE", "Service", "ServiceArgs"]

ENCODES = (
    "disruption-budget",
    "graceful-shutdown",
    "health-probes-configured",
    "horizontal-autoscaling",
    "images-pinned",
    "liveness-probe-shallow",
    "non-root-containers",
    "pod-security-restricted",
    "readiness-probe-gates-traffic",
    "resource-limits",
    "service-account-token-restricted",
    "topology-spread",
)
ONLY = "spec.template.spec.containers.0"
SAFE = (
    *safe_pod(DEPLOYMENT, "spec.template.spec"),
    *SAFE_REPLICAS,
    Safe(DEPLOYMENT, f"{ONLY}.startupProbe", broken=None),
    Safe(DEPLOYMENT, f"{ONLY}.readinessProbe", broken=None),
    Safe(DEPLOYMENT, f"{ONLY}.livenessProbe", broken=None),
    Safe(DEPLOYMENT, f"{ONLY}.livenessProbe.httpGet.path", broken="/api/v1/health"),
    Safe(DEPLOYMENT, f"{ONLY}.lifecycle", broken=None),
    Safe(DEPLOYMENT, "spec.template.spec.terminationGracePeriodSeconds", broken=5),
)

FEWEST = 2  # pods of which one may go
STARTUP_PERIOD = 5  # seconds between two questions to a starting process
ROLLOUT = Duration.of(minutes=8)  # for one pod to be pulled, scheduled and ready, besides booting
PORT = "http"


@dataclass(frozen=True, kw_only=True, slots=True)
class ServiceArgs(WorkloadArgs):
    """Arguments of Service, besides those of every workload.

    Attributes:
        port: The TCP port it listens on, over 1023.
        readiness_path: Where it says whether it can serve now; may ask its database.
        liveness_path: Where its process says that it lives, asking nothing else; if empty, to
            accept a connection is enough.
        callers: Who may connect to it, by a name for each.
        startup: The longest it may take to boot.
        min_replicas: Pods at any time, two or more.
        max_replicas: Pods under load.
        cpu_target: Average use that autoscaling aims at, in per cent of `cpu`; lower than the
            objective for use, or the objective is missed whenever it is reached.
        pre_stop: How long a stopping pod goes on serving while its address is taken off the
            lists of proxies and load balancers.
        drain: How long its process may then take to finish open requests.
        grace: When a stopping pod is killed; longer than both together.
    """

    port: int
    readiness_path: str
    liveness_path: str = ""
    callers: Mapping[str, Peer]
    startup: Duration = Duration.of(minutes=2)
    min_replicas: int = 3
    max_replicas: int = 10
    cpu_target: int = 50
    pre_stop: Duration = Duration.of(seconds=10)
    drain: Duration = Duration.of(seconds=30)
    grace: Duration = Duration.of(seconds=60)

    def __post_init__(self) -> None:
        """Refuse what would not start, would restart in circles, or would cut requests off."""
        WorkloadArgs.__post_init__(self)
        if not 1024 <= self.port <= HIGHEST_PORT:  # noqa: PLR2004 - those below need a capability
            raise ArgumentError("port", self.port, f"a port from 1024 to {HIGHEST_PORT}")
        for name, path in (
            ("readiness_path", self.readiness_path),
            ("liveness_path", self.liveness_path or "/"),
        ):
            if not path.startswith("/"):
                raise ArgumentError(name, path, "a path such as /ready")
        if self.liveness_path == self.readiness_path:
            raise ArgumentError(
                "liveness_path",
                self.liveness_path,
                "another path than readiness_path, one that does not ask the database; or none",
            )
        whole_seconds("startup", self.startup)
        whole_seconds("drain", self.drain)
        whole_seconds("pre_stop", self.pre_stop)
        least = self.pre_stop.milliseconds + self.drain.milliseconds
        if whole_seconds("grace", self.grace) * 1000 <= least:
            raise ArgumentError(
                "grace", self.grace, f"over {Duration(least)}, which pre_stop and drain may take"
            )
        self.replicas.check(FEWEST)

    @property
    def replicas(self) -> Replicas:
        """How many pods it has."""
        return Replicas(least=self.min_replicas, most=self.max_replicas, cpu_target=self.cpu_target)


class Service(Component):
    """An HTTP service on Kubernetes.

    Attributes:
        account: Its service account.
        network: Its network policy.
        deployment: Its pods.
        address: Its Kubernetes Service.
        host: The name under which the cluster finds it.
        port: Its TCP port.
        destination: What its callers in the namespace declare that they depend on.
        peer: What its database or Redis in the namespace declares as a caller.
    """

    host: pulumi.Output[str]
    port: pulumi.Output[int]

    def __init__(
        self, name: str, args: ServiceArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        identity = Identity(name, args, "service")
        super().__init__(name, opts)
        self.destination = Destination(labels=identity.selector, ports=[args.port])
        self.peer = Peer(labels=identity.selector)
        self.account = service_account(self, name, identity, args)
        self.network = network_policy(
            self, name, identity, args, callers=args.callers, port=args.port
        )
        self.deployment = self._deployment(name, identity, args)
        autoscaler(self, name, identity, self.deployment, args.replicas)
        disruption_budget(self, name, identity)
        self.address = k8s.core.v1.Service(
            f"{name}-address",
            metadata=identity.metadata(identity.name),
            spec=k8s.core.v1.ServiceSpecArgs(
                type="ClusterIP",
                selector=identity.selector,
                ports=[
                    k8s.core.v1.ServicePortArgs(
                        name=PORT, port=args.port, target_port=PORT, app_protocol="http"
                    )
                ],
            ),
            opts=self.child(),
        )
        self.host = pulumi.Output.concat(
            self.address.metadata.name, ".", identity.namespace, ".svc"
        )
        self.port = pulumi.Output.from_input(args.port)
        self.register_outputs({"host": self.host, "port": self.port})

    def _deployment(
        self, name: str, identity: Identity, args: ServiceArgs
    ) -> k8s.apps.v1.Deployment:
        only = container(
            identity,
            args,
            ports=[
                k8s.core.v1.ContainerPortArgs(name=PORT, container_port=args.port, protocol="TCP")
            ],
            # Booting ends when the process lives: were readiness asked, a database that is down
            # would restart every new pod.
            startup=_alive(args, period=STARTUP_PERIOD, failures=_questions(args.startup)),
            liveness=_alive(args, period=10, failures=3),
            readiness=k8s.core.v1.ProbeArgs(
                http_get=_get(args.readiness_path),
                period_seconds=5,
                timeout_seconds=3,
                failure_threshold=2,
                success_threshold=1,
            ),
            lifecycle=k8s.core.v1.LifecycleArgs(
                pre_stop=k8s.core.v1.LifecycleHandlerArgs(
                    sleep=k8s.core.v1.SleepActionArgs(seconds=args.pre_stop.seconds)
                )
            ),
        )
        return k8s.apps.v1.Deployment(
            f"{name}-deployment",
            metadata=identity.metadata(identity.name),
            spec=k8s.apps.v1.DeploymentSpecArgs(
                selector=k8s.meta.v1.LabelSelectorArgs(match_labels=identity.selector),
                strategy=strategy(),
                min_ready_seconds=10,
                progress_deadline_seconds=args.startup.seconds + ROLLOUT.seconds,
                template=pod_template(
                    identity,
                    args,
                    only,
                    self.account,
                    grace=args.grace,
                    spread=spread(identity),
                ),
            ),
            opts=self.child(
                pulumi.ResourceOptions(
                    # The autoscaler owns the number.
                    ignore_changes=["spec.replicas"],
                    # Pods that start before they may reach their database fail at once.
                    depends_on=[self.network],
                )
            ),
        )


def _alive(args: ServiceArgs, *, period: int, failures: int) -> k8s.core.v1.ProbeArgs:
    path = args.liveness_path
    return k8s.core.v1.ProbeArgs(
        http_get=_get(path) if path else None,
        tcp_socket=None if path else k8s.core.v1.TCPSocketActionArgs(port=PORT),
        period_seconds=period,
        timeout_seconds=3,
        failure_threshold=failures,
    )


def _get(path: str) -> k8s.core.v1.HTTPGetActionArgs:
    return k8s.core.v1.HTTPGetActionArgs(path=path, port=PORT)


def _questions(startup: Duration) -> int:
    return -(-startup.seconds // STARTUP_PERIOD)
