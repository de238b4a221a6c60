import pytest

from airworthy.kit.resource import Resource
from airworthy.kit.testing import resource
from airworthy.kit.tree import Tree
from airworthy.kit.values import Malformed
from airworthy.policies.pods import (
    WORKLOADS,
    all_containers,
    deciding,
    long_running_containers,
    main_containers,
    pod_spec,
    template_path,
)

SPEC = {
    "containers": [{"name": "web"}],
    "initContainers": [{"name": "migrate"}, {"name": "proxy", "restartPolicy": "Always"}],
}
SIMPLE: dict[str, object] = {"metadata": {}, "spec": {"template": {"spec": SPEC}}}
NESTED: dict[str, object] = {"spec": {"jobTemplate": {"spec": {"template": {"spec": SPEC}}}}}
INPUTS: dict[str, dict[str, object]] = {
    "kubernetes:batch/v1:CronJob": NESTED,
    "kubernetes:core/v1:Pod": {"spec": SPEC},
}
TEMPLATES = {
    "kubernetes:batch/v1:CronJob": "spec.jobTemplate.spec.template.",
    "kubernetes:core/v1:Pod": "",
}


def workload(kind: str) -> Resource:
    return resource(kind, INPUTS.get(kind, SIMPLE))


def names(containers: tuple[Tree, ...]) -> list[str]:
    return [container.text("name") for container in containers]


@pytest.mark.parametrize("kind", WORKLOADS)
def test_each_kind_has_its_pods_where_kubernetes_has_them(kind: str) -> None:
    """Paths are those of the whole workload, so that a finding leads to the property."""
    found = workload(kind)
    template = TEMPLATES.get(kind, "spec.template.")

    assert template_path(found, "metadata.labels") == f"{template}metadata.labels"
    assert pod_spec(found).at("volumes") == f"{template}spec.volumes"
    (container,) = main_containers(found)
    assert container.at("image") == f"{template}spec.containers[0].image"


@pytest.mark.parametrize("kind", WORKLOADS)
def test_containers_are_told_apart(kind: str) -> None:
    """A sidecar runs as long as the pod; any other init container only before it."""
    found = workload(kind)

    assert names(main_containers(found)) == ["web"]
    assert names(long_running_containers(found)) == ["web", "proxy"]
    assert names(all_containers(found)) == ["web", "migrate", "proxy"]


@pytest.mark.parametrize("containers", [None, []])
def test_a_pod_has_a_container(containers: object) -> None:
    """A rule must not be content with a workload because it has nothing to look at."""
    empty = resource("kubernetes:core/v1:Pod", {"spec": {"containers": containers}})

    with pytest.raises(Malformed, match=r"^spec\.containers is .*, expected a container at least"):
        main_containers(empty)


def test_the_container_decides_before_its_pod() -> None:
    """What both may set is decided by the container, and shown there where neither sets it."""
    spec, container = Tree({"a": 1, "b": 1}, "spec"), Tree({"a": 2}, "spec.containers[0]")

    assert deciding(spec, container, "a") is container
    assert deciding(spec, container, "b") is spec
    assert deciding(spec, container, "c") is container
