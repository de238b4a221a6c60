"""Redis on Kubernetes: one pod that survives crashes by its disk, for one declared purpose."""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_kubernetes as k8s

from airworthy.components.base import Component
from airworthy.components.connections import Destination, Peer, network_rules
from airworthy.components.labels import standard_labels
from airworthy.components.pod import safe_pod, version_annotation
from airworthy.components.redis_pod import DATA, PORT, files, redis_container, redis_pod
from airworthy.components.safe import Safe
from airworthy.components.workload import (
    DOMAIN,
    check_image,
    check_name,
    cpu_quantity,
    whole_seconds,
)
from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError
from airworthy.kit.size import Size
from airworthy.templates.redis_conf import PURPOSES, RedisConf

__all__ = ["ENCODES", "SAFE", "Redis", "RedisArgs"]

CONFIG = "kubernetes:core/v1:ConfigMap"
SERVER = "kubernetes:apps/v1:StatefulSet"
POD = "spec.template.spec"
ONLY = f"{POD}.containers.0"

ENCODES = (
    "graceful-shutdown",
    "health-probes-configured",
    "images-pinned",
    "liveness-probe-shallow",
    "non-root-containers",
    "persistent-volumes",
    "pod-security-restricted",
    "readiness-probe-gates-traffic",
    "redis-authentication-required",
    "redis-eviction-by-purpose",
    "redis-persistence",
    "resource-limits",
    "service-account-token-restricted",
)
# One unsafe line each; for what a file leaves out, Redis has a safe default.
UNSAFE = (
    "appendonly no",
    'appendonly yes\nsave ""',
    "appendonly yes\nmaxmemory-policy allkeys-lru",
    "appendonly yes\nrequirepass in-plain",
)
SAFE = (
    *safe_pod(SERVER, POD),
    Safe(SERVER, "spec.volumeClaimTemplates", broken=None),
    Safe(SERVER, f"{POD}.volumes.1.secret", broken=None),
    Safe(SERVER, f"{POD}.terminationGracePeriodSeconds", broken=None),
    Safe(SERVER, f"{ONLY}.startupProbe", broken=None),
    Safe(SERVER, f"{ONLY}.livenessProbe", broken=None),
    Safe(SERVER, f"{ONLY}.readinessProbe", broken=None),
    *(Safe(CONFIG, "data", broken={"redis.conf": text}) for text in UNSAFE),
)

# The tag is for people, the digest decides.
REDIS = (
    "docker.io/library/redis:7.4.11-alpine"
    "@sha256:ff02b58f971e7d7d156a1267e283fcbbeee91773b6aa36c49dac28ecfe28eadf"
)
LONGEST_NAME = 52  # a StatefulSet's pods carry it in a label, with 11 characters more
SMALLEST_MEMORY = Size.of(mebibytes=64)
DATA_SHARE = 0.6  # of the container's memory; the rest is for the fork that saves
DISK_FACTOR = 3  # two append-only files while one is rewritten, and a snapshot


@dataclass(frozen=True, kw_only=True, slots=True)
class RedisArgs:
    """Arguments of Redis.

    Attributes:
        namespace: The namespace it lives in.
        purpose: `cache` (evicts what was used least recently), `queue` or `session` (refuse
            writes when full).
        password_secret: The Kubernetes Secret that holds the password, made elsewhere.
        password_key: The entry inside it.
        config_version: Anything that changes when the password does: a new value starts a new pod.
        callers: Who may connect to it, by a name for each; nobody if empty.
        identifier: The name of its objects in the cluster, and of its host; the component's name
            if empty.
        part_of: The system it belongs to, as a label.
        image: Redis 7.0 or later, by digest: `registry/name:tag@sha256:...`.
        memory: The container's memory, of which 60 % are for data.
        cpu: Cores it is promised.
        cpu_limit: Cores it may use; the fork that saves needs one beside the server's own.
        storage: Its disk, three times `memory` or more; just that if left out. A StatefulSet's
            claims are immutable, so a new size replaces it, though never its volume.
        storage_class: The disk's storage class; the cluster's default if empty.
        disabled_commands: Commands nobody may run, in capitals.
        grace: When a stopping pod is killed; enough to write all data to its disk.
        protect: Pulumi refuses to delete or replace the StatefulSet.
        labels: Further labels of its objects; ours prevail.
    """

    namespace: pulumi.Input[str]
    purpose: str
    password_secret: pulumi.Input[str]
    password_key: str = "password"  # noqa: S105 - the name of an entry
    config_version: pulumi.Input[str] | None = None
    callers: Mapping[str, Peer] = field(default_factory=dict)
    identifier: str = ""
    part_of: str = ""
    image: str = REDIS
    memory: Size = Size.of(gibibytes=1)
    cpu: float = 0.25
    cpu_limit: float = 2.0
    storage: Size | None = None
    storage_class: str = ""
    disabled_commands: tuple[str, ...] = ("FLUSHALL", "FLUSHDB")
    grace: Duration = Duration.of(minutes=2)
    protect: bool = True
    labels: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what cannot work, or would lose data without a word."""
        if self.purpose not in PURPOSES:
            raise ArgumentError("purpose", self.purpose, f"one of {', '.join(PURPOSES)}")
        check_image(self.image)
        if self.identifier:
            check_name("identifier", self.identifier, LONGEST_NAME)
        if self.memory < SMALLEST_MEMORY:
            raise ArgumentError("memory", self.memory, f"{SMALLEST_MEMORY} or more")
        least = self.memory.scaled(DISK_FACTOR)
        if self.disk < least:
            raise ArgumentError(
                "storage",
                self.storage,
                f"{least} or more, three times the memory: two append-only files while one is "
                "rewritten, and a snapshot",
            )
        if not 0 < self.cpu <= self.cpu_limit < math.inf:
            raise ArgumentError(
                "cpu", self.cpu, f"over 0, and cpu_limit ({self.cpu_limit}) at most"
            )
        whole_seconds("grace", self.grace)
        try:
            self.conf()
        except ValueError as refusal:
            seen = ", ".join(self.disabled_commands)
            raise ArgumentError("disabled_commands", seen, str(refusal)) from None

    @property
    def disk(self) -> Size:
        """The size of its disk."""
        return self.storage or self.memory.scaled(DISK_FACTOR)

    def conf(self) -> RedisConf:
        """The configuration it runs with; a drill that runs the same has the same digest."""
        return RedisConf(
            purpose=self.purpose,
            maxmemory=self.memory.scaled(DATA_SHARE, "Mi"),
            disabled_commands=self.disabled_commands,
        )


class Redis(Component):
    """One Redis whose append-only file and snapshots live on a persistent volume.

    This is not failover. When its node fails, Kubernetes starts the pod again elsewhere with the
    same volume, and until then there is no Redis. So there is one replica, and no disruption
    budget, which could only keep nodes from being drained.

    Attributes:
        config: Its configuration and scripts, in a ConfigMap named by their content.
        stateful_set: Its pod and volume.
        network: Its network policy.
        address: Its Kubernetes Service.
        host: The name under which the cluster finds it.
        port: Its TCP port.
        peer: What a caller of it declares as its destination.
    """

    host: pulumi.Output[str]
    port: pulumi.Output[int]

    def __init__(
        self, name: str, args: RedisArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        self._identifier = args.identifier or name
        check_name("identifier", self._identifier, LONGEST_NAME)
        super().__init__(name, opts)
        self._args = args
        self._selector = {"app.kubernetes.io/name": self._identifier}
        self.config = self._configuration(name)
        self.stateful_set = self._server(name)
        self.network = k8s.networking.v1.NetworkPolicy(
            f"{name}-network",
            metadata=self._metadata(self._identifier),
            spec=network_rules(
                self._selector, callers=args.callers, port=PORT, destinations={}, outside=False
            ),
            opts=self.child(),
        )
        self.address = k8s.core.v1.Service(
            f"{name}-service",
            metadata=self._metadata(self._identifier),
            spec=k8s.core.v1.ServiceSpecArgs(
                selector=self._selector,
                ports=[k8s.core.v1.ServicePortArgs(name="redis", port=PORT, target_port="redis")],
            ),
            opts=self.child(),
        )
        self.peer = Destination(labels=self._selector, ports=(PORT,))
        self.host = pulumi.Output.concat(self._identifier, ".", args.namespace, ".svc")
        self.port = pulumi.Output.from_input(PORT)
        self.register_outputs({"host": self.host, "port": self.port})

    def _metadata(self, name: str) -> k8s.meta.v1.ObjectMetaArgs:
        return k8s.meta.v1.ObjectMetaArgs(
            name=name, namespace=self._args.namespace, labels=self._labels()
        )

    def _labels(self) -> dict[str, str]:
        args = self._args
        ours = standard_labels(self._identifier, args.part_of, args.labels)
        return {**ours, f"{DOMAIN}/purpose": args.purpose}

    def _configuration(self, name: str) -> k8s.core.v1.ConfigMap:
        found = files(self._args.conf())
        content = " ".join(artefact.digest() for artefact in found.values())
        # Immutable and named by content: a change makes a new one, whose name rolls the pod.
        self._config = f"{self._identifier}-{hashlib.sha256(content.encode()).hexdigest()[:10]}"
        return k8s.core.v1.ConfigMap(
            f"{name}-config",
            metadata=self._metadata(self._config),
            data={key: artefact.render() for key, artefact in found.items()},
            immutable=True,
            opts=self.child(),
        )

    def _server(self, name: str) -> k8s.apps.v1.StatefulSet:
        args = self._args
        return k8s.apps.v1.StatefulSet(
            f"{name}-server",
            metadata=self._metadata(self._identifier),
            spec=k8s.apps.v1.StatefulSetSpecArgs(
                replicas=1,
                # The name alone: Pulumi waits for a Service's pods, so no pod may wait for it.
                service_name=self._identifier,
                selector=k8s.meta.v1.LabelSelectorArgs(match_labels=self._selector),
                template=k8s.core.v1.PodTemplateSpecArgs(
                    metadata=k8s.meta.v1.ObjectMetaArgs(
                        labels=self._labels(),
                        annotations={
                            f"{DOMAIN}/config-digest": args.conf().digest(),
                            **version_annotation(args.config_version),
                        },
                    ),
                    spec=redis_pod(
                        redis_container(args.image, self._resources()),
                        config=self._config,
                        secret=args.password_secret,
                        key=args.password_key,
                        grace=args.grace,
                    ),
                ),
                persistent_volume_claim_retention_policy=(
                    k8s.apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicyArgs(
                        when_deleted="Retain", when_scaled="Retain"
                    )
                ),
                volume_claim_templates=[self._volume()],
            ),
            opts=self.keep(
                protect=args.protect, opts=pulumi.ResourceOptions(depends_on=[self.config])
            ),
        )

    def _resources(self) -> k8s.core.v1.ResourceRequirementsArgs:
        args, memory = self._args, str(self._args.memory)
        return k8s.core.v1.ResourceRequirementsArgs(
            requests={"cpu": cpu_quantity(args.cpu), "memory": memory},
            limits={"cpu": cpu_quantity(args.cpu_limit), "memory": memory},
        )

    def _volume(self) -> k8s.core.v1.PersistentVolumeClaimArgs:
        return k8s.core.v1.PersistentVolumeClaimArgs(
            # Only what never changes: a claim's template is immutable, labels and all.
            metadata=k8s.meta.v1.ObjectMetaArgs(name=DATA, labels=self._selector),
            spec=k8s.core.v1.PersistentVolumeClaimSpecArgs(
                access_modes=["ReadWriteOnce"],
                storage_class_name=self._args.storage_class or None,
                resources=k8s.core.v1.VolumeResourceRequirementsArgs(
                    requests={"storage": str(self._args.disk)}
                ),
            ),
        )
