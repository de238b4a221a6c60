"""What workloads get from what they depend on, in which order, and what the plan refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import reduce
from typing import Any

import pytest

from airworthy.components.system import compose, plan
from airworthy.kit.errors import Problem
from airworthy.kit.judge import judge
from airworthy.kit.resource import Resource, Stack
from airworthy.kit.tree import Tree
from airworthy.kit.values import masked
from airworthy.kit.verdict import Outcome
from airworthy.policies.discovery import load_rules
from airworthy.settings.load import Loaded, SettingsError

Config = dict[str, Any]
Load = Callable[[Config], Loaded]
Record = Callable[..., Stack]
Refused = Callable[[str, Config], Problem]
TOKEN = {"project:whatsappToken": "a token"}
AUTHORITIES = "/etc/ssl/certs/rds-global-bundle.pem"


def named(stack: Stack, name: str) -> Resource:
    (found,) = (resource for resource in stack if resource.name == name)
    return found


def variables(stack: Stack, name: str) -> dict[str, Tree]:
    resource = named(stack, name)
    template = "spec.jobTemplate.spec.template" if name.startswith("tasks-") else "spec.template"
    (container,) = resource.trees(f"{template}.spec.containers")
    return {str(each["name"]): each for each in container.trees("env")}


@pytest.fixture
def composed(production: Config, load: Load, recorded: Record) -> Callable[[], Stack]:
    """Records the production system as a test has changed it."""
    return lambda: recorded(lambda: compose(load(production)), **TOKEN)


@pytest.mark.parametrize(
    ("without", "workload", "authorities"),
    [
        ("", "services-api-deployment", "system"),
        ("", "workers-orders-deployment", "system"),
        ("", "tasks-backup-cron-job", AUTHORITIES),
        ("", "tasks-monitor-cron-job", AUTHORITIES),
        ("pool", "services-api-deployment", AUTHORITIES),
    ],
)
def test_clients_verify_the_server(
    without: str,
    workload: str,
    authorities: str,
    production: Config,
    composed: Callable[[], Stack],
) -> None:
    """A pool's certificate is of a public authority, the database's of RDS's own."""
    production["postgres"].pop(without, None)

    told = variables(composed(), workload)

    assert told["PGSSLMODE"].text("value") == "verify-full"
    assert told["PGSSLROOTCERT"].text("value") == authorities


@pytest.fixture
def refused(production: Config, load: Load) -> Refused:
    """The one problem of the plan of a section that is changed; None takes a key out."""

    def run(section: str, change: Config) -> Problem:
        place = reduce(lambda within, step: within[step], section.split("."), production)
        place.update(change)
        for gone in [name for name, value in place.items() if value is None]:
            del place[gone]
        with pytest.raises(SettingsError) as caught:
            plan(load(production))
        (problem,) = caught.value.problems
        return problem

    return run


def test_the_example_url_asks_for_tls(production: Config) -> None:
    """Prisma does not read PGSSLMODE: its URL has to say it."""
    url = production["services"]["api"]["environment"]["DATABASE_URL"]

    wanted = ("sslmode=require", "sslaccept=strict", "connection_limit=5", "pool_timeout=20")
    assert set(wanted) <= set(url.partition("?")[2].split("&"))


def test_a_service_is_told_where_the_one_it_depends_on_is(
    production: Config, composed: Callable[[], Stack]
) -> None:
    """Host and port come by variables, and the other lets it in, whatever their order."""
    image = production["services"]["api"]["image"]
    production["services"]["search-index"] = {
        "image": image,
        "port": 9200,
        "readiness_path": "/ready",
        "callers": {},
    }
    for part, key in (("services", "api"), ("tasks", "monitor")):
        production[part][key]["depends_on"].append("services.search-index")

    stack = composed()

    for workload in ("services-api-deployment", "tasks-monitor-cron-job"):
        told = variables(stack, workload)
        assert told["SEARCH_INDEX_HOST"].text("value").startswith("search-index.")
        assert told["SEARCH_INDEX_PORT"].text("value") == "9200"
    policy = json.dumps(masked(named(stack, "services-search-index-network").inputs))
    assert '"api"' in policy
    assert '"task-monitor"' in policy
    assert '"worker-orders"' not in policy
    verdicts = list(judge(load_rules().values(), stack))
    assert [each for each in verdicts if each.outcome in {Outcome.FAIL, Outcome.ERROR}] == []


def test_a_redis_with_a_dash_has_variables_without(
    production: Config, composed: Callable[[], Stack]
) -> None:
    """`rate-limit` would be no variable's name."""
    production["redis"]["rate-limit"] = {"purpose": "cache"}
    production["services"]["api"]["depends_on"].append("redis.rate-limit")

    assert "REDIS_RATE_LIMIT_HOST" in variables(composed(), "services-api-deployment")


def test_the_stack_file_prevails(production: Config, composed: Callable[[], Stack]) -> None:
    """A variable in plain replaces one by reference, and the other way round."""
    api = production["services"]["api"]
    api["environment"]["PGPASSWORD"] = "by other means"
    api["secrets"]["PGHOST"] = {"name": "application", "key": "jwt"}

    told = variables(composed(), "services-api-deployment")

    assert told["PGPASSWORD"].text("value") == "by other means"
    assert told["PGHOST"].text("valueFrom.secretKeyRef.key") == "jwt"


def test_pods_start_after_the_bootstrap(composed: Callable[[], Stack]) -> None:
    """What uses the database waits for the Job's end by way of its pods' annotation."""
    stack = composed()
    job = named(stack, "postgres-bootstrap-job")

    for name in ("services-api-deployment", "workers-orders-deployment", "tasks-backup-cron-job"):
        assert job.urn in named(stack, name).property_dependencies["spec"]
    assert job.urn not in named(stack, "redis-queue-server").property_dependencies["spec"]


def test_redis_starts_anew_with_a_new_password(composed: Callable[[], Stack]) -> None:
    """Its pod carries the version of the secrets."""
    server = named(composed(), "redis-queue-server")

    assert "airworthy.dev/config-version" in json.dumps(masked(server.inputs))


@pytest.mark.parametrize(
    ("section", "change", "key", "wanted"),
    [
        ("services.api", {"depends_on": ["services.api"]}, "depends_on", "in a circle"),
        ("postgres", {"bootstrap": None}, "pool.role", "a bootstrap section"),
        ("postgres", {"authority_file": None}, "authority_file", "certificate authorities"),
        ("network", {"data_cidrs": ["somewhere"]}, "data_cidrs", "address blocks"),
        ("network", {"data_cidrs": ["0.0.0.0/0"]}, "data_cidrs", "blocks that are meant"),
        ("secrets.whatsapp", {"rotate_every": "36h"}, "rotate_every", "whole days"),
        ("cluster", {"namespace": "My_System"}, "namespace", "a-z, 0-9 and -"),
        (
            "network",
            {
                "zones": [],
                "cidr": None,
                "vpc_id": "vpc-1",
                "private_subnet_ids": ["subnet-1", "subnet-2"],
                "data_subnet_ids": ["subnet-3", "subnet-4"],
            },
            "data_cidrs",
            "the addresses of the data subnets",
        ),
    ],
)
def test_the_plan_refuses_what_the_composition_would(
    section: str, change: Config, key: str, wanted: str, refused: Refused
) -> None:
    """Each as an error of the stack file, before anything is created."""
    problem = refused(section, change)

    assert problem.key == f"airworthy:{section}.{key}"
    assert wanted in problem.wanted


def test_pods_of_a_release_are_counted(production: Config, load: Load) -> None:
    """The pool serves a quarter more than the highest numbers of pods, each rounded up."""
    pool = plan(load(production)).pool

    assert pool is not None
    assert pool.pods == 8 + 7 * 8  # six pods and two more, for the service and seven workers


def test_the_longest_keys_are_names(production: Config, composed: Callable[[], Stack]) -> None:
    """A key that the plan takes is refused by no component."""
    key = "k" * 40
    for section, model in (("services", "api"), ("workers", "orders"), ("tasks", "monitor")):
        production[section][key] = production[section][model]
    production["redis"][key] = {"purpose": "cache"}
    production["postgres"]["pool"]["pool_per_pod"] = 1

    assert [each for each in composed() if each.name == f"redis-{key}"]


def test_sections_are_free_to_be_left_out(
    production: Config, composed: Callable[[], Stack]
) -> None:
    """A database and its clients need neither backups, Redis, alerts nor secrets of their own."""
    for section in ("backups", "redis", "objectives", "secrets"):
        del production[section]
    for section in ("services", "workers"):
        for workload in production[section].values():
            workload |= {"depends_on": ["postgres"], "secrets": {}}

    told = variables(composed(), "tasks-backup-cron-job")

    assert "PGHOST" in told
    assert "BACKUP_BUCKET" not in told
