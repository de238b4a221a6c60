"""A workload talks to whom it declared and to nobody else."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_kubernetes as k8s
import pytest

from airworthy.components.connections import Destination, Peer, network_rules
from airworthy.kit.errors import ArgumentError
from airworthy.kit.resource import Stack
from airworthy.kit.tree import Tree

ME = {"app.kubernetes.io/name": "api"}


@pytest.fixture
def spec(recorded: Callable[[Callable[[], object]], Stack]) -> Callable[..., Tree]:
    """The specification of a policy, as it is registered."""

    def registered(**given: object) -> Tree:
        nothing: dict[str, Any] = {"callers": {}, "port": None, "destinations": {}}
        rules = network_rules(ME, **{**nothing, "outside": False, **given})
        (policy,) = recorded(lambda: k8s.networking.v1.NetworkPolicy("it", spec=rules))
        return policy.tree("spec")

    return registered


def ports(rule: Tree) -> list[float]:
    return [port.number("port", 0) for port in rule.trees("ports")]


def test_nothing_is_open_by_itself(spec: Callable[..., Tree]) -> None:
    """A policy without peers names both directions and allows neither."""
    nothing = spec()

    assert nothing.texts("policyTypes") == ("Ingress", "Egress")
    assert (list(nothing.list("ingress")), list(nothing.list("egress"))) == ([], [])
    assert nothing.tree("podSelector.matchLabels") == ME


def test_a_destination_is_open_on_its_ports_alone(spec: Callable[..., Tree]) -> None:
    """Pods are named by label, managed servers by address block."""
    redis = Destination(labels={"app.kubernetes.io/name": "redis-queue"}, ports=[6379])
    postgres = Destination(cidrs=["10.0.32.0/20", "10.0.48.0/20"], ports=[5432])
    rules = spec(destinations={"redis": redis, "postgres": postgres}).trees("egress")
    to_postgres, to_redis = rules

    assert (ports(to_postgres), ports(to_redis)) == ([5432], [6379])
    assert [peer.text("ipBlock.cidr") for peer in to_postgres.trees("to")] == [
        "10.0.32.0/20",
        "10.0.48.0/20",
    ]
    (pods,) = to_redis.trees("to")
    assert pods.tree("podSelector.matchLabels") == {"app.kubernetes.io/name": "redis-queue"}
    assert not pods.has("namespaceSelector")


def test_addresses_of_another_resource(recorded: Callable[[Callable[[], object]], Stack]) -> None:
    """A block may come from the network that is made beside it."""

    def program() -> None:
        block = pulumi.Output.from_input("10.0.32.0/20")
        postgres = Destination(cidrs=[block], ports=[5432])
        rules = network_rules(
            ME, callers={}, port=None, destinations={"postgres": postgres}, outside=False
        )
        k8s.networking.v1.NetworkPolicy("it", spec=rules)

    (policy,) = recorded(program)
    (rule,) = policy.trees("spec.egress")

    assert rule.trees("to")[0].text("ipBlock.cidr") == "10.0.32.0/20"


def test_a_caller_in_a_namespace(spec: Callable[..., Tree]) -> None:
    """Labels and namespace stand in one peer: both must hold."""
    gateway = Peer(namespace="gateway", labels={"role": "proxy"})
    (rule,) = spec(callers={"gateway": gateway}, port=3000).trees("ingress")
    (peer,) = rule.trees("from")

    assert ports(rule) == [3000]
    assert peer.tree("namespaceSelector.matchLabels") == {"kubernetes.io/metadata.name": "gateway"}
    assert peer.tree("podSelector.matchLabels") == {"role": "proxy"}


def test_the_order_of_peers_changes_nothing(spec: Callable[..., Tree]) -> None:
    """A stack file may be sorted anew without a change to the policy."""
    one = Destination(cidrs=["10.0.1.0/24"], ports=[1])
    two = Destination(cidrs=["10.0.2.0/24"], ports=[2])

    for given in ({"a": one, "b": two}, {"b": two, "a": one}):
        assert [ports(rule) for rule in spec(destinations=given).trees("egress")] == [[1], [2]]


@pytest.mark.parametrize(
    "address",
    ["10.0.0.1", "172.20.0.10", "192.168.1.1", "100.64.0.1", "169.254.169.254", "fd00::1"],
)
def test_outside_is_not_the_inside(address: str, spec: Callable[..., Tree]) -> None:
    """HTTPS to the internet opens neither the cluster nor the cloud's metadata service."""
    (rule,) = spec(outside=True).trees("egress")
    blocks = [peer.tree("ipBlock") for peer in rule.trees("to")]
    excepted = [ipaddress.ip_network(cidr) for block in blocks for cidr in block.texts("except")]

    assert ports(rule) == [443]
    assert [block.text("cidr") for block in blocks] == ["0.0.0.0/0", "::/0"]
    assert any(ipaddress.ip_address(address) in block for block in excepted)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "cidrs"),
        ({"labels": {"a": "b"}, "cidrs": ["10.0.0.0/8"]}, "cidrs"),
        ({"cidrs": ["10.0.0.1/8"]}, "cidrs"),
        ({"cidrs": ["postgres"]}, "cidrs"),
        ({"cidrs": ["0.0.0.0/0"]}, "cidrs"),
        ({"cidrs": ["::/0"]}, "cidrs"),
        ({"labels": {"a": "b"}, "ports": []}, "ports"),
        ({"labels": {"a": "b"}, "ports": [0]}, "ports"),
        ({"labels": {"a": "b"}, "ports": [70_000]}, "ports"),
    ],
)
def test_refusals(given: dict[str, Any], field: str) -> None:
    """Nobody, everybody, and what is no address are no destinations."""
    with pytest.raises(ArgumentError) as refusal:
        Destination(**{"ports": [5432], **given})

    assert refusal.value.field == field
