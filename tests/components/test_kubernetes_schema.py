"""Every Kubernetes object that a component makes is one that the API server would take."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import kubernetes_validate
import pytest

from airworthy.components.system import compose
from airworthy.kit.project import config_text
from airworthy.kit.resource import Resource, Stack
from airworthy.kit.stackfile import StackFile
from airworthy.kit.testing import changed
from airworthy.kit.values import Secret, Unknown
from airworthy.settings.load import parse_settings

VERSION = "1.34"
EXAMPLES = sorted((Path(__file__).parent / "examples").glob("*.py"))
NAMES = tuple(path.stem for path in EXAMPLES)

Recorded = Callable[[Callable[[], object]], Stack]


def objects(path: Path, recorded: Recorded) -> Iterator[Resource]:
    """The objects of Kubernetes' own kinds in an example; those of operators have no schema."""
    spec = importlib.util.spec_from_file_location(f"schema_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for resource in recorded(lambda: module.build("one")):
        if resource.type.startswith("kubernetes:") and is_built_in(resource.text("apiVersion")):
            yield resource


def is_built_in(version: str) -> bool:
    group = version.rpartition("/")[0]
    return bool(version) and ("." not in group or group.endswith(".k8s.io"))


def manifest(raw: object) -> object:
    """The object as it would be sent, with a text in place of what is not known yet."""
    match raw:
        case Secret():
            return manifest(raw.value)
        case Unknown():
            return "unknown"
        case Mapping():
            return {key: manifest(value) for key, value in raw.items()}
        case list():
            return [manifest(value) for value in raw]
        case _:
            return raw


def error(resource: Resource) -> str:
    """What the schema says against an object; empty if nothing."""
    try:
        kubernetes_validate.validate(manifest(resource.inputs), VERSION, strict=True)
    except kubernetes_validate.ValidationError as refusal:
        return f"{resource.name}: {'.'.join(map(str, refusal.path))}: {refusal.message}"
    return ""


@pytest.mark.parametrize("path", EXAMPLES, ids=NAMES)
def test_objects_follow_the_schema(path: Path, recorded: Recorded) -> None:
    """No unknown field, no wrong type, by the schema of the oldest Kubernetes we support."""
    assert [found for each in objects(path, recorded) if (found := error(each))] == []


def test_a_misspelt_field_is_seen(recorded: Recorded) -> None:
    """The check is strict: a field that Kubernetes would drop in silence is an error."""
    (deployment,) = (
        each
        for each in objects(EXAMPLES[NAMES.index("service")], recorded)
        if each.type.endswith(":Deployment")
    )
    only = "spec.template.spec.containers.0"
    misspelt = changed(deployment, {f"{only}.livenessprobe": {"periodSeconds": 5}})

    assert error(deployment) == ""
    assert "livenessprobe" in error(misspelt)


def test_the_composed_system_follows_the_schema(recorded: Callable[..., Stack]) -> None:
    """What composition adds to components is checked as well: the whole production system."""
    path = Path(__file__).parent.parent.parent / "Pulumi.prod.yaml"
    file = StackFile.parse(path.read_text(encoding="utf-8"), name=path.name, project="project")
    given = {key: config_text(value) for key, value in file.config.items()}
    loaded = parse_settings(given, file)

    stack = recorded(lambda: compose(loaded), **{"project:whatsappToken": "token"})
    found = [
        each
        for each in stack
        if each.type.startswith("kubernetes:") and is_built_in(each.text("apiVersion"))
    ]

    assert len(found) > 40
    assert [wrong for each in found if (wrong := error(each))] == []
