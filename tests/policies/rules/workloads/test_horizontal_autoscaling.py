import pytest

from airworthy.kit.testing import ABSENT, Case, changed, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.workloads.horizontal_autoscaling import horizontal_autoscaling

WEB = resource(
    "kubernetes:apps/v1:Deployment",
    {
        "metadata": {"name": "web"},
        "spec": {
            "template": {
                "spec": {
                    "containers": [
                        {"name": "web", "resources": {"requests": {"cpu": "100m"}}},
                        {"name": "log", "resources": {"limits": {"cpu": "50m"}}},
                    ]
                }
            }
        },
    },
    name="web",
)
BASELINE = resource(
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    {
        "spec": {
            "minReplicas": 2,
            "maxReplicas": 6,
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"},
            "metrics": [
                {
                    "type": "Resource",
                    "resource": {
                        "name": "cpu",
                        "target": {"type": "Utilization", "averageUtilization": 70},
                    },
                }
            ],
        }
    },
)
NAME = "spec.scaleTargetRef.name"
TARGET = "spec.metrics.0.resource.target"
POD = "spec.template.spec"
NO_REQUEST = changed(WEB, {f"{POD}.containers.1.resources": ABSENT})
QUEUE = {"type": "External", "external": {"target": {"type": "Value", "value": "30"}}}
ONE_CONTAINER = {
    "type": "ContainerResource",
    "containerResource": {
        "name": "cpu",
        "container": "web",
        "target": {"type": "Utilization", "averageUtilization": 70},
    },
}

CASES = [
    Case("between two and six", {}, Outcome.PASS),
    Case("down to one", {"spec.minReplicas": 1}, Outcome.FAIL, "minReplicas is 1"),
    Case("missing: one by default", {"spec.minReplicas": ABSENT}, Outcome.FAIL, "2 or more"),
    Case("no room", {"spec.maxReplicas": 2}, Outcome.FAIL, "more than minReplicas"),
    Case("missing: no most", {"spec.maxReplicas": ABSENT}, Outcome.FAIL, "maxReplicas is absent"),
    Case("missing: CPU by default", {"spec.metrics": ABSENT}, Outcome.PASS),
    Case(
        "missing metrics need requests too",
        {"spec.metrics": ABSENT},
        Outcome.FAIL,
        "containers[1].resources.requests of web lacks cpu",
        beside=(NO_REQUEST,),
    ),
    Case("no aim", {f"{TARGET}.averageUtilization": ABSENT}, Outcome.FAIL, "target is"),
    Case("no such metric", {"spec.metrics.0.type": "Cpu"}, Outcome.FAIL, "type is"),
    Case(
        "a container without a request",
        {},
        Outcome.FAIL,
        'spec.template.spec.containers[1].resources.requests of web lacks "cpu"',
        beside=(NO_REQUEST,),
    ),
    Case(
        "one container's share", {"spec.metrics": [ONE_CONTAINER]}, Outcome.PASS, "", (NO_REQUEST,)
    ),
    Case("an amount needs no request", {"spec.metrics": [QUEUE]}, Outcome.PASS, "", (NO_REQUEST,)),
    Case(
        "a request for the whole pod",
        {},
        Outcome.PASS,
        beside=(changed(NO_REQUEST, {f"{POD}.resources": {"requests": {"cpu": "1"}}}),),
    ),
    Case(
        "a fixed number beside it",
        {},
        Outcome.FAIL,
        "web sets spec.replicas to 3",
        beside=(changed(WEB, {"spec.replicas": 3}),),
    ),
    Case("a workload elsewhere", {NAME: "api"}, Outcome.UNKNOWN, "that spec.scaleTargetRef names"),
    Case("unknown", {"spec.maxReplicas": UNKNOWN}, Outcome.UNKNOWN),
    Case("unknown workload", {NAME: UNKNOWN}, Outcome.UNKNOWN, "scaleTargetRef.name"),
    Case("secret", {"spec.minReplicas": Secret(1)}, Outcome.FAIL, "[secret]"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(horizontal_autoscaling, BASELINE, (WEB,))
