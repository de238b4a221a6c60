"""Whom a workload talks to, as declared, and the network policy that allows no one else."""

import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi
import pulumi_kubernetes as k8s

from airworthy.kit.errors import ArgumentError

__all__ = ["Destination", "Peer", "network_rules"]

HIGHEST_PORT = 65_535
HTTPS = 443
# What "outside" leaves out: private, shared (RFC 6598) and link-local ranges, where clusters,
# databases and the metadata service of the cloud live.
EVERYWHERE = {
    "0.0.0.0/0": (
        "10.0.0.0/8",
        "100.64.0.0/10",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
    ),
    "::/0": ("fc00::/7", "fe80::/10"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Peer:
    """The other end of a connection: pods by their labels, or addresses.

    Attributes:
        labels: Labels of its pods; every pod of `namespace` if empty.
        namespace: The namespace of its pods; the workload's own if empty.
        cidrs: Address blocks, for what runs outside the cluster; excludes the other two.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    namespace: str = ""
    cidrs: Sequence[pulumi.Input[str]] = ()

    def __post_init__(self) -> None:
        """Refuse what names nobody, or everybody."""
        if bool(self.labels or self.namespace) == bool(self.cidrs):
            raise ArgumentError(
                "cidrs", list(self.cidrs), "either labels or a namespace of pods, or cidrs"
            )
        for cidr in self.cidrs:
            if isinstance(cidr, str):
                _check_block(cidr)

    def selectors(self) -> list[k8s.networking.v1.NetworkPolicyPeerArgs]:
        """The peer as a network policy names it."""
        if self.cidrs:
            return [_block(cidr) for cidr in self.cidrs]
        namespace = {"kubernetes.io/metadata.name": self.namespace}
        return [
            k8s.networking.v1.NetworkPolicyPeerArgs(
                pod_selector=_selector(self.labels) if self.labels else None,
                namespace_selector=_selector(namespace) if self.namespace else None,
            )
        ]


@dataclass(frozen=True, kw_only=True, slots=True)
class Destination(Peer):
    """A peer that a workload connects to.

    Attributes:
        ports: TCP ports of the pods or addresses; a Service's port is translated before a
            network policy sees the packet.
    """

    ports: Sequence[int]

    def __post_init__(self) -> None:
        """Refuse what cannot be connected to."""
        Peer.__post_init__(self)
        if not self.ports:
            raise ArgumentError("ports", list(self.ports), "one TCP port or more")
        for port in self.ports:
            if not 1 <= port <= HIGHEST_PORT:
                raise ArgumentError("ports", port, f"TCP ports from 1 to {HIGHEST_PORT}")


def network_rules(
    selector: Mapping[str, str],
    *,
    callers: Mapping[str, Peer],
    port: int | None,
    destinations: Mapping[str, Destination],
    outside: bool,
) -> k8s.networking.v1.NetworkPolicySpecArgs:
    """What the pods of a selector may receive and send; names of peers only fix the order.

    Name resolution is left to the namespace's own policy: it concerns every pod in it.

    Args:
        selector: Labels of the pods.
        callers: Who may connect to `port`.
        port: The one port they listen on, if any.
        destinations: Whom they may connect to.
        outside: Whether they may use HTTPS to addresses outside private networks.
    """
    egress = [
        k8s.networking.v1.NetworkPolicyEgressRuleArgs(
            to=found.selectors(), ports=[_tcp(number) for number in found.ports]
        )
        for _, found in sorted(destinations.items())
    ]
    if outside:
        blocks = [_block(cidr, without) for cidr, without in EVERYWHERE.items()]
        egress.append(k8s.networking.v1.NetworkPolicyEgressRuleArgs(to=blocks, ports=[_tcp(HTTPS)]))
    ingress = [
        k8s.networking.v1.NetworkPolicyIngressRuleArgs(from_=peer.selectors(), ports=[_tcp(port)])
        for _, peer in sorted(callers.items())
        if port is not None
    ]
    return k8s.networking.v1.NetworkPolicySpecArgs(
        pod_selector=_selector(selector),
        policy_types=["Ingress", "Egress"],
        ingress=ingress,
        egress=egress,
    )


def _check_block(cidr: str) -> None:
    try:
        network = ipaddress.ip_network(cidr)
    except ValueError:
        raise ArgumentError("cidrs", cidr, "address blocks such as 10.0.16.0/20") from None
    if network.prefixlen == 0:
        raise ArgumentError(
            "cidrs", cidr, "the blocks that are meant; HTTPS to the internet is outside=True"
        )


def _block(
    cidr: pulumi.Input[str], without: Sequence[str] = ()
) -> k8s.networking.v1.NetworkPolicyPeerArgs:
    return k8s.networking.v1.NetworkPolicyPeerArgs(
        ip_block=k8s.networking.v1.IPBlockArgs(cidr=cidr, except_=list(without) or None)
    )


def _selector(labels: Mapping[str, str]) -> k8s.meta.v1.LabelSelectorArgs:
    return k8s.meta.v1.LabelSelectorArgs(match_labels=dict(labels))


def _tcp(port: int) -> k8s.networking.v1.NetworkPolicyPortArgs:
    return k8s.networking.v1.NetworkPolicyPortArgs(protocol="TCP", port=port)
