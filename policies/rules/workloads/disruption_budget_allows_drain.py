"""See the rule's own docstring."""

import math
import re
from typing import Final

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, rule
from airworthy.kit.verdict import Finding, Severity
from airworthy.policies.autoscaling import replicas_of
from airworthy.policies.label_selectors import BUDGET, picked_by, selector_of
from airworthy.policies.pods import REPLICATED

PERCENT: Final = re.compile(r"([0-9]{1,3})%")
LIMITS: Final = ("spec.minAvailable", "spec.maxUnavailable")
ANY_NUMBER: Final = 1_000_000  # more pods than any budget counts


@rule(
    proves=("disruption-budget",),
    on=(BUDGET,),
    severity=Severity.HIGH,
    fix="Set maxUnavailable=1 with the pod template's own labels as the selector.",
    source="Kubernetes: percentages of pods are rounded up; no selector selects nothing, an empty "
    "one the whole namespace; no limit allows everything",
)
def disruption_budget_allows_drain(budget: Resource, stack: Stack) -> Findings:
    """Disruption budgets keep some pods of one workload, and let the rest go.

    A budget that spares no pod makes each node drain wait for ever, and with it each upgrade of
    the cluster; one that spares all is no budget.
    """
    selector = selector_of(budget)
    if selector is None or selector.requirements == ():
        yield budget.expected("spec.selector", "the labels of one workload's pods")
    limits = [path for path in LIMITS if budget.has(path)]
    if len(limits) != 1:
        yield Finding(f"{len(limits)} of {' and '.join(LIMITS)} are set, expected one", at="spec")
        return
    (limit,) = limits
    fault = _fault(budget, limit, ANY_NUMBER)
    workloads = () if fault else picked_by(budget, stack).certain()
    if all(workload.type in REPLICATED for workload in workloads):
        least = sum(replicas_of(workload, stack).least for workload in workloads)
        fault = fault or _fault(budget, limit, min(least, ANY_NUMBER))
    if fault:
        yield budget.expected(limit, fault)


def _fault(budget: Resource, limit: str, count: float) -> str:
    """What the limit should be instead, if it is wrong for a number of pods."""
    if not count:
        return ""
    percent = PERCENT.fullmatch(budget.text(limit))
    given = (
        math.ceil(int(percent[1]) * count / 100) if percent is not None else budget.number(limit, 0)
    )
    kept = given if limit == "spec.minAvailable" else count - given
    if kept >= count:
        return "a limit under which a pod may go at all times"
    if kept <= 0 and count > 1:
        return "a limit under which some pods stay"
    return ""
