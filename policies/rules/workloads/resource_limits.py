"""See the rule's own docstring."""

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, rule
from airworthy.kit.tree import Tree
from airworthy.kit.verdict import Severity
from airworthy.policies.container_resources import is_limited, is_requested
from airworthy.policies.pods import WORKLOADS, all_containers, expected, pod_spec
from airworthy.policies.unknowns import each


@rule(
    proves=("resource-limits",),
    on=WORKLOADS,
    severity=Severity.HIGH,
    fix="Set requests for cpu and memory and a limit for memory on each container.",
    source="Kubernetes: nothing is requested or limited unless set, and a limit alone is also the "
    "request; a limit of CPU is no duty, since it only slows down",
)
def resource_limits(workload: Resource) -> Findings:
    """Containers request CPU and memory and have a limit of memory.

    Without requests the scheduler packs nodes by guess; without a limit of memory one leak takes
    the node, and its neighbours are killed first.
    """
    spec = pod_spec(workload)
    yield from each(all_containers(workload), lambda container: _unbounded(spec, container))


def _unbounded(spec: Tree, container: Tree) -> Findings:
    for resource in ("cpu", "memory"):
        if not is_requested(spec, container, resource):
            yield expected(container, f"resources.requests.{resource}", "an amount")
    if not is_limited(spec, container, "memory"):
        yield expected(container, "resources.limits.memory", "an amount")
