"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Exempt, Findings, rule
from airworthy.kit.verdict import Finding, Severity
from airworthy.policies.autoscaling import replicas_of
from airworthy.policies.label_selectors import BUDGET, picking
from airworthy.policies.pods import REPLICATED, template_path


@rule(
    proves=("disruption-budget",),
    on=REPLICATED,
    severity=Severity.MEDIUM,
    fix="Add one PodDisruptionBudget whose selector matches the labels of the pod template, with "
    "maxUnavailable=1.",
    source="Kubernetes: evictions are unlimited without a budget, and refused for a pod that "
    "has two",
)
def disruption_budget(workload: Resource, stack: Stack) -> Findings:
    """Each replicated workload has one disruption budget.

    Without one, the drain of a few nodes evicts all replicas together; with two, Kubernetes
    evicts none and the drain never ends.
    """
    if replicas_of(workload, stack).most < 2:  # noqa: PLR2004 - one has no other to stand in
        raise Exempt("one pod cannot be kept while it moves")
    budgets = picking(workload, stack, BUDGET).certain()
    if not budgets:
        yield Finding(
            "no PodDisruptionBudget of the stack selects its pods, expected one",
            at=template_path(workload, "metadata.labels"),
        )
    if len(budgets) > 1:
        names = ", ".join(budget.name for budget in budgets)
        yield Finding(
            f"{len(budgets)} PodDisruptionBudgets select its pods ({names}), expected one",
            at=template_path(workload, "metadata.labels"),
        )
