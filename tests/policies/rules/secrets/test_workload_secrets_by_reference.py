import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.secrets.workload_secrets_by_reference import (
    workload_secrets_by_reference,
)

ENV = "spec.template.spec.containers.0.env"
BASELINE = resource(
    "kubernetes:apps/v1:Deployment",
    {
        "spec": {
            "template": {
                "spec": {
                    "containers": [
                        {
                            "name": "app",
                            "args": ["serve"],
                            "env": [
                                {"name": "MODE", "value": "production"},
                                {
                                    "name": "KEY",
                                    "valueFrom": {"secretKeyRef": {"name": "app", "key": "key"}},
                                },
                            ],
                        }
                    ]
                }
            }
        }
    },
)
CONTAINER = "spec.template.spec.containers.0"
VOLUMES = "spec.template.spec.volumes"
NO_REFERENCE = {f"{ENV}.1": ABSENT}

CASES = [
    Case("a reference", {}, Outcome.PASS),
    Case(
        "a whole Secret",
        {**NO_REFERENCE, f"{CONTAINER}.envFrom": [{"secretRef": {}}]},
        Outcome.PASS,
    ),
    Case("a volume", {**NO_REFERENCE, VOLUMES: [{"secret": {}}]}, Outcome.PASS),
    Case("a driver's volume", {**NO_REFERENCE, VOLUMES: [{"csi": {}}]}, Outcome.PASS),
    Case(
        "a projected volume",
        {**NO_REFERENCE, VOLUMES: [{"projected": {"sources": [{"secret": {}}]}}]},
        Outcome.PASS,
    ),
    Case("a value", {f"{ENV}.0.value": Secret("hunter22")}, Outcome.FAIL, "MODE"),
    Case("a value not yet known", {f"{ENV}.0.value": Secret(UNKNOWN)}, Outcome.FAIL, "MODE"),
    Case("an argument", {f"{CONTAINER}.args": ["-p", Secret("hunter22")]}, Outcome.FAIL, "args"),
    Case("all arguments", {f"{CONTAINER}.command": Secret(["run"])}, Outcome.FAIL, "command"),
    Case("unknown", {ENV: UNKNOWN}, Outcome.UNKNOWN),
    Case("secret in an unknown place", {f"{CONTAINER}.args": UNKNOWN}, Outcome.UNKNOWN),
    Case("missing", {ENV: ABSENT}, Outcome.NOT_APPLICABLE, "receives no secret"),
    Case("only other volumes", {ENV: ABSENT, VOLUMES: [{"emptyDir": {}}]}, Outcome.NOT_APPLICABLE),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(workload_secrets_by_reference, BASELINE)
