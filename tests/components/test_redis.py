"""What is special about Redis: its purpose, its disk, its password, and who may come in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_kubernetes as k8s
import pytest

from airworthy.components.connections import Peer
from airworthy.components.redis import Redis, RedisArgs
from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError
from airworthy.kit.judge import judge
from airworthy.kit.resource import Resource, Stack
from airworthy.kit.size import Size
from airworthy.kit.testing import changed
from airworthy.kit.tree import Tree
from airworthy.kit.verdict import Outcome
from airworthy.policies.discovery import load_rules
from airworthy.templates.redis_conf import PURPOSES, RedisConf

Recorded = Callable[[Callable[[], object]], Stack]
SERVER = "kubernetes:apps/v1:StatefulSet"
CONFIG = "kubernetes:core/v1:ConfigMap"
POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"


def arguments(**changes: Any) -> RedisArgs:  # noqa: ANN401 - any argument of RedisArgs
    given: dict[str, Any] = {"namespace": "shop", "purpose": "queue", "password_secret": "redis"}
    return RedisArgs(**(given | changes))


def build(**changes: Any) -> Callable[[], object]:  # noqa: ANN401 - any argument of RedisArgs
    def program() -> None:
        cluster = k8s.Provider("cluster", context="production")
        Redis("redis", arguments(**changes), pulumi.ResourceOptions(provider=cluster))

    return program


def only(stack: Stack, kind: str) -> Resource:
    (found,) = stack.of_type(kind)
    return found


def conf_of(stack: Stack) -> str:
    return str(only(stack, CONFIG).tree("data")["redis.conf"])


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"purpose": "database"}, "purpose is 'database'; wanted one of cache, queue, session"),
        ({"image": "redis:7.4"}, "image is 'redis:7.4'; wanted"),
        ({"identifier": "x" * 53}, "identifier is"),
        ({"memory": Size.of(mebibytes=32)}, "memory is 32Mi; wanted 64Mi or more"),
        ({"storage": Size.of(gibibytes=2)}, "storage is 2Gi; wanted 3Gi or more"),
        ({"cpu": 0.0}, "cpu is 0.0; wanted"),
        ({"cpu": 3.0}, "cpu is 3.0; wanted"),
        ({"grace": Duration.of()}, "grace is 0s; wanted"),
        ({"disabled_commands": ("keys",)}, "disabled_commands is 'keys'; wanted"),
    ],
)
def test_refusals(changes: dict[str, Any], wanted: str) -> None:
    """What cannot work, or would lose data, is refused by field, value and what would do."""
    with pytest.raises(ArgumentError, match=wanted):
        arguments(**changes)


def test_a_name_that_names_no_host(recorded: Recorded) -> None:
    """The component's name becomes a host, and is refused where it cannot."""
    with pytest.raises(ArgumentError, match="identifier is 'Redis_1'"):
        recorded(lambda: Redis("Redis_1", arguments()))


@pytest.mark.parametrize("purpose", PURPOSES)
def test_every_purpose_is_production_grade(purpose: str, recorded: Recorded) -> None:
    """No rule objects to any purpose, and a rule passes the eviction of each."""
    verdicts = judge(load_rules().values(), recorded(build(purpose=purpose)))

    assert [v for v in verdicts if v.outcome in {Outcome.FAIL, Outcome.ERROR}] == []
    passed = {v.rule for v in verdicts if v.outcome is Outcome.PASS}
    assert passed >= {"redis-eviction-by-purpose", "redis-persistence"}


@pytest.mark.parametrize(
    ("purpose", "old", "new", "rule"),
    [
        ("queue", "policy noeviction", "policy allkeys-lru", "redis-eviction-by-purpose"),
        ("session", "policy noeviction", "policy volatile-ttl", "redis-eviction-by-purpose"),
        ("cache", "policy allkeys-lru", "policy noeviction", "redis-eviction-by-purpose"),
        ("queue", "appendonly yes", "appendonly no", "redis-persistence"),
        ("queue", "save 900 1", 'save ""', ""),
        ("queue", "save 60 10000", 'save ""', "redis-persistence"),
        ("queue", "timeout 0", "requirepass in-plain", "redis-authentication-required"),
    ],
)
def test_each_broken_line_is_noticed(
    purpose: str, old: str, new: str, rule: str, recorded: Recorded
) -> None:
    """One line of redis.conf made unsafe fails exactly the rule about it."""
    stack = recorded(build(purpose=purpose))
    text = conf_of(stack)
    assert text.count(old) == 1
    target = only(stack, CONFIG)
    data = dict(target.tree("data").raw) | {"redis.conf": text.replace(old, new)}
    worse = Stack(changed(r, {"data": data}) if r is target else r for r in stack)

    verdicts = judge(load_rules().values(), worse)

    assert {v.rule for v in verdicts if v.outcome is Outcome.FAIL} == ({rule} - {""})


def test_the_deployed_file_is_the_artefact(recorded: Recorded) -> None:
    """What a drill renders from the same values is what the cluster gets, to the digest."""
    artefact = RedisConf(purpose="queue", maxmemory=Size.of(mebibytes=614))
    stack = recorded(build())

    digest = hashlib.sha256(conf_of(stack).encode()).hexdigest()

    annotations = only(stack, SERVER).tree("spec.template.metadata.annotations")
    assert annotations["airworthy.dev/config-digest"] == digest == artefact.digest()


def test_a_new_configuration_rolls_the_pod(recorded: Recorded) -> None:
    """An immutable ConfigMap changes by a new name, which the pod then mounts."""
    before, after = recorded(build()), recorded(build(disabled_commands=()))

    names = [only(stack, CONFIG).text("metadata.name") for stack in (before, after)]
    mounted = [
        only(stack, SERVER).trees("spec.template.spec.volumes")[0].text("configMap.name")
        for stack in (before, after)
    ]

    assert names == mounted
    assert names[0] != names[1]
    assert only(after, CONFIG).flag("immutable", default=False)


def test_a_new_password_rolls_the_pod(recorded: Recorded) -> None:
    """The version stands in the pod's own annotations, beside the configuration's digest."""
    path, key = "spec.template.metadata.annotations", "airworthy.dev/config-version"
    with_version = only(recorded(build(config_version="7")), SERVER).tree(path)

    assert with_version[key] == "7"
    assert "airworthy.dev/config-digest" in with_version
    assert key not in only(recorded(build()), SERVER).tree(path)


def test_memory_leaves_room_and_disk_follows(recorded: Recorded) -> None:
    """Data may take 60 % of the memory, and the disk holds three times the memory."""
    stack = recorded(build(memory=Size.of(gibibytes=2)))

    assert "maxmemory 1287651328\n" in conf_of(stack)
    (claim,) = only(stack, SERVER).trees("spec.volumeClaimTemplates")
    assert claim.text("spec.resources.requests.storage") == "6Gi"


def test_a_claim_never_changes_by_a_label(recorded: Recorded) -> None:
    """A StatefulSet's claims are immutable: further labels must not replace it."""
    plain, labelled = recorded(build()), recorded(build(labels={"team": "a"}, part_of="shop"))

    claims = [only(stack, SERVER).peek("spec.volumeClaimTemplates") for stack in (plain, labelled)]

    assert claims[0] == claims[1]
    assert only(labelled, SERVER).tree("metadata.labels")["team"] == "a"


def test_a_storage_class(recorded: Recorded) -> None:
    """A class is named where it is given, and left to the cluster where it is not."""
    (given,) = only(recorded(build(storage_class="gp3")), SERVER).trees("spec.volumeClaimTemplates")
    (none,) = only(recorded(build()), SERVER).trees("spec.volumeClaimTemplates")

    assert given.text("spec.storageClassName") == "gp3"
    assert not none.has("spec.storageClassName")


@pytest.mark.parametrize(
    ("callers", "allowed"),
    [({}, 0), ({"worker": Peer(labels={"app": "worker"}), "api": Peer(namespace="api")}, 2)],
)
def test_only_callers_get_in(callers: dict[str, Peer], allowed: int, recorded: Recorded) -> None:
    """Each caller has a rule for Redis's port; without callers nobody gets in, and none get out."""
    policy = only(recorded(build(callers=callers)), POLICY)

    assert policy.texts("spec.policyTypes") == ("Ingress", "Egress")
    assert len(policy.list("spec.ingress")) == allowed
    assert [rule.trees("ports")[0].number("port", 0) for rule in policy.trees("spec.ingress")] == [
        6379
    ] * allowed
    assert len(policy.list("spec.egress")) == 0


def test_the_password_comes_by_reference(recorded: Recorded) -> None:
    """The pod names a Secret and an entry; no argument or variable carries the password."""
    stack = recorded(build(password_secret="credentials", password_key="queue"))  # noqa: S106
    spec = only(stack, SERVER).tree("spec.template.spec")

    (container,) = spec.trees("containers")
    assert [entry.text("value") for entry in container.trees("env")] == [
        "/run/secrets/redis/password"
    ]
    assert container.texts("args") == ("/etc/redis/redis.conf",)
    assert secret_of(spec) == ("credentials", "queue")
    assert stack.of_type("kubernetes:core/v1:Secret") == ()


def secret_of(spec: Tree) -> tuple[str, str]:
    (volume,) = (volume for volume in spec.trees("volumes") if volume.has("secret"))
    (item,) = volume.trees("secret.items")
    return volume.text("secret.secretName"), item.text("key")


def test_it_promises_no_failover(recorded: Recorded) -> None:
    """One replica, whose volume outlives it, and no budget that would only block a drain."""
    stack = recorded(build())
    server = only(stack, SERVER)

    assert server.number("spec.replicas", 0) == 1
    assert server.text("spec.persistentVolumeClaimRetentionPolicy.whenDeleted") == "Retain"
    assert stack.of_type("kubernetes:policy/v1:PodDisruptionBudget") == ()
    assert server.option.flag("protect", default=False)
    assert server.option.flag("retainOnDelete", default=False)


def test_the_pod_waits_for_its_files_and_not_for_its_service(recorded: Recorded) -> None:
    """Pulumi waits for a Service's pods: a pod that waited for the Service would wait for ever."""
    stack = recorded(build())
    server, config = only(stack, SERVER), only(stack, CONFIG)
    service = only(stack, "kubernetes:core/v1:Service")

    assert isinstance(server.dependencies, tuple)
    assert config.urn in server.dependencies
    assert service.urn not in server.dependencies


def test_what_callers_are_told(recorded: Recorded) -> None:
    """Host, port and peer lead to the Service's pods."""
    told: list[Redis] = []

    recorded(lambda: told.append(Redis("redis", arguments(identifier="queue"))))

    (redis,) = told
    assert redis.peer.labels == {"app.kubernetes.io/name": "queue"}
    assert redis.peer.ports == (6379,)
