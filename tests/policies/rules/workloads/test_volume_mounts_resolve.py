import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.workloads.volume_mounts_resolve import volume_mounts_resolve

POD = "spec.template.spec"
MOUNTS, VOLUMES = f"{POD}.containers.0.volumeMounts", f"{POD}.volumes"
BASELINE = resource(
    "kubernetes:apps/v1:StatefulSet",
    {
        "spec": {
            "template": {
                "spec": {
                    "containers": [{"volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}]}],  # noqa: S108 - a path in a pod
                    "volumes": [{"name": "tmp", "emptyDir": {}}],
                }
            }
        }
    },
)

CASES = [
    Case("declared", {}, Outcome.PASS),
    Case("misspelt", {f"{MOUNTS}.0.name": "temp"}, Outcome.FAIL, 'volumeMounts[0].name is "temp"'),
    Case("missing", {VOLUMES: ABSENT}, Outcome.FAIL, "a volume of the pod"),
    Case(
        "a claim",
        {VOLUMES: ABSENT, "spec.volumeClaimTemplates": [{"metadata": {"name": "tmp"}}]},
        Outcome.PASS,
    ),
    Case(
        "a device",
        {f"{POD}.containers.0.volumeDevices": [{"name": "disk"}]},
        Outcome.FAIL,
        "volumeDevices[0].name",
    ),
    Case("no mounts", {MOUNTS: ABSENT}, Outcome.NOT_APPLICABLE, "no container mounts"),
    Case("unknown", {VOLUMES: UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {f"{MOUNTS}.0.name": Secret("temp")}, Outcome.FAIL, "[secret]"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(volume_mounts_resolve, BASELINE)
