from dataclasses import replace

import pytest

from airworthy.kit.testing import ABSENT, Case, changed, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.workloads.autoscaler_target_resolves import (
    autoscaler_target_resolves,
)

NAME, KIND = "spec.scaleTargetRef.name", "spec.scaleTargetRef.kind"
BASELINE = resource(
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    {"spec": {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}}},
)
WEB = resource("kubernetes:apps/v1:Deployment", {"metadata": {"name": "web"}}, name="web")
CHART = replace(resource("kubernetes:helm.sh/v3:Release", name="chart"), opaque=True)

CASES = [
    Case("a workload of the stack", {}, Outcome.PASS),
    Case("a misspelt name", {NAME: "wbe"}, Outcome.FAIL, 'name is "wbe"'),
    Case("of another kind", {KIND: "StatefulSet"}, Outcome.FAIL),
    Case("missing", {NAME: ABSENT}, Outcome.FAIL, "name is absent"),
    Case("a kind of others", {KIND: "Rollout"}, Outcome.UNKNOWN, "outside of the stack"),
    Case("no workloads here", {}, Outcome.UNKNOWN, "outside of the stack", beside=()),
    Case("perhaps a chart's", {NAME: "wbe"}, Outcome.UNKNOWN, "which pods chart", (WEB, CHART)),
    Case("unknown", {NAME: UNKNOWN}, Outcome.UNKNOWN, "scaleTargetRef.name"),
    Case(
        "the workload's name is unknown",
        {},
        Outcome.UNKNOWN,
        "whether it scales web",
        beside=(changed(WEB, {"metadata.name": UNKNOWN}),),
    ),
    Case(
        "the workload's namespace is unknown",
        {},
        Outcome.UNKNOWN,
        "whether it scales web",
        beside=(changed(WEB, {"metadata.namespace": UNKNOWN}),),
    ),
    Case("secret", {NAME: Secret("wbe")}, Outcome.FAIL, "[secret]"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(autoscaler_target_resolves, BASELINE, (WEB,))
