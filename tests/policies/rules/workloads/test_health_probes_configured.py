import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.workloads.health_probes_configured import health_probes_configured

PROBE = {"httpGet": {"path": "/live", "port": 8080}}
CONTAINER = {
    "name": "web",
    "ports": [{"containerPort": 8080}],
    "livenessProbe": PROBE,
    "readinessProbe": PROBE,
    "startupProbe": PROBE,
}
AT = "spec.template.spec.containers"
WEB = f"{AT}.0"
BASELINE = resource(
    "kubernetes:apps/v1:Deployment",
    {"spec": {"template": {"spec": {"containers": [CONTAINER], "initContainers": [{}]}}}},
)

CASES = [
    Case("all three", {}, Outcome.PASS),
    Case("no liveness", {f"{WEB}.livenessProbe": ABSENT}, Outcome.FAIL, "livenessProbe is absent"),
    Case("no readiness", {f"{WEB}.readinessProbe": ABSENT}, Outcome.FAIL, "readinessProbe is"),
    Case("an empty probe asks nothing", {f"{WEB}.readinessProbe": {}}, Outcome.FAIL),
    Case("no startup", {f"{WEB}.startupProbe": ABSENT}, Outcome.FAIL, "startupProbe is absent"),
    Case(
        "a delay instead of a startup probe",
        {f"{WEB}.startupProbe": ABSENT, f"{WEB}.livenessProbe.initialDelaySeconds": 30},
        Outcome.PASS,
    ),
    Case(
        "a worker without ports",
        {f"{WEB}.readinessProbe": ABSENT, f"{WEB}.ports": ABSENT},
        Outcome.PASS,
    ),
    Case(
        "a second container",
        {AT: [CONTAINER, {"name": "proxy"}]},
        Outcome.FAIL,
        "spec.template.spec.containers[1].livenessProbe is absent",
    ),
    Case(
        "an unknown container does not hide another",
        {AT: [{"livenessProbe": UNKNOWN}, {"name": "proxy"}]},
        Outcome.FAIL,
        "containers[1].livenessProbe is absent",
    ),
    Case("missing: no containers", {AT: ABSENT}, Outcome.FAIL, "expected a container at least"),
    Case("unknown", {f"{WEB}.livenessProbe": UNKNOWN}, Outcome.UNKNOWN),
    Case("unknown containers", {AT: UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {f"{WEB}.livenessProbe": Secret({})}, Outcome.FAIL, "[secret]"),
    Case("malformed", {f"{WEB}.livenessProbe": "yes"}, Outcome.FAIL, "expected a mapping"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(health_probes_configured, BASELINE)
