from dataclasses import replace

import pytest

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.testing import changed, resource
from airworthy.kit.values import UNKNOWN, UnknownRead
from airworthy.policies.autoscaling import Replicas, replicas_of, targets_of

WEB = resource("kubernetes:apps/v1:Deployment", {"metadata": {"name": "web"}}, name="web")
API = resource("kubernetes:apps/v1:Deployment", {"metadata": {"name": "api"}}, name="api")


def autoscaler(name: object, *sources: Resource) -> Resource:
    spec = {
        "minReplicas": 2,
        "maxReplicas": 6,
        "scaleTargetRef": {"kind": "Deployment", "name": name},
    }
    return resource(
        "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
        {"spec": spec},
        name="scaler",
        refers={"spec": sources},
    )


def test_a_target_is_found_by_reference_or_by_name() -> None:
    """The name taken from a workload leads to it, whatever it is called; else a literal name."""
    unnamed = resource("kubernetes:apps/v1:Deployment", name="unnamed")
    stack = Stack((WEB, API, unnamed))

    assert targets_of(autoscaler(UNKNOWN, unnamed), stack) == (unnamed,)
    assert targets_of(autoscaler("web"), stack) == (WEB,)
    assert targets_of(autoscaler("web", WEB, API), stack) == (WEB,)
    assert targets_of(autoscaler("db"), stack) == ()


def test_a_workload_that_is_only_read_is_no_target() -> None:
    """What the program does not make, its rules cannot judge."""
    assert targets_of(autoscaler("web"), Stack((replace(WEB, opaque=True),))) == ()


def test_replicas_are_the_autoscalers_or_the_workloads_own() -> None:
    """An autoscaler decides about its target; one pod is the default."""
    stack = Stack((WEB, API, autoscaler("web")))

    assert replicas_of(WEB, stack) == Replicas(2, 6)
    assert replicas_of(API, stack) == Replicas(1, 1)
    assert replicas_of(changed(API, {"spec.replicas": 3}), stack) == Replicas(3, 3)


def test_an_unknown_target_may_be_any_workload_without_a_number() -> None:
    """Whether a workload is scaled by it, only deployment shows; a fixed number is known."""
    stack = Stack((WEB, autoscaler(UNKNOWN)))

    with pytest.raises(UnknownRead, match="what scaler scales"):
        replicas_of(WEB, stack)
    assert replicas_of(changed(WEB, {"spec.replicas": 3}), stack) == Replicas(3, 3)


def test_a_malformed_autoscaler_scales_nothing() -> None:
    """Its own rule says what is wrong with it; other workloads are judged without it."""
    malformed = changed(autoscaler("web"), {"spec.scaleTargetRef.kind": ["Deployment"]})

    assert replicas_of(WEB, Stack((WEB, malformed))) == Replicas(1, 1)
