from dataclasses import replace

import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.workloads.selectors_match_pods import selectors_match_pods

PICKS = "spec.selector.app"
BASELINE = resource(
    "kubernetes:core/v1:Service",
    {"metadata": {"namespace": "shop"}, "spec": {"selector": {"app": "web"}}},
)
WEB = resource(
    "kubernetes:apps/v1:Deployment",
    {
        "metadata": {"namespace": "shop"},
        "spec": {"template": {"metadata": {"labels": {"app": "web", "tier": "front"}}}},
    },
    name="web",
)
CHART = replace(resource("kubernetes:helm.sh/v3:Release", name="chart"), opaque=True)
OPERATED = resource("kubernetes:postgresql.cnpg.io/v1:Cluster", name="db")
CERTIFICATE = resource("kubernetes:cert-manager.io/v1:Certificate", name="tls")

CASES = [
    Case("pods of the stack", {}, Outcome.PASS),
    Case("nothing", {PICKS: "wbe"}, Outcome.FAIL, "selector is"),
    Case("missing: no selector", {"spec.selector": ABSENT}, Outcome.NOT_APPLICABLE, "no pods"),
    Case("no pods here", {"metadata.namespace": "blog"}, Outcome.UNKNOWN, "another stack"),
    Case("perhaps a chart's", {PICKS: "wbe"}, Outcome.UNKNOWN, "which pods chart", (WEB, CHART)),
    Case("perhaps an operator's", {PICKS: "wbe"}, Outcome.UNKNOWN, "", (WEB, OPERATED)),
    Case("not a certificate's", {PICKS: "wbe"}, Outcome.FAIL, "", (WEB, CERTIFICATE)),
    Case("unknown", {PICKS: UNKNOWN}, Outcome.UNKNOWN, "whether it belongs to web"),
    Case("unknown namespace", {"metadata.namespace": UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {PICKS: Secret("wbe")}, Outcome.FAIL, "[secret]"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(selectors_match_pods, BASELINE, (WEB,))


def test_policies_and_budgets_are_judged_too() -> None:
    """A budget and a network policy pick pods by label, and the latter may mean all of them."""
    metadata = {"namespace": "shop"}
    typo = {"matchLabels": {"app": "wbe"}}
    budget = resource(
        "kubernetes:policy/v1:PodDisruptionBudget",
        {"metadata": metadata, "spec": {"selector": typo}},
    )
    policy = resource(
        "kubernetes:networking.k8s.io/v1:NetworkPolicy",
        {"metadata": metadata, "spec": {"podSelector": typo}},
    )

    for owner in (budget, policy):
        Case("a typo", {}, Outcome.FAIL, "elector is").check(selectors_match_pods, owner, (WEB,))
    Case("all", {"spec.podSelector": {}}, Outcome.NOT_APPLICABLE).check(
        selectors_match_pods, policy, (WEB,)
    )
