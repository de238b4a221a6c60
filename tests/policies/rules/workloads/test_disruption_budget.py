import pytest

from airworthy.kit.testing import ABSENT, Case, changed, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.workloads.disruption_budget import disruption_budget

BASELINE = resource(
    "kubernetes:apps/v1:Deployment",
    {
        "metadata": {"name": "web", "namespace": "shop"},
        "spec": {"replicas": 3, "template": {"metadata": {"labels": {"app": "web"}}}},
    },
)
BUDGET = resource(
    "kubernetes:policy/v1:PodDisruptionBudget",
    {
        "metadata": {"namespace": "shop"},
        "spec": {"maxUnavailable": 1, "selector": {"matchLabels": {"app": "web"}}},
    },
    name="web",
)
SECOND = resource("kubernetes:policy/v1:PodDisruptionBudget", BUDGET.inputs, name="second")
AUTOSCALER = resource(
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    {
        "metadata": {"namespace": "shop"},
        "spec": {"maxReplicas": 4, "scaleTargetRef": {"kind": "Deployment", "name": "web"}},
    },
)
LABEL = "spec.template.metadata.labels.app"

CASES = [
    Case("one budget", {}, Outcome.PASS),
    Case("none", {}, Outcome.FAIL, "no PodDisruptionBudget", beside=()),
    Case("of other pods", {LABEL: "api"}, Outcome.FAIL, "no PodDisruptionBudget"),
    Case("in another namespace", {"metadata.namespace": "blog"}, Outcome.FAIL),
    Case("two", {}, Outcome.FAIL, "2 PodDisruptionBudgets", beside=(BUDGET, SECOND)),
    Case("one pod", {"spec.replicas": 1}, Outcome.NOT_APPLICABLE, "one pod", beside=()),
    Case("missing: one pod by default", {"spec.replicas": ABSENT}, Outcome.NOT_APPLICABLE),
    Case("autoscaled", {"spec.replicas": ABSENT}, Outcome.FAIL, beside=(AUTOSCALER,)),
    Case("unknown", {"spec.replicas": UNKNOWN}, Outcome.UNKNOWN),
    Case("unknown label", {LABEL: UNKNOWN}, Outcome.UNKNOWN, "whether it belongs to web"),
    Case("unknown labels", {"spec.template.metadata": UNKNOWN}, Outcome.UNKNOWN),
    Case(
        "unknown selector",
        {},
        Outcome.UNKNOWN,
        beside=(changed(BUDGET, {"spec.selector": UNKNOWN}),),
    ),
    Case("secret", {LABEL: Secret("web")}, Outcome.PASS),
    Case("secret, and of other pods", {LABEL: Secret("api")}, Outcome.FAIL),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(disruption_budget, BASELINE, (BUDGET,))


def test_exempt() -> None:
    """A single pod owes no budget."""
    rows = [case for case in CASES if case.outcome is Outcome.NOT_APPLICABLE]

    assert rows
    assert all(case.verdict(disruption_budget, BASELINE, (BUDGET,)).exempt for case in rows)
