"""See the rule's own docstring."""

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, rule
from airworthy.kit.tree import Tree
from airworthy.kit.verdict import Severity
from airworthy.policies.pods import LONG_RUNNING, expected, main_containers
from airworthy.policies.probes import has_probe
from airworthy.policies.unknowns import each


@rule(
    proves=("health-probes-configured",),
    on=LONG_RUNNING,
    severity=Severity.HIGH,
    fix="Give each container a livenessProbe and a startupProbe, and a readinessProbe where it "
    "has ports.",
    source="Kubernetes: no probe counts as success; init containers take none, and of sidecars "
    "the probes are optional",
)
def health_probes_configured(workload: Resource) -> Findings:
    """Long-running containers say when they have started, are alive and are ready.

    Without probes Kubernetes takes a started process for a working one: a deadlock is never
    restarted, and a liveness probe alone kills what starts slowly.
    """
    yield from each(main_containers(workload), _unprobed)


def _unprobed(container: Tree) -> Findings:
    if not has_probe(container, "readinessProbe") and container.list("ports"):
        yield expected(container, "readinessProbe", "a check of whether its ports can be served")
    if not has_probe(container, "livenessProbe"):
        yield expected(container, "livenessProbe", "a check of the process itself")
    elif not (
        has_probe(container, "startupProbe")
        or container.number("livenessProbe.initialDelaySeconds", 0) > 0
    ):
        yield expected(container, "startupProbe", "a check that holds liveness back till it is up")
