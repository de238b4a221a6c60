import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.workloads.containers_restricted import containers_restricted

POD = "spec.template.spec"
OWN = f"{POD}.containers.0.securityContext"
RESTRICTED = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}
PROFILE = "seccompProfile.type"
BASELINE = resource(
    "kubernetes:batch/v1:Job",
    {
        "spec": {
            "template": {
                "spec": {
                    "securityContext": {"seccompProfile": {"type": "RuntimeDefault"}},
                    "containers": [{"name": "web", "securityContext": RESTRICTED}],
                    "volumes": [{"name": "tmp", "emptyDir": {}}],
                }
            }
        }
    },
)

CASES = [
    Case("restricted", {}, Outcome.PASS),
    Case("missing", {OWN: ABSENT}, Outcome.FAIL, "allowPrivilegeEscalation is absent"),
    Case("privileged", {f"{OWN}.privileged": True}, Outcome.FAIL, "privileged is true"),
    Case("escalates", {f"{OWN}.allowPrivilegeEscalation": True}, Outcome.FAIL, "expected false"),
    Case("keeps capabilities", {f"{OWN}.capabilities.drop": ["NET_RAW"]}, Outcome.FAIL, '"ALL"'),
    Case("adds a capability", {f"{OWN}.capabilities.add": ["SYS_ADMIN"]}, Outcome.FAIL, "add is"),
    Case("a low port", {f"{OWN}.capabilities.add": ["NET_BIND_SERVICE"]}, Outcome.PASS),
    Case("missing profile", {f"{POD}.securityContext": ABSENT}, Outcome.FAIL, PROFILE),
    Case("no profile in one container", {f"{OWN}.{PROFILE}": "Unconfined"}, Outcome.FAIL),
    Case("a profile of its own", {f"{OWN}.{PROFILE}": "Localhost"}, Outcome.PASS),
    Case("sees all of /proc", {f"{OWN}.procMount": "Unmasked"}, Outcome.FAIL, "procMount is"),
    Case(
        "a port of the node",
        {f"{POD}.containers.0.ports": [{"containerPort": 80, "hostPort": 80}]},
        Outcome.FAIL,
        "ports[0].hostPort is 80",
    ),
    Case("a port", {f"{POD}.containers.0.ports": [{"containerPort": 80}]}, Outcome.PASS),
    Case("the node's network", {f"{POD}.hostNetwork": True}, Outcome.FAIL, "hostNetwork is true"),
    Case("the node's processes", {f"{POD}.hostPID": True}, Outcome.FAIL, "hostPID is true"),
    Case("the node's memory", {f"{POD}.hostIPC": True}, Outcome.FAIL, "hostIPC is true"),
    Case(
        "the node's files",
        {f"{POD}.volumes": [{"name": "all", "hostPath": {"path": "/"}}]},
        Outcome.FAIL,
        "volumes[0].hostPath is",
    ),
    Case(
        "an init container",
        {f"{POD}.initContainers": [{"name": "chown"}]},
        Outcome.FAIL,
        "initContainers[0].securityContext.allowPrivilegeEscalation",
    ),
    Case("on Windows", {f"{POD}.os.name": "windows"}, Outcome.NOT_APPLICABLE, "Windows"),
    Case("unknown", {f"{OWN}.capabilities.drop": UNKNOWN}, Outcome.UNKNOWN),
    Case("unknown, with a fault beside it", {OWN: UNKNOWN, f"{POD}.hostPID": True}, Outcome.FAIL),
    Case("secret", {f"{OWN}.privileged": Secret(True)}, Outcome.FAIL, "[secret]"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(containers_restricted, BASELINE)


def test_exempt() -> None:
    """Windows has none of these settings."""
    rows = [case for case in CASES if case.outcome is Outcome.NOT_APPLICABLE]

    assert rows
    assert all(case.verdict(containers_restricted, BASELINE).exempt for case in rows)
