"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, rule
from airworthy.kit.verdict import Finding, Severity
from airworthy.policies.namespace_objects import objects_in, refuse_unseen
from airworthy.policies.namespaces import NAMESPACE

QUOTA = "kubernetes:core/v1:ResourceQuota"
LIMITS = "kubernetes:core/v1:LimitRange"
# The names under which a quota bounds each; a bare `memory` means requests.
BOUNDED = {
    "CPU": {"requests.cpu", "limits.cpu", "cpu"},
    "memory": {"requests.memory", "limits.memory", "memory"},
}


@rule(
    proves=("namespace-quota",),
    on=(NAMESPACE,),
    severity=Severity.MEDIUM,
    fix="Add a ResourceQuota on CPU and memory, and a LimitRange whose Container entry has a "
    "default memory limit.",
    source="Kubernetes: a namespace has neither by default; with a quota, a container that names "
    "no limit is refused unless a LimitRange has a default",
)
def namespace_quota(namespace: Resource, stack: Stack) -> Findings:
    """Namespaces have a quota, and limits for containers that name none.

    One runaway workload must not starve its neighbours, and one container without a limit must
    not take its node.
    """
    quotas, perhaps = objects_in(namespace, stack, QUOTA)
    bounded = {name for quota in quotas for name in quota.tree("spec.hard")}
    unbounded = [what for what, names in BOUNDED.items() if not names & bounded]
    if unbounded:
        refuse_unseen(perhaps)
    for what in unbounded:
        yield Finding(f"no ResourceQuota of the namespace bounds {what}")
    ranges, perhaps = objects_in(namespace, stack, LIMITS)
    if not any(map(_has_default, ranges)):
        refuse_unseen(perhaps)
        yield Finding("no LimitRange of the namespace has a default memory limit for containers")


def _has_default(limits: Resource) -> bool:
    return any(
        item.text("type") == "Container" and item.has("default.memory")
        for item in limits.trees("spec.limits")
    )
