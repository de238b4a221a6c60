import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.workloads.non_root_containers import non_root_containers

POD = "spec.securityContext"
OWN = "spec.containers.0.securityContext"
BASELINE = resource(
    "kubernetes:core/v1:Pod",
    {"spec": {"securityContext": {"runAsNonRoot": True}, "containers": [{"name": "web"}]}},
)

CASES = [
    Case("refused by the pod", {}, Outcome.PASS),
    Case("refused by the container", {POD: ABSENT, OWN: {"runAsNonRoot": True}}, Outcome.PASS),
    Case("missing: root by default", {POD: ABSENT}, Outcome.FAIL, "containers[0].securityContext"),
    Case("allowed by the pod", {f"{POD}.runAsNonRoot": False}, Outcome.FAIL, f"{POD}.runAsNonRoot"),
    Case("allowed by the container", {OWN: {"runAsNonRoot": False}}, Outcome.FAIL, "containers[0]"),
    Case("root by number", {f"{POD}.runAsUser": 0}, Outcome.FAIL, "runAsUser is 0"),
    Case("root in one container", {OWN: {"runAsUser": 0}}, Outcome.FAIL, "containers[0]"),
    Case("not root by number", {f"{POD}.runAsUser": 0, OWN: {"runAsUser": 10001}}, Outcome.PASS),
    Case("unknown", {f"{POD}.runAsNonRoot": UNKNOWN}, Outcome.UNKNOWN),
    Case(
        "unknown, but the container decides",
        {POD: UNKNOWN, OWN: {"runAsNonRoot": True, "runAsUser": 10001}},
        Outcome.PASS,
    ),
    Case("secret", {f"{POD}.runAsNonRoot": Secret(False)}, Outcome.FAIL, "[secret]"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(non_root_containers, BASELINE)
