"""A Kubernetes namespace that trusts nobody: restricted pods, denied traffic, bounded resources."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_kubernetes as k8s

from airworthy.components.base import Component
from airworthy.components.labels import standard_labels
from airworthy.components.safe import Safe
from airworthy.components.workload import check_name, cpu_quantity
from airworthy.kit.errors import ArgumentError
from airworthy.kit.size import Size

__all__ = ["ENCODES", "SAFE", "Namespace", "NamespaceArgs"]

NAMESPACE = "kubernetes:core/v1:Namespace"
POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
QUOTA = "kubernetes:core/v1:ResourceQuota"
LIMITS = "kubernetes:core/v1:LimitRange"
POD_SECURITY = "pod-security.kubernetes.io"
ENFORCE = f"{POD_SECURITY}/enforce"

ENCODES = ("namespace-quota", "network-policies-default-deny", "pod-security-restricted")
SAFE = (
    Safe(NAMESPACE, "metadata.labels", broken={ENFORCE: "baseline", f"{ENFORCE}-version": "v1.34"}),
    Safe(NAMESPACE, "metadata.labels", broken={ENFORCE: "restricted"}),
    Safe(POLICY, "spec.policyTypes", broken=["Egress"], name="-default-deny"),
    Safe(POLICY, "spec.podSelector", broken={"matchLabels": {"a": "b"}}, name="-default-deny"),
    Safe(POLICY, "spec.egress", broken=[{}], name="-allow-dns"),
    Safe(QUOTA, "spec.hard", broken={}),
    Safe(LIMITS, "spec.limits.0.default", broken=None),
)

VERSION = re.compile(r"v1\.\d+")
MODES = ("enforce", "audit", "warn")
SYSTEM = {"kubernetes.io/metadata.name": "kube-system"}
DNS = 53


@dataclass(frozen=True, kw_only=True, slots=True)
class NamespaceArgs:
    """Arguments of Namespace.

    Attributes:
        identifier: Its name in the cluster; the component's name if empty.
        part_of: The system it belongs to, as a label.
        pod_security_version: The Kubernetes version whose restricted standard holds, as `v1.34`.
        cpu: Cores that all its pods together may be promised. This, `memory` and `pods` must fit
            every workload at its maximum amid a release, or pods are refused just when they are
            needed; see `with_room`.
        memory: Memory that all its pods together may use.
        storage: Disk that all its volumes together may claim.
        pods: How many pods it may have.
        container_memory: Memory of a container that names no limit.
        container_cpu: Cores promised to a container that names no request.
        protect: Pulumi refuses to delete or replace it, which would delete all it contains.
        labels: Further labels of its objects; ours prevail.
    """

    identifier: str = ""
    part_of: str = ""
    pod_security_version: str = "v1.34"
    cpu: float = 32.0
    memory: Size = Size.of(gibibytes=64)
    storage: Size = Size.of(gibibytes=512)
    pods: int = 100
    container_memory: Size = Size.of(mebibytes=256)
    container_cpu: float = 0.1
    protect: bool = True
    labels: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what Kubernetes would refuse, or would let no pod start."""
        if self.identifier:
            check_name("identifier", self.identifier)
        if not VERSION.fullmatch(self.pod_security_version):
            raise ArgumentError(
                "pod_security_version",
                self.pod_security_version,
                "a version such as v1.34: `latest` changes with the cluster",
            )
        if not 0 < self.container_cpu <= self.cpu < math.inf:
            raise ArgumentError("container_cpu", self.container_cpu, f"over 0, {self.cpu} at most")
        if not Size.of() < self.container_memory <= self.memory:
            raise ArgumentError(
                "container_memory", self.container_memory, f"over 0, {self.memory} at most"
            )
        if self.pods < 1:
            raise ArgumentError("pods", self.pods, "1 or more")


class Namespace(Component):
    """A namespace that admits restricted pods only and denies all traffic but name resolution.

    Each workload then allows what it needs. Names are resolved by the pods of kube-system; a
    cluster that asks a cache on each node instead needs a policy for that address besides.

    Attributes:
        namespace: The namespace.
        name: Its name, for the objects inside it.
    """

    name: pulumi.Output[str]

    def __init__(
        self, name: str, args: NamespaceArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        identifier = args.identifier or name
        check_name("identifier", identifier)
        super().__init__(name, opts)
        self._args = args
        self._labels = standard_labels(identifier, args.part_of, args.labels)
        self.namespace = k8s.core.v1.Namespace(
            f"{name}-namespace",
            metadata=k8s.meta.v1.ObjectMetaArgs(
                name=identifier, labels={**self._labels, **self._pod_security()}
            ),
            opts=self.keep(protect=args.protect),
        )
        self.name = self.namespace.metadata.name
        self._network(name)
        self._bounds(name)
        self.register_outputs({"name": self.name})

    def _pod_security(self) -> dict[str, str]:
        version = self._args.pod_security_version
        levels = {f"{POD_SECURITY}/{mode}": "restricted" for mode in MODES}
        return levels | {f"{POD_SECURITY}/{mode}-version": version for mode in MODES}

    def _metadata(self, name: str) -> k8s.meta.v1.ObjectMetaArgs:
        return k8s.meta.v1.ObjectMetaArgs(name=name, namespace=self.name, labels=self._labels)

    def _network(self, name: str) -> None:
        everyone = k8s.meta.v1.LabelSelectorArgs()
        k8s.networking.v1.NetworkPolicy(
            f"{name}-default-deny",
            metadata=self._metadata("default-deny"),
            spec=k8s.networking.v1.NetworkPolicySpecArgs(
                pod_selector=everyone, policy_types=["Ingress", "Egress"]
            ),
            opts=self.child(),
        )
        system = k8s.networking.v1.NetworkPolicyPeerArgs(
            namespace_selector=k8s.meta.v1.LabelSelectorArgs(match_labels=SYSTEM)
        )
        k8s.networking.v1.NetworkPolicy(
            f"{name}-allow-dns",
            metadata=self._metadata("allow-dns"),
            spec=k8s.networking.v1.NetworkPolicySpecArgs(
                pod_selector=everyone,
                policy_types=["Egress"],
                egress=[
                    k8s.networking.v1.NetworkPolicyEgressRuleArgs(
                        to=[system],
                        # TCP too: an answer that does not fit into one packet comes by TCP.
                        ports=[
                            k8s.networking.v1.NetworkPolicyPortArgs(protocol=protocol, port=DNS)
                            for protocol in ("UDP", "TCP")
                        ],
                    )
                ],
            ),
            opts=self.child(),
        )

    def _bounds(self, name: str) -> None:
        args = self._args
        k8s.core.v1.ResourceQuota(
            f"{name}-quota",
            metadata=self._metadata("quota"),
            spec=k8s.core.v1.ResourceQuotaSpecArgs(
                hard={
                    "requests.cpu": cpu_quantity(args.cpu),
                    "requests.memory": str(args.memory),
                    "limits.memory": str(args.memory),
                    "requests.storage": str(args.storage),
                    "pods": str(args.pods),
                }
            ),
            opts=self.child(),
        )
        memory = {"memory": str(args.container_memory)}
        k8s.core.v1.LimitRange(
            f"{name}-limits",
            metadata=self._metadata("limits"),
            spec=k8s.core.v1.LimitRangeSpecArgs(
                limits=[
                    # The quota would refuse a container that names none.
                    k8s.core.v1.LimitRangeItemArgs(
                        type="Container",
                        default=memory,
                        default_request={**memory, "cpu": cpu_quantity(args.container_cpu)},
                    )
                ]
            ),
            opts=self.child(),
        )
