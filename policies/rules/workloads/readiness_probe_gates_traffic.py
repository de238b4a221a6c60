"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.tree import Tree
from airworthy.kit.verdict import Finding, Severity
from airworthy.policies.label_selectors import SERVICE, picking
from airworthy.policies.pods import LONG_RUNNING, expected
from airworthy.policies.probes import has_probe
from airworthy.policies.services import serving
from airworthy.policies.unknowns import each


@rule(
    proves=("readiness-probe-gates-traffic",),
    on=LONG_RUNNING,
    severity=Severity.HIGH,
    fix="Give the container that answers the Service a readinessProbe, and leave "
    "publishNotReadyAddresses off.",
    source="Kubernetes: a container without a readiness probe counts as ready once it runs; "
    "publishNotReadyAddresses defaults to false",
)
def readiness_probe_gates_traffic(workload: Resource, stack: Stack) -> Findings:
    """Services send traffic only to containers that say they are ready.

    Otherwise users meet pods that are still starting, at every release and every scale-out.
    """
    services = picking(workload, stack, SERVICE).certain()
    if not services:
        raise NotApplicable("no Service of the stack sends traffic to it")
    yield from each(services, _ungated)
    yield from each(serving(workload, services), _unready)


def _ungated(service: Resource) -> Findings:
    # A headless Service is how peers find each other before they are ready.
    if service.flag("spec.publishNotReadyAddresses", default=False) and (
        service.text("spec.clusterIP") != "None"
    ):
        yield Finding(f"{service.name} sets spec.publishNotReadyAddresses, expected it to be off")


def _unready(group: tuple[Tree, ...]) -> Findings:
    if not any(has_probe(container, "readinessProbe") for container in group):
        yield expected(group[0], "readinessProbe", "a check, since a Service sends traffic here")
