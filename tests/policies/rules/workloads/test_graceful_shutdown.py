import pytest

from airworthy.kit.testing import ABSENT, Case, changed, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.workloads.graceful_shutdown import graceful_shutdown

POD = "spec.template.spec"
GRACE = f"{POD}.terminationGracePeriodSeconds"
STOP = f"{POD}.containers.0.lifecycle.preStop"
INPUTS = {
    "spec": {
        "template": {
            "metadata": {"labels": {"app": "web"}},
            "spec": {
                "terminationGracePeriodSeconds": 60,
                "containers": [
                    {
                        "name": "web",
                        "ports": [{"containerPort": 8080}],
                        "lifecycle": {"preStop": {"sleep": {"seconds": 10}}},
                    }
                ],
            },
        }
    }
}
BASELINE = resource("kubernetes:apps/v1:Deployment", INPUTS)
SERVICE = resource(
    "kubernetes:core/v1:Service",
    {"spec": {"selector": {"app": "web"}, "ports": [{"port": 80, "targetPort": 8080}]}},
    name="web",
)


def run(command: str) -> dict[str, object]:
    return {STOP: {"exec": {"command": ["sh", "-c", command]}}}


CASES = [
    Case("longer than the sleep", {}, Outcome.PASS),
    Case("shorter than the sleep", {GRACE: 10}, Outcome.FAIL, "more than preStop takes"),
    Case("none", {GRACE: 0, STOP: ABSENT}, Outcome.FAIL, "more than 0"),
    Case("missing: the default is nobody's measure", {GRACE: ABSENT}, Outcome.FAIL, "is absent"),
    Case("shorter than a command's sleep", run("sleep 1m && drain"), Outcome.FAIL, "preStop takes"),
    Case("longer than a command's sleep", run("sleep 15"), Outcome.PASS),
    Case("a command without a sleep", run("nginx -s quit"), Outcome.PASS),
    Case("nothing before the stop", {STOP: ABSENT}, Outcome.FAIL, "lifecycle.preStop is absent"),
    Case("nothing, and no Service", {STOP: ABSENT}, Outcome.PASS, beside=()),
    Case("unknown", {GRACE: UNKNOWN}, Outcome.UNKNOWN),
    Case(
        "unknown selector",
        {},
        Outcome.UNKNOWN,
        beside=(changed(SERVICE, {"spec.selector.app": UNKNOWN}),),
    ),
    Case("secret", {GRACE: Secret(5)}, Outcome.FAIL, "[secret]"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(graceful_shutdown, BASELINE, (SERVICE,))


def test_a_stateful_set_needs_no_sleep() -> None:
    """Clients of a StatefulSet know its pods by name, so no Service has to forget them first."""
    baseline = resource("kubernetes:apps/v1:StatefulSet", INPUTS)

    Case("no preStop", {STOP: ABSENT}, Outcome.PASS).check(graceful_shutdown, baseline, (SERVICE,))
