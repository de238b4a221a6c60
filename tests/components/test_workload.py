"""What every workload refuses, and the names it gives."""

from __future__ import annotations

from typing import Any

import pytest

from airworthy.components.workload import Identity, SecretRef, WorkloadArgs
from airworthy.kit.errors import ArgumentError
from airworthy.kit.size import Size

DIGEST = "sha256:" + "0" * 64
IMAGE = f"registry.example.com/app:1.2.0@{DIGEST}"


def arguments(**given: object) -> WorkloadArgs:
    whole: dict[str, Any] = {"namespace": "shop", "image": IMAGE, **given}
    return WorkloadArgs(**whole)


@pytest.mark.parametrize(
    "image",
    [
        IMAGE,
        f"app@{DIGEST}",
        f"localhost:5000/app@{DIGEST}",
        f"registry.example.com/a/b:v1@{DIGEST}",
    ],
)
def test_images_by_digest(image: str) -> None:
    """A tag beside the digest is for people; the digest decides."""
    assert arguments(image=image).image == image


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"image": "registry.example.com/app"}, "image"),
        ({"image": "registry.example.com/app:1.2.0"}, "image"),
        ({"image": "registry.example.com/app:latest"}, "image"),
        ({"image": f"registry.example.com/app:latest@{DIGEST}"}, "image"),
        ({"image": "registry.example.com/app@sha256:123"}, "image"),
        ({"identifier": "Orders"}, "identifier"),
        ({"identifier": "3d"}, "identifier"),
        ({"identifier": "orders-"}, "identifier"),
        ({"identifier": "a" * 64}, "identifier"),
        ({"environment": {"NODE-ENV": "production"}}, "environment"),
        ({"secrets": {"": SecretRef(name="a", key="b")}}, "environment"),
        (
            {"environment": {"TOKEN": "x"}, "secrets": {"TOKEN": SecretRef(name="a", key="b")}},
            "environment",
        ),
        ({"cpu": 0}, "cpu"),
        ({"cpu": 0.0005}, "cpu"),
        ({"cpu": 2}, "cpu_limit"),
        ({"cpu_limit": -1}, "cpu_limit"),
        ({"memory": Size.of(gibibytes=2)}, "memory_limit"),
        ({"user": 0}, "user"),
    ],
)
def test_refusals(given: dict[str, Any], field: str) -> None:
    """What would not start, would run as root, or may change unseen."""
    with pytest.raises(ArgumentError) as refusal:
        arguments(**given)

    assert refusal.value.field == field


def test_a_refusal_shows_no_value_of_a_variable() -> None:
    """A password in the wrong place is refused by name alone."""
    with pytest.raises(ArgumentError) as refusal:
        arguments(
            environment={"TOKEN": "canary-value"}, secrets={"TOKEN": SecretRef(name="a", key="b")}
        )

    assert "canary-value" not in str(refusal.value)


@pytest.mark.parametrize("cores", [0.001, 0.1, 0.29, 0.57, 1, 2.5])
def test_cores_in_thousandths(cores: float) -> None:
    """Binary fractions do not make thousandths of a core uneven."""
    assert arguments(cpu=cores, cpu_limit=4).cpu == cores


def test_our_labels_prevail() -> None:
    """A caller's label cannot take a workload out of its own selector."""
    args = arguments(labels={"app.kubernetes.io/name": "other", "team": "orders"}, part_of="shop")
    identity = Identity("api", args, "service")

    assert identity.labels == {
        "team": "orders",
        "app.kubernetes.io/name": "api",
        "app.kubernetes.io/part-of": "shop",
        "app.kubernetes.io/managed-by": "pulumi",
        "airworthy.dev/role": "service",
    }
    assert identity.selector.items() <= identity.labels.items()


def test_a_logical_name_may_be_no_name_for_the_cluster() -> None:
    """Then the identifier has to be given."""
    with pytest.raises(ArgumentError, match="identifier is 'My_App'"):
        Identity("My_App", arguments(), "service")

    assert Identity("My_App", arguments(identifier="my-app"), "service").name == "my-app"
