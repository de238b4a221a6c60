import pytest

from airworthy.kit.testing import ABSENT, Case, changed, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.workloads.disruption_budget_allows_drain import (
    disruption_budget_allows_drain,
)

LEAST, MOST, SELECTOR = "spec.minAvailable", "spec.maxUnavailable", "spec.selector"
BASELINE = resource(
    "kubernetes:policy/v1:PodDisruptionBudget",
    {"spec": {"maxUnavailable": 1, "selector": {"matchLabels": {"app": "web"}}}},
)
WEB = resource(
    "kubernetes:apps/v1:Deployment",
    {"spec": {"replicas": 3, "template": {"metadata": {"labels": {"app": "web"}}}}},
    name="web",
)
JOB = resource(
    "kubernetes:batch/v1:Job",
    {"spec": {"template": {"metadata": {"labels": {"app": "web"}}}}},
    name="job",
)


def at_least(value: object) -> dict[str, object]:
    return {MOST: ABSENT, LEAST: value}


CASES = [
    Case("one may go", {}, Outcome.PASS),
    Case("none may go", {MOST: 0}, Outcome.FAIL, "a pod may go at all times"),
    Case("none may go, in percent", {MOST: "0%"}, Outcome.FAIL),
    Case("some may go, in percent", {MOST: "10%"}, Outcome.PASS),
    Case("all may go", {MOST: "100%"}, Outcome.FAIL, "some pods stay"),
    Case("all there are may go", {MOST: 3}, Outcome.FAIL, "some pods stay"),
    Case("two stay", at_least(2), Outcome.PASS),
    Case("all stay", at_least(3), Outcome.FAIL, "minAvailable is 3"),
    Case("all stay, in percent", at_least("100%"), Outcome.FAIL),
    Case("all stay, since percentages round up", at_least("90%"), Outcome.FAIL),
    Case("none need stay", at_least(0), Outcome.FAIL),
    Case("the only one may go", {}, Outcome.PASS, "", (changed(WEB, {"spec.replicas": 1}),)),
    Case(
        "the only one stays", at_least(1), Outcome.FAIL, "", (changed(WEB, {"spec.replicas": 1}),)
    ),
    Case(
        "more than there can be",
        {MOST: "50%"},
        Outcome.PASS,
        "",
        (changed(WEB, {"spec.replicas": 1.7e308}),),
    ),
    Case("switched off", at_least(1), Outcome.PASS, "", (changed(WEB, {"spec.replicas": 0}),)),
    Case("pods of another stack", at_least(3), Outcome.PASS, beside=()),
    Case("pods of a job are not counted", at_least(3), Outcome.PASS, beside=(WEB, JOB)),
    Case("missing: no limit", {MOST: ABSENT}, Outcome.FAIL, "0 of spec.minAvailable"),
    Case("both limits", {LEAST: 1}, Outcome.FAIL, "2 of spec.minAvailable"),
    Case("missing: no selector", {SELECTOR: ABSENT}, Outcome.FAIL, "selector is absent"),
    Case("the whole namespace", {SELECTOR: {}}, Outcome.FAIL, "one workload's pods"),
    Case("unknown", {MOST: UNKNOWN}, Outcome.UNKNOWN),
    Case("unknown pods", {}, Outcome.UNKNOWN, "", (changed(WEB, {"spec.replicas": UNKNOWN}),)),
    Case("secret", {MOST: Secret(0)}, Outcome.FAIL, "[secret]"),
    Case("malformed", {MOST: "a few"}, Outcome.FAIL, "expected a number"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(disruption_budget_allows_drain, BASELINE, (WEB,))
