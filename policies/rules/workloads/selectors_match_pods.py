"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.values import UnknownRead
from airworthy.kit.verdict import Severity
from airworthy.policies.label_selectors import SELECTORS, neighbours, picked_by, selector_of
from airworthy.policies.unseen_pods import refuse_unseen_pods


@rule(
    proves=("kubernetes-references-resolve",),
    on=tuple(SELECTORS),
    severity=Severity.HIGH,
    fix="Write the labels of the pod template into the selector, and the same namespace.",
    source="Kubernetes: a selector that matches nothing is accepted without a word",
)
def selectors_match_pods(owner: Resource, stack: Stack) -> Findings:
    """The selectors of Services, budgets and network policies match pods.

    One wrong letter leaves a Service without a backend, a budget without effect or a pod without
    its policy, and Kubernetes reports no error.
    """
    path = SELECTORS[owner.type]
    selector = selector_of(owner)
    if selector is None or selector.requirements == ():
        raise NotApplicable("it picks no pods by their labels")
    if picked_by(owner, stack).certain():
        return
    refuse_unseen_pods(stack)
    if not neighbours(owner, stack).certain():
        raise UnknownRead(f"whether {path} matches pods of another stack")
    yield owner.expected(path, "labels that pods in its namespace have")
