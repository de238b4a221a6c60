import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.workloads.persistent_volumes import persistent_volumes

CLAIM = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "20Gi"}}}
CLAIMS, VOLUMES = "spec.volumeClaimTemplates", "spec.template.spec.volumes"
MOUNTS = "spec.template.spec.containers.0.volumeMounts"
SIZE = f"{CLAIMS}.0.spec.resources.requests.storage"
POLICY = "spec.persistentVolumeClaimRetentionPolicy"
BASELINE = resource(
    "kubernetes:apps/v1:StatefulSet",
    {
        "spec": {
            "volumeClaimTemplates": [{"metadata": {"name": "data"}, "spec": CLAIM}],
            "template": {
                "spec": {
                    "containers": [{"volumeMounts": [{"name": "data", "mountPath": "/data"}]}],
                    "volumes": [{"name": "tmp", "emptyDir": {}}],
                }
            },
        }
    },
)
LONE = resource("kubernetes:core/v1:PersistentVolumeClaim", {"spec": CLAIM})

CASES = [
    Case("claimed", {}, Outcome.PASS),
    Case("missing: no claim", {CLAIMS: ABSENT}, Outcome.FAIL, "a claim for the data"),
    Case(
        "a claim made elsewhere",
        {CLAIMS: ABSENT, VOLUMES: [{"name": "data", "persistentVolumeClaim": {"claimName": "it"}}]},
        Outcome.PASS,
    ),
    Case("not mounted", {MOUNTS: ABSENT}, Outcome.FAIL, "that a container mounts"),
    Case(
        "a device",
        {MOUNTS: ABSENT, "spec.template.spec.containers.0.volumeDevices": [{"name": "data"}]},
        Outcome.PASS,
    ),
    Case(
        "on the node",
        {VOLUMES: [{"name": "tmp", "hostPath": {"path": "/mnt"}}]},
        Outcome.FAIL,
        "volumes[0].hostPath",
    ),
    Case("no size", {SIZE: ABSENT}, Outcome.FAIL, "volumeClaimTemplates[0].spec.resources"),
    Case("no mode", {f"{CLAIMS}.0.spec.accessModes": []}, Outcome.FAIL, "accessModes is []"),
    Case("deleted with the set", {POLICY: {"whenDeleted": "Delete"}}, Outcome.FAIL, "whenDeleted"),
    Case("deleted when scaled", {POLICY: {"whenScaled": "Delete"}}, Outcome.FAIL, "whenScaled"),
    Case("unknown", {SIZE: UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {SIZE: Secret("0")}, Outcome.FAIL, "[secret]"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(persistent_volumes, BASELINE)


def test_a_claim_by_itself_is_judged_too() -> None:
    """A PersistentVolumeClaim needs a size and a mode."""
    Case("complete", {}, Outcome.PASS).check(persistent_volumes, LONE)
    Case("empty", {"spec": ABSENT}, Outcome.FAIL, "a size").check(persistent_volumes, LONE)
