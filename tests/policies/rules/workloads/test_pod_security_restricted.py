import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.workloads.pod_security_restricted import (
    ENFORCE,
    VERSION,
    pod_security_restricted,
)

LABELS = "metadata.labels"
GOOD = {ENFORCE: "restricted", VERSION: "v1.34"}
BASELINE = resource("kubernetes:core/v1:Namespace", {"metadata": {"labels": GOOD}})

CASES = [
    Case("restricted and pinned", {}, Outcome.PASS),
    Case("baseline", {LABELS: GOOD | {ENFORCE: "baseline"}}, Outcome.FAIL, '"baseline", expected'),
    Case("missing", {LABELS: ABSENT}, Outcome.FAIL, f"{ENFORCE} is absent"),
    Case("latest", {LABELS: GOOD | {VERSION: "latest"}}, Outcome.FAIL, '"latest"'),
    Case("no version", {LABELS: {ENFORCE: "restricted"}}, Outcome.FAIL, f"{VERSION} is absent"),
    Case("only warned", {LABELS: {"pod-security.kubernetes.io/warn": "restricted"}}, Outcome.FAIL),
    Case("unknown", {LABELS: GOOD | {ENFORCE: UNKNOWN}}, Outcome.UNKNOWN, ENFORCE),
    Case("unknown labels", {LABELS: UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {LABELS: Secret(GOOD | {ENFORCE: "baseline"})}, Outcome.FAIL, "[secret]"),
    Case("malformed", {LABELS: ["restricted"]}, Outcome.FAIL, "expected a mapping"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(pod_security_restricted, BASELINE)
