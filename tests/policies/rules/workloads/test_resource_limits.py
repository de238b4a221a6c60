import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.workloads.resource_limits import resource_limits

POD = "spec.jobTemplate.spec.template.spec"
WEB = f"{POD}.containers.0.resources"
AMOUNTS = {"requests": {"cpu": "100m", "memory": "128Mi"}, "limits": {"memory": "256Mi"}}
BASELINE = resource(
    "kubernetes:batch/v1:CronJob",
    {
        "spec": {
            "jobTemplate": {
                "spec": {"template": {"spec": {"containers": [{"resources": AMOUNTS}]}}}
            }
        }
    },
)

CASES = [
    Case("all three", {}, Outcome.PASS),
    Case("no CPU", {f"{WEB}.requests.cpu": ABSENT}, Outcome.FAIL, "resources.requests.cpu is"),
    Case("no limit", {f"{WEB}.limits": ABSENT}, Outcome.FAIL, "resources.limits.memory is absent"),
    Case("a limit is a request too", {f"{WEB}.requests.memory": ABSENT}, Outcome.PASS),
    Case("nothing", {f"{WEB}.requests.cpu": "0m"}, Outcome.FAIL),
    Case("missing", {WEB: ABSENT}, Outcome.FAIL, "[0].resources.requests.memory is absent"),
    Case("for the whole pod", {WEB: ABSENT, f"{POD}.resources": AMOUNTS}, Outcome.PASS),
    Case(
        "an init container",
        {f"{POD}.initContainers": [{"name": "migrate"}]},
        Outcome.FAIL,
        f"{POD}.initContainers[0].resources.requests.cpu",
    ),
    Case("unknown", {f"{WEB}.limits.memory": UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {f"{WEB}.requests.cpu": Secret("0")}, Outcome.FAIL, "[secret]"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(resource_limits, BASELINE)
