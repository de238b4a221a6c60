"""Every key of a section moves the property that its mark names, so that findings lead to it.

The keys are changed in three parts of the production system that share nothing, or a key of one
would move properties of another. Each recording changes one key of every section in its part.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache, reduce
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from airworthy.components.system import compose
from airworthy.kit.project import config_text
from airworthy.kit.resource import Resource, Stack
from airworthy.kit.stackfile import StackFile
from airworthy.settings.backups import BackupSettings
from airworthy.settings.load import parse_settings
from airworthy.settings.network import NetworkSettings
from airworthy.settings.objectives import ObjectivesSettings
from airworthy.settings.origins import marks_of, names, origin
from airworthy.settings.postgres import BootstrapSettings, PoolSettings, PostgresSettings
from airworthy.settings.redis import RedisSettings
from airworthy.settings.service import ServiceSettings
from airworthy.settings.task import TaskSettings
from airworthy.settings.worker import WorkerSettings

Config = dict[str, Any]
Record = Callable[[Callable[[], object]], Stack]

FILE = Path(__file__).parent.parent.parent / "Pulumi.prod.yaml"
PRODUCTION: Config = yaml.safe_load(FILE.read_text(encoding="utf-8"))["config"]
OTHER = Path(__file__).parent / "other_values.yaml"
OTHERS: dict[str, Any] = yaml.safe_load(OTHER.read_text(encoding="utf-8"))
PARTS: dict[str, dict[str, Config]] = {
    name: OTHERS[name] for name in ("network", "data", "cluster")
}
MODELS: dict[str, type[BaseModel]] = {
    "objectives": ObjectivesSettings,
    "network": NetworkSettings,
    "postgres": PostgresSettings,
    "postgres.pool": PoolSettings,
    "postgres.bootstrap": BootstrapSettings,
    "backups": BackupSettings,
    "redis.queue": RedisSettings,
    "services.api": ServiceSettings,
    "workers.orders": WorkerSettings,
    "tasks.backup": TaskSettings,
    "tasks.cleanup": TaskSettings,
}
ADOPTED = "an adopted network has no resources of its own: others' take what it gives"
CHECKED = "only checked: the grace period must leave room for it"
ELSEWHERE: dict[str, dict[str, str]] = {
    "objectives": {"cpu": "the limit of an alarm that the section postgres makes"},
    "network": {
        "vpc_id": ADOPTED,
        "public_subnet_ids": ADOPTED,
        "private_subnet_ids": ADOPTED,
        "data_subnet_ids": ADOPTED,
        "data_cidrs": "for the network policies of the workloads",
    },
    "postgres": {
        "authority_file": "a variable of the workloads that connect to it",
        "pool": "a section of its own",
        "bootstrap": "a section of its own",
    },
    "postgres.pool": {"sharing": "only checked: how many clients the pool has to serve"},
    "backups": {"acknowledge_irreversible": "only checked: compliance needs it"},
    "services.api": {"drain": CHECKED},
    "workers.orders": {"drain": CHECKED},
    "tasks.backup": dict.fromkeys(("tables", "keep"), "for a cleanup, and tried there"),
    "tasks.cleanup": dict.fromkeys({*TaskSettings.model_fields} - {"tables", "keep"}, "see backup"),
}
POINTED_AT = {("redis.queue", "args")}  # marks for what rules point at, and a key never moves


def part(sections: AbstractSet[str]) -> Config:
    """The production system's part with some sections, and what these need."""
    outer = {section.partition(".")[0] for section in sections}
    kept = ("system", "environment", "cluster", *outer)
    config: Config = json.loads(json.dumps({key: PRODUCTION[f"airworthy:{key}"] for key in kept}))
    if "postgres" in config:
        config["network"] = {
            "vpc_id": "vpc-1",
            "data_subnet_ids": ["subnet-1", "subnet-2"],
            "data_cidrs": ["10.9.0.0/20"],
        }
        config["backups"] |= {"object_lock": "5d", "acknowledge_irreversible": True}
    if "workers" in config:
        generated = {"generate": {"length": 32}}
        config["secrets"] = dict.fromkeys(("jwt", "whatsapp", "other"), generated)
        config["workers"] = {"orders": config["workers"]["orders"]}
        for kind in ("services", "workers", "tasks"):
            for workload in config[kind].values():
                workload["depends_on"] = ["redis.queue"]
    return config


def written(config: Config) -> StackFile:
    text = yaml.safe_dump({"config": {f"airworthy:{key}": value for key, value in config.items()}})
    return StackFile.parse(text, name="Pulumi.prod.yaml", project="project")


def record(recorded: Record, file: StackFile) -> Stack:
    loaded = parse_settings({key: config_text(value) for key, value in file.config.items()}, file)
    return recorded(lambda: compose(loaded))


def paths(value: object, at: str = "") -> Iterator[tuple[str, object]]:
    """Every property inside a value, and the value itself, by path."""
    yield at, value
    inner: Mapping[str, object] = {}
    if isinstance(value, Mapping):
        inner = value
    elif isinstance(value, list | tuple):
        inner = {str(place): part for place, part in enumerate(value)}
    for key, part in inner.items():
        yield from paths(part, f"{at}.{key}" if at else key)


def properties(resource: Resource | None) -> dict[tuple[str, str], object]:
    """All that is said of a resource: its properties, options, and whom a property comes from."""
    if resource is None:
        return {}
    whole = {**resource.inputs, "options": resource.options}
    values = {(path, "is"): repr(value) for path, value in paths(whole) if path}
    sources = {(path, "from"): urns for path, urns in resource.property_dependencies.items()}
    return {**values, **sources}


def moved(before: Stack, after: Stack, file: StackFile) -> dict[str, set[str]]:
    """The properties that are not what they were, by the section that the resource is from."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    sections: dict[tuple[str, ...], str] = {}
    for urn in {each.urn for each in (*before, *after)}:
        then, now = properties(before.find(urn)), properties(after.find(urn))
        changed = {each[0] for each in then.keys() | now if then.get(each) != now.get(each)}
        if not changed:
            continue
        stack = after if after.find(urn) else before
        resource = stack.find(urn)
        assert resource is not None
        ancestry = tuple(parent.name for parent in reversed(stack.ancestors(resource)))
        if ancestry not in sections:
            place = origin(file, ancestry, "")
            sections[ancestry] = place[0].removeprefix("airworthy:") if place else ""
        found[sections[ancestry]] |= changed
    return found


def rounds(table: Mapping[str, Config]) -> list[dict[str, tuple[str, object]]]:
    """Changes to try together, one key of each section."""
    rows = [[(section, change) for change in keys.items()] for section, keys in table.items()]
    return [dict(filter(None, row)) for row in zip_longest(*rows)]


@pytest.fixture(scope="module")
def baseline(recorded: Record) -> Callable[[frozenset[str]], Stack]:
    """What a part of the system is without a change, recorded once."""
    return cache(lambda sections: record(recorded, written(part(sections))))


@pytest.mark.parametrize(
    ("sections", "changes"),
    [
        pytest.param(frozenset(table), changes, id=f"{name} {number}")
        for name, table in PARTS.items()
        for number, changes in enumerate(rounds(table))
    ],
)
def test_each_key_moves_what_it_is_marked_with(
    sections: frozenset[str],
    changes: dict[str, tuple[str, object]],
    recorded: Record,
    baseline: Callable[[frozenset[str]], Stack],
) -> None:
    """A changed key changes every property that it is marked with, in its own section."""
    config = part(sections)
    for section, (key, value) in changes.items():
        keys = reduce(lambda within, step: within[step], section.split("."), config)
        assert keys.get(key) != value
        keys[key] = value
    file = written(config)

    found = moved(baseline(sections), record(recorded, file), file)

    still = [
        f"{section}.{key} leaves {mark} as it was"
        for section, (key, _) in changes.items()
        for mark in marks_of(MODELS[section], key)
        if (section, mark) not in POINTED_AT
        and not any(names(mark, path) for path in found[section])
    ]
    assert still == []


@pytest.mark.parametrize("section", MODELS)
def test_no_key_is_left_out(section: str) -> None:
    """Each key is either changed above or named with the reason why it moves nothing there."""
    (tried,) = (table[section] for table in PARTS.values() if section in table)

    assert {*tried, *ELSEWHERE.get(section, {})} == {*MODELS[section].model_fields}
    assert not tried.keys() & ELSEWHERE.get(section, {})
