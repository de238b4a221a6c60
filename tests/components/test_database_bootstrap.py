"""A Job that is new whenever what it runs is new, and that no password passes in the open."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from airworthy.components.connections import Destination
from airworthy.components.database_bootstrap import DatabaseBootstrap, DatabaseBootstrapArgs
from airworthy.components.workload import SecretRef
from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError
from airworthy.kit.resource import Resource, Stack
from airworthy.kit.values import masked

Recorded = Callable[[Callable[[], object]], Stack]

POD = "spec.template.spec"
IMAGE = "registry.example.com/postgres:17@sha256:"


def arguments(**given: object) -> DatabaseBootstrapArgs:
    whole: dict[str, Any] = {
        "namespace": "marketplace",
        "image": IMAGE + "0" * 64,
        "host": "khaacho.example.com",
        "server": Destination(cidrs=["10.0.32.0/20"], ports=[5433]),
        "database": "khaacho",
        "authority_config_map": "database-authority",
        "administrator_password": SecretRef(name="administrator", key="password"),
        "owner_password": SecretRef(name="owner", key="password"),
        "app_password": SecretRef(name="app", key="word"),
        "readonly_password": SecretRef(name="readonly", key="password"),
        "monitor_password": SecretRef(name="monitor", key="password"),
        **given,
    }
    return DatabaseBootstrapArgs(**whole)


@pytest.fixture
def built(recorded: Recorded) -> Callable[..., Stack]:
    return lambda **given: recorded(lambda: DatabaseBootstrap("bootstrap", arguments(**given)))


def only(stack: Stack, kind: str) -> Resource:
    (found,) = stack.of_type(f"kubernetes:{kind}")
    return found


def job(stack: Stack) -> Resource:
    return only(stack, "batch/v1:Job")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"image": "postgres:17"}, "image"),
        ({"user": 0}, "user"),
        ({"identifier": "a" * 55}, "identifier"),
        ({"identifier": "Bootstrap"}, "identifier"),
        ({"authority_config_map": None}, "authority_file"),
        ({"authority_file": "/ca.pem"}, "authority_file"),
        ({"database": "Khaacho"}, "database"),
        ({"app": "app; --"}, "app"),
        ({"owner": "same", "app": "same"}, "owner"),
        ({"monitor": "khaacho_readonly"}, "readonly"),
        ({"timeout": Duration.of(milliseconds=1500)}, "timeout"),
        ({"retries": -1}, "retries"),
    ],
)
def test_refusals(given: dict[str, Any], field: str) -> None:
    """What cluster or database would refuse, two roles in one, and a server nobody can verify."""
    with pytest.raises(ArgumentError) as refusal:
        arguments(**given)

    assert refusal.value.field == field


def test_its_name_leaves_room_for_a_digest() -> None:
    """The Job's name is its own and a digest, 63 characters at the most."""
    assert arguments(identifier="a" * 54).identifier == "a" * 54
    with pytest.raises(ArgumentError, match="up to 54"):
        DatabaseBootstrap("a" * 55, arguments())


@pytest.mark.parametrize(
    "given",
    [
        {"image": IMAGE + "1" * 64},
        {"database": "other"},
        {"app": "khaacho_api"},
        {"statement_timeout": Duration.of(seconds=30)},
        {"report_timeout": Duration.of(minutes=1)},
        {"lock_timeout": Duration.of(seconds=3)},
        {"idle_transaction_timeout": Duration.of(seconds=30)},
        {"slow_query": Duration.of(milliseconds=200)},
    ],
    ids=str,
)
def test_another_content_is_another_job(built: Callable[..., Stack], given: dict[str, Any]) -> None:
    """A Job cannot be changed, so its name and that of its files follow what it runs."""
    before, after = built(), built(**given)

    assert job(before).text("metadata.name") != job(after).text("metadata.name")
    for stack in (before, after):
        files = only(stack, "core/v1:ConfigMap")
        assert files.text("metadata.name") == job(stack).text("metadata.name")
        assert files.flag("immutable", default=False)


def test_the_same_content_is_the_same_job(built: Callable[..., Stack]) -> None:
    """What the SQL does not hold makes no new name: a second deployment runs nothing."""
    names = {job(built(**given)).text("metadata.name") for given in ({}, {}, {"part_of": "shop"})}

    assert len(names) == 1


def test_it_runs_the_artefacts(built: Callable[..., Stack]) -> None:
    """To the digest, what a drill renders is what the Job runs."""
    files = only(built(slow_query=Duration.of(milliseconds=200)), "core/v1:ConfigMap").tree("data")
    artefacts = arguments(slow_query=Duration.of(milliseconds=200)).files()

    assert {name: files[name] for name in files} == {
        name: artefact.render() for name, artefact in artefacts.items()
    }


def test_it_verifies_the_server(built: Callable[..., Stack]) -> None:
    """It connects to the server itself, over TLS that proves the server's name."""
    (container,) = job(built()).trees(f"{POD}.containers")
    variables = {v.text("name"): v.text("value") for v in container.trees("env")}

    assert variables["PGSSLMODE"] == "verify-full"
    assert variables["PGSSLROOTCERT"] == "/etc/database-authority/ca.pem"
    assert (variables["PGHOST"], variables["PGPORT"]) == ("khaacho.example.com", "5433")
    assert container.texts("command") == ("/bin/sh", "/etc/bootstrap/bootstrap.sh")


def test_an_authority_within_the_image(built: Callable[..., Stack]) -> None:
    """The image's own bundle needs no volume."""
    given = {"authority_config_map": None, "authority_file": "/etc/ssl/rds.pem"}
    spec = job(built(**given)).tree(POD)

    assert "authority" not in {volume.text("name") for volume in spec.trees("volumes")}
    assert "/etc/ssl/rds.pem" in json.dumps(masked(spec.raw))


def test_passwords_are_files(built: Callable[..., Stack]) -> None:
    """Each comes from its own Secret as a file: no variable, no argument, nothing in the SQL."""
    spec = job(built()).tree(POD)
    volumes = {volume.text("name"): volume for volume in spec.trees("volumes")}
    found = {
        item.text("path"): (source.text("secret.name"), item.text("key"))
        for name in ("administrator", "roles")
        for source in volumes[name].trees("projected.sources")
        for item in source.trees("secret.items")
    }

    assert found == {
        "password": ("administrator", "password"),
        "owner": ("owner", "password"),
        "app": ("app", "word"),
        "readonly": ("readonly", "password"),
        "monitor": ("monitor", "password"),
    }
    assert volumes["scratch"].text("emptyDir.medium") == "Memory"
    assert "secretKeyRef" not in json.dumps(masked(spec.raw))


def test_it_ends_and_stays(built: Callable[..., Stack]) -> None:
    """It ends by itself, and nothing but a deployment takes it away."""
    made = job(built(timeout=Duration.of(minutes=2), retries=1))

    assert made.number("spec.activeDeadlineSeconds", 0) == 120
    assert made.number("spec.backoffLimit", 6) == 1
    assert made.text(f"{POD}.restartPolicy") == "Never"
    assert not made.has("spec.ttlSecondsAfterFinished")


def test_it_reaches_the_server_alone(built: Callable[..., Stack]) -> None:
    """The network policy lets it out to the server's port, and lets nobody in."""
    policy = only(built(), "networking.k8s.io/v1:NetworkPolicy")
    (allowed,) = policy.trees("spec.egress")
    (port,) = allowed.trees("ports")
    (peer,) = allowed.trees("to")

    assert policy.texts("spec.policyTypes") == ("Ingress", "Egress")
    assert policy.list("spec.ingress") == []
    assert (port.number("port", 0), peer.text("ipBlock.cidr")) == (5433, "10.0.32.0/20")


def test_a_new_password_runs_it_again(built: Callable[..., Stack]) -> None:
    """The version of the passwords is part of the pod, so a new one replaces the Job."""
    template = job(built(config_version="7")).tree("spec.template.metadata.annotations")

    assert "7" in template.values()
