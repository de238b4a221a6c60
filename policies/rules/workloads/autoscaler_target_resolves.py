"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, rule
from airworthy.kit.values import UnknownRead
from airworthy.kit.verdict import Severity
from airworthy.policies.autoscaling import AUTOSCALERS, targets_of
from airworthy.policies.label_selectors import neighbours
from airworthy.policies.pods import LONG_RUNNING
from airworthy.policies.unseen_pods import refuse_unseen_pods

KINDS = frozenset(name.rpartition(":")[2] for name in LONG_RUNNING)


@rule(
    proves=("kubernetes-references-resolve",),
    on=AUTOSCALERS,
    severity=Severity.HIGH,
    fix="Take the name in scaleTargetRef from the workload itself: deployment.metadata.name.",
    source="Kubernetes: an autoscaler without its target is accepted, and does nothing",
)
def autoscaler_target_resolves(autoscaler: Resource, stack: Stack) -> Findings:
    """Autoscalers name a workload that there is.

    A misspelt name is found at the first peak, when nothing scales.
    """
    if targets_of(autoscaler, stack):
        return
    refuse_unseen_pods(stack)
    known = autoscaler.text("spec.scaleTargetRef.kind") in KINDS
    if not known or not neighbours(autoscaler, stack).certain():
        raise UnknownRead("whether spec.scaleTargetRef names something outside of the stack")
    yield autoscaler.expected("spec.scaleTargetRef.name", "the name of a workload beside it")
