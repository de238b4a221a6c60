"""A whole system from its stack file: planned, refused all at once, wired, secret, and named."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from airworthy.components.system import compose, plan
from airworthy.kit.judge import judge
from airworthy.kit.project import config_text
from airworthy.kit.resource import Resource, Stack
from airworthy.kit.stackfile import StackFile
from airworthy.kit.values import Secret, masked
from airworthy.kit.verdict import Outcome
from airworthy.policies.discovery import load_rules
from airworthy.settings.load import Loaded, SettingsError, parse_settings
from airworthy.settings.origins import origin

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "Pulumi.prod.yaml").read_text(encoding="utf-8")
CANARY = "canary-of-the-whatsapp-token"
TOKEN = {"project:whatsappToken": CANARY}
Config = dict[str, Any]
Record = Callable[..., Stack]


def loaded(config: Config | None = None) -> Loaded:
    file = StackFile.parse(
        TEXT if config is None else yaml.safe_dump({"config": config}),
        name="Pulumi.prod.yaml",
        project="marketplace",
    )
    return parse_settings({key: config_text(value) for key, value in file.config.items()}, file)


def production() -> Config:
    config: Config = json.loads(json.dumps(yaml.safe_load(TEXT)["config"]))
    return config  # by way of JSON, without the anchors' shared parts


@pytest.fixture(scope="module")
def system(recorded: Record) -> Stack:
    """The production system, recorded."""
    return recorded(lambda: compose(loaded()), **TOKEN)


def named(stack: Stack, name: str) -> Resource:
    (found,) = (resource for resource in stack if resource.name == name)
    return found


def test_it_is_of_the_size_that_the_numbers_speak_of(system: Stack) -> None:
    """The production stack has at least 120 resources."""
    assert len(system) >= 120


def test_every_workload_has_the_explicit_provider(system: Stack) -> None:
    """Each Kubernetes object names the provider of the cluster, never the default one."""
    objects = [each for each in system if each.type.startswith("kubernetes:")]

    assert objects
    assert all("pulumi:providers:kubernetes::cluster" in each.provider for each in objects)


def test_refusals_of_several_components_come_at_once() -> None:
    """What three components refuse is one error, each with its key."""
    config = production()
    config["airworthy:postgres"]["backup_retention"] = "90d"
    config["airworthy:services"]["api"]["image"] = "marketplace:latest"
    config["airworthy:workers"]["orders"]["depends_on"] = ["postgers"]

    with pytest.raises(SettingsError) as caught:
        plan(loaded(config))

    keys = {problem.key for problem in caught.value.problems}
    assert keys == {
        "airworthy:postgres.backup_retention",
        "airworthy:services.api.image",
        "airworthy:workers.orders.depends_on",
    }
    assert all(problem.where.startswith("Pulumi.prod.yaml:") for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("section", "change", "key", "wanted"),
    [
        ("postgres", {"pool": {"role": "app", "pool_per_pod": 100}}, "pool_per_pod", "100"),
        ("postgres", {"maintenance_window": "sun:01:30-sun:02:30"}, "maintenance_window", "clear"),
        ("redis", {"queue": {"purpose": "mail"}}, "purpose", "one of"),
        ("objectives", {"emails": []}, "emails", "a subscriber"),
        ("network", {"zones": ["us-east-1a", "us-east-1a"]}, "zones", ""),
        ("backups", {"daily": "30d", "weekly": "7d"}, "weekly", ""),
    ],
)
def test_a_refusal_names_its_key(section: str, change: Config, key: str, wanted: str) -> None:
    """Each component's refusal becomes an error of the stack file."""
    config = production()
    config[f"airworthy:{section}"] = {**config[f"airworthy:{section}"], **change}

    with pytest.raises(SettingsError) as caught:
        plan(loaded(config))

    (problem,) = caught.value.problems
    assert problem.key.endswith(f".{key}")
    assert wanted in str(problem)


@pytest.mark.parametrize(
    ("task", "words"),
    [
        ({"purpose": "dance"}, "backup, cleanup or monitor"),
        ({"purpose": "cleanup"}, "tables to clean, and keep"),
        ({"purpose": "cleanup", "tables": ["users; drop"], "keep": "1d"}, "no plain name"),
    ],
)
def test_a_task_without_a_command_needs_a_purpose_with_a_script(task: Config, words: str) -> None:
    """Only backup, cleanup and monitor have scripts of ours, and each its conditions."""
    config = production()
    image = config["airworthy:tasks"]["backup"]["image"]
    config["airworthy:tasks"] = {"it": {"image": image, "schedule": "hourly", **task}}

    with pytest.raises(SettingsError) as caught:
        plan(loaded(config))

    assert words in str(caught.value)


def test_a_task_may_bring_its_own_command(recorded: Record) -> None:
    """With a command no script is rendered, and the purpose is free."""
    config = production()
    image = config["airworthy:tasks"]["backup"]["image"]
    config["airworthy:tasks"] = {
        "invoices": {"image": image, "schedule": "hourly", "command": ["invoices"]}
    }

    stack = recorded(lambda: compose(loaded(config)), **TOKEN)

    task = named(stack, "tasks-invoices-cron-job")
    (container,) = task.trees("spec.jobTemplate.spec.template.spec.containers")
    assert list(container.list("command")) == ["invoices"]


def test_a_database_needs_a_network() -> None:
    """Without a network section there is nowhere to put a database."""
    config = production()
    del config["airworthy:network"]

    with pytest.raises(SettingsError, match="a network section"):
        plan(loaded(config))


def test_the_smallest_system_is_a_namespace_in_a_cluster(recorded: Record) -> None:
    """Every section but the cluster may be left out."""
    kept = ("system", "environment", "cluster")
    config = {f"airworthy:{key}": production()[f"airworthy:{key}"] for key in kept}

    stack = recorded(lambda: compose(loaded(config)))

    assert {r.type.partition(":")[0] for r in stack} == {"pulumi", "airworthy", "kubernetes"}


def test_an_adopted_network_names_where_its_databases_are(recorded: Record) -> None:
    """With a VPC that exists, network policies open the addresses that the stack file names."""
    config = production()
    config["airworthy:network"] = {
        "vpc_id": "vpc-1",
        "private_subnet_ids": ["subnet-1", "subnet-2"],
        "data_subnet_ids": ["subnet-3", "subnet-4"],
        "data_cidrs": ["10.9.0.0/20"],
    }

    stack = recorded(lambda: compose(loaded(config)), **TOKEN)

    assert "10.9.0.0/20" in json.dumps(masked(named(stack, "workers-orders-network").inputs))


def test_workloads_learn_what_they_depend_on(system: Stack) -> None:
    """A service gets the pool's address and the application's role; its password by reference."""
    service = named(system, "services-api-deployment")
    (container,) = service.trees("spec.template.spec.containers")
    variables = {str(each["name"]): each for each in container.trees("env")}

    assert variables["PGUSER"].text("value") == "khaacho_app"
    assert variables["PGPASSWORD"].text("valueFrom.secretKeyRef.name") == "postgres-app"
    assert variables["REDIS_PASSWORD"].text("valueFrom.secretKeyRef.name") == "redis-queue"
    assert variables["NODE_ENV"].text("value") == "production"


def test_composed_variables_come_after_their_parts(system: Stack) -> None:
    """Kubernetes expands $(NAME) only where NAME was defined before."""
    service = named(system, "services-api-deployment")
    (container,) = service.trees("spec.template.spec.containers")
    names = [str(each["name"]) for each in container.trees("env")]

    parts = ("PGUSER", "PGPASSWORD", "PGHOST", "PGPORT", "PGDATABASE")
    assert names.index("DATABASE_URL") > max(names.index(part) for part in parts)


def test_tasks_use_the_database_directly_with_the_least_role(system: Stack) -> None:
    """A backup reads, a cleanup deletes as the application, the monitor only watches."""
    users = {}
    for task in ("backup", "cleanup", "monitor"):
        resource = named(system, f"tasks-{task}-cron-job")
        (container,) = resource.trees("spec.jobTemplate.spec.template.spec.containers")
        variables = {str(each["name"]): each for each in container.trees("env")}
        users[task] = variables["PGUSER"].text("value")
        if task == "backup":
            assert {"BACKUP_BUCKET", "BACKUP_KMS_KEY"} <= set(variables)

    assert users == {
        "backup": "khaacho_readonly",
        "cleanup": "khaacho_app",
        "monitor": "khaacho_monitor",
    }


def test_only_callers_reach_redis(system: Stack) -> None:
    """The network policy of Redis names exactly the workloads that depend on it."""
    policy = named(system, "redis-queue-network")
    allowed = json.dumps(masked(policy.inputs))

    assert "worker-orders" in allowed
    assert "task-backup" not in allowed


def test_two_redis_have_variables_of_their_own(recorded: Record) -> None:
    """With several instances each variable carries the instance's name."""
    config = production()
    config["airworthy:redis"]["cache"] = {"purpose": "cache"}
    config["airworthy:services"]["api"]["depends_on"] = ["redis.queue", "redis.cache"]
    for worker in config["airworthy:workers"].values():
        worker["depends_on"] = ["redis.queue"]
        worker["environment"] = {}
    config["airworthy:services"]["api"]["environment"] = {}

    stack = recorded(lambda: compose(loaded(config)), **TOKEN)

    (container,) = named(stack, "services-api-deployment").trees("spec.template.spec.containers")
    names = {str(each["name"]) for each in container.trees("env")}
    assert {"REDIS_QUEUE_HOST", "REDIS_CACHE_HOST", "REDIS_CACHE_PASSWORD"} <= names


def test_a_secret_that_is_not_set_names_the_command(recorded: Record) -> None:
    """In the engine a missing secret is refused with the way to set it."""
    with pytest.raises(SettingsError, match="pulumi config set --secret whatsappToken"):
        recorded(lambda: compose(loaded()))


def test_the_canary_appears_as_a_secret_alone(system: Stack) -> None:
    """A secret of the configuration stands in one resource, marked, and nowhere in clear."""
    shown = json.dumps([masked(resource.inputs) for resource in system])
    holders = [resource.name for resource in system if CANARY in repr(unmarked(resource.inputs))]

    assert CANARY not in shown
    assert holders == ["secrets-whatsapp-version"]


def unmarked(raw: object) -> object:
    match raw:
        case Secret():
            return unmarked(raw.value)
        case Mapping():
            return {key: unmarked(value) for key, value in raw.items()}
        case list():
            return [unmarked(value) for value in raw]
        case _:
            return raw


def test_no_rule_objects_and_none_crashes(system: Stack) -> None:
    """The default system passes every rule."""
    bad = [
        verdict
        for verdict in judge(load_rules().values(), system)
        if verdict.outcome in {Outcome.FAIL, Outcome.ERROR}
    ]

    assert bad == []


def test_every_component_leads_back_to_its_section(system: Stack) -> None:
    """Each component of the system is named by the key it is built from."""
    file = StackFile.parse(TEXT, name="Pulumi.prod.yaml", project="marketplace")
    components = [each for each in system if each.type.startswith("airworthy:index:")]

    assert components
    assert [each.name for each in components if origin(file, (each.name,), "") is None] == []
