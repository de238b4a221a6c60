import pytest

from airworthy.kit.testing import ABSENT, Case, changed, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.workloads.readiness_probe_gates_traffic import (
    readiness_probe_gates_traffic,
)

POD = "spec.template.spec"
WEB = f"{POD}.containers.0"
PROBE = {"httpGet": {"path": "/ready", "port": 8080}}
BASELINE = resource(
    "kubernetes:apps/v1:Deployment",
    {
        "metadata": {"namespace": "shop"},
        "spec": {
            "template": {
                "metadata": {"labels": {"app": "web"}},
                "spec": {
                    "containers": [
                        {
                            "name": "web",
                            "ports": [{"name": "http", "containerPort": 8080}],
                            "readinessProbe": PROBE,
                        },
                        {"name": "log"},
                    ]
                },
            }
        },
    },
)
SERVICE = resource(
    "kubernetes:core/v1:Service",
    {
        "metadata": {"namespace": "shop"},
        "spec": {"selector": {"app": "web"}, "ports": [{"port": 80, "targetPort": "http"}]},
    },
    name="web",
)
EARLY = changed(SERVICE, {"spec.publishNotReadyAddresses": True})


CASES = [
    Case("ready before traffic", {}, Outcome.PASS),
    Case(
        "without a probe",
        {f"{WEB}.readinessProbe": ABSENT},
        Outcome.FAIL,
        "spec.template.spec.containers[0].readinessProbe is absent",
    ),
    Case("missing: no Service", {}, Outcome.NOT_APPLICABLE, "no Service", beside=()),
    Case(
        "another Service",
        {f"{WEB}.readinessProbe": ABSENT},
        Outcome.NOT_APPLICABLE,
        beside=(changed(SERVICE, {"spec.selector.app": "api"}),),
    ),
    Case(
        "by number",
        {f"{WEB}.readinessProbe": ABSENT},
        Outcome.FAIL,
        beside=(changed(SERVICE, {"spec.ports": [{"port": 8080}]}),),
    ),
    Case(
        "undeclared port: any container may answer",
        {f"{WEB}.ports": ABSENT},
        Outcome.PASS,
    ),
    Case(
        "undeclared port and no probe at all",
        {f"{WEB}.ports": ABSENT, f"{WEB}.readinessProbe": ABSENT},
        Outcome.FAIL,
        "containers[0].readinessProbe",
    ),
    Case(
        "a sidecar that serves",
        {
            f"{POD}.initContainers": [
                {"ports": [{"containerPort": 8443}], "restartPolicy": "Always"},
                {"ports": [{"containerPort": 8443}]},
            ]
        },
        Outcome.FAIL,
        "initContainers[0].readinessProbe is absent",
        beside=(changed(SERVICE, {"spec.ports": [{"port": 8443}]}),),
    ),
    Case("traffic before readiness", {}, Outcome.FAIL, "publishNotReadyAddresses", beside=(EARLY,)),
    Case(
        "peers may meet early",
        {},
        Outcome.PASS,
        beside=(changed(EARLY, {"spec.clusterIP": "None"}),),
    ),
    Case("unknown", {f"{WEB}.readinessProbe": UNKNOWN}, Outcome.UNKNOWN),
    Case(
        "unknown selector",
        {},
        Outcome.UNKNOWN,
        "whether it belongs to web",
        beside=(changed(SERVICE, {"spec.selector": UNKNOWN}),),
    ),
    Case("secret", {f"{WEB}.readinessProbe": Secret({})}, Outcome.FAIL, "[secret]"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(readiness_probe_gates_traffic, BASELINE, (SERVICE,))
