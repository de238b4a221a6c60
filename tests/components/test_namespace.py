"""What is special about Namespace: it starts closed, and replacing it would delete everything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_kubernetes as k8s
import pytest

from airworthy.components.namespace import Namespace, NamespaceArgs
from airworthy.kit.errors import ArgumentError
from airworthy.kit.judge import judge
from airworthy.kit.resource import Resource, Stack
from airworthy.kit.size import Size
from airworthy.kit.verdict import Outcome
from airworthy.policies.discovery import load_rules

Recorded = Callable[[Callable[[], object]], Stack]
NAMESPACE = "kubernetes:core/v1:Namespace"
POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
OWN = {"namespace-quota", "network-policies-default-deny", "pod-security-restricted"}


def build(name: str = "shop", **changes: Any) -> Callable[[], object]:  # noqa: ANN401 - any argument
    def program() -> None:
        cluster = k8s.Provider(f"{name}-cluster", context="production")
        Namespace(name, NamespaceArgs(**changes), pulumi.ResourceOptions(provider=cluster))

    return program


def named(stack: Stack, name: str) -> Resource:
    (found,) = (resource for resource in stack if resource.name == name)
    return found


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"identifier": "Shop"}, "identifier is 'Shop'; wanted"),
        ({"pod_security_version": "latest"}, "pod_security_version is 'latest'; wanted a version"),
        ({"container_cpu": 0.0}, "container_cpu is 0.0; wanted"),
        ({"container_cpu": 64.0}, "container_cpu is 64.0; wanted"),
        ({"container_memory": Size.of()}, "container_memory is 0; wanted"),
        ({"container_memory": Size.of(gibibytes=65)}, "container_memory is 65Gi; wanted"),
        ({"pods": 0}, "pods is 0; wanted"),
    ],
)
def test_refusals(changes: dict[str, Any], wanted: str) -> None:
    """What Kubernetes would refuse, or would let no pod start, is refused by field."""
    with pytest.raises(ArgumentError, match=wanted):
        NamespaceArgs(**changes)


@pytest.mark.parametrize("rule", sorted(OWN))
@pytest.mark.parametrize(
    ("lost", "noticed"),
    [
        ("shop-default-deny", {"network-policies-default-deny"}),
        ("shop-quota", {"namespace-quota"}),
        ("shop-limits", {"namespace-quota"}),
        ("shop-allow-dns", set()),
    ],
)
def test_what_is_lost_is_noticed(
    lost: str, noticed: set[str], rule: str, recorded: Recorded
) -> None:
    """Without one of its objects, the rule about that object fails and no other."""
    stack = recorded(build())
    rest = Stack(resource for resource in stack if resource.name != lost)

    (verdict,) = judge([load_rules()[rule]], rest)

    assert verdict.outcome is (Outcome.FAIL if rule in noticed else Outcome.PASS)


def test_replacing_it_is_refused(recorded: Recorded) -> None:
    """The namespace is protected and kept: what replaces it deletes all it contains."""
    namespace = named(recorded(build()), "shop-namespace")

    assert namespace.option.flag("protect", default=False)
    assert namespace.option.flag("retainOnDelete", default=False)


def test_names_are_resolved_by_both_protocols(recorded: Recorded) -> None:
    """A long answer comes by TCP: UDP alone fails on the day a record grows."""
    policy = named(recorded(build()), "shop-allow-dns")

    (allowed,) = policy.trees("spec.egress")
    ports = {(p.text("protocol"), p.number("port", 0)) for p in allowed.trees("ports")}
    (peer,) = allowed.trees("to")
    labels = peer.tree("namespaceSelector.matchLabels")
    assert ports == {("UDP", 53), ("TCP", 53)}
    assert labels["kubernetes.io/metadata.name"] == "kube-system"


def test_everything_in_it_comes_after_it(recorded: Recorded) -> None:
    """Each object takes the namespace's name from the namespace, so it is made after it."""
    stack = recorded(build(identifier="shop-production"))
    namespace = named(stack, "shop-namespace")

    inside = [found for found in stack if found.has("metadata.namespace")]

    assert len(inside) == 4
    assert {found.text("metadata.namespace") for found in inside} == {"shop-production"}
    assert all(namespace.urn in found.property_dependencies["metadata"] for found in inside)


def test_labels(recorded: Recorded) -> None:
    """Further labels are added, and ours prevail."""
    given = {"team": "a", "pod-security.kubernetes.io/enforce": "privileged"}
    namespace = named(recorded(build(labels=given, part_of="shop")), "shop-namespace")

    labels = namespace.tree("metadata.labels")

    assert labels["team"] == "a"
    assert labels["app.kubernetes.io/part-of"] == "shop"
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"
    assert labels["pod-security.kubernetes.io/enforce-version"] == "v1.34"
