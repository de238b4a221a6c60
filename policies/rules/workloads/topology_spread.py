"""See the rule's own docstring."""

from typing import Final

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Exempt, Findings, rule
from airworthy.kit.values import UnknownRead
from airworthy.kit.verdict import Finding, Severity
from airworthy.policies.autoscaling import replicas_of
from airworthy.policies.label_selectors import labels_of, selector_at
from airworthy.policies.pods import REPLICATED, expected, pod_spec

ZONE: Final = "topology.kubernetes.io/zone"
AVOIDING: Final = "affinity.podAntiAffinity"


@rule(
    proves=("topology-spread",),
    on=REPLICATED,
    severity=Severity.MEDIUM,
    fix="Add a topologySpreadConstraint with topologyKey topology.kubernetes.io/zone and the "
    "pod template's own labels as its labelSelector.",
    source="Kubernetes: the scheduler's own defaults let five pods more stand in one zone than in "
    "another; a constraint without a labelSelector counts no pod",
)
def topology_spread(workload: Resource, stack: Stack) -> Findings:
    """Replicas are spread over zones.

    Replicas that the scheduler happens to put into one zone fail together with it.
    """
    if replicas_of(workload, stack).most < 2:  # noqa: PLR2004 - one cannot be spread
        raise Exempt("one pod stands in one zone")
    spec = pod_spec(workload)
    preferred = spec.trees(f"{AVOIDING}.preferredDuringSchedulingIgnoredDuringExecution")
    terms = (
        *spec.trees("topologySpreadConstraints"),
        *spec.trees(f"{AVOIDING}.requiredDuringSchedulingIgnoredDuringExecution"),
        *(term.tree("podAffinityTerm") for term in preferred),
    )
    zonal = [term for term in terms if term.text("topologyKey") == ZONE]
    if not zonal:
        yield expected(spec, "topologySpreadConstraints", f"one with topologyKey {ZONE}")
        return
    labels = labels_of(workload)
    selectors = [selector_at(term, "labelSelector") for term in zonal]
    answers = {selector.picks(labels) if selector else False for selector in selectors}
    if answers == {False}:
        at = zonal[0].at("labelSelector")
        shown = zonal[0].shown("labelSelector")
        yield Finding(f"{at} is {shown}, expected the labels of the workload's own pods", at=at)
    elif True not in answers:
        raise UnknownRead(zonal[0].at("labelSelector"))
