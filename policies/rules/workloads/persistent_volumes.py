"""See the rule's own docstring."""

from collections.abc import Iterator
from typing import Final

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, rule
from airworthy.kit.tree import Tree
from airworthy.kit.verdict import Severity
from airworthy.policies.container_resources import is_some
from airworthy.policies.pods import STATEFUL_SET, expected, long_running_containers, pod_spec
from airworthy.policies.unknowns import each

CLAIM: Final = "kubernetes:core/v1:PersistentVolumeClaim"
CLAIMS: Final = "spec.volumeClaimTemplates"
KEEPING: Final = "spec.persistentVolumeClaimRetentionPolicy"


@rule(
    proves=("persistent-volumes",),
    on=(STATEFUL_SET, CLAIM),
    severity=Severity.HIGH,
    fix="Give the StatefulSet a volumeClaimTemplate with accessModes and a size, mount it where "
    "the data lies, and keep claims (whenDeleted and whenScaled: Retain).",
    source="Kubernetes: emptyDir ends with its pod, hostPath stays behind on one node; claims are "
    "retained unless the retention policy says Delete",
)
def persistent_volumes(resource: Resource) -> Findings:
    """Stateful workloads keep their data on claimed volumes that outlive their pods.

    Data in a pod's own file system is gone at its next restart, and data on a node's disk when
    the pod moves.
    """
    if resource.type == CLAIM:
        yield from _incomplete(resource.tree("spec"))
        return
    claims = resource.trees(CLAIMS)
    yield from each(claims, lambda claim: _incomplete(claim.tree("spec")))
    for when in ("whenDeleted", "whenScaled"):
        if resource.text(f"{KEEPING}.{when}", "Retain") != "Retain":
            yield resource.expected(f"{KEEPING}.{when}", "Retain")
    volumes = pod_spec(resource).trees("volumes")
    for volume in volumes:
        if volume.has("hostPath"):
            yield expected(volume, "hostPath", "a claimed volume")
    kept = {claim.text("metadata.name") for claim in claims}
    kept |= {volume.text("name") for volume in volumes if volume.has("persistentVolumeClaim")}
    if not kept:
        yield resource.expected(CLAIMS, "a claim for the data")
    elif not kept & set(_mounted(resource)):
        yield resource.expected(CLAIMS, "a claim that a container mounts")


def _incomplete(claim: Tree) -> Findings:
    if not claim.list("accessModes"):
        yield expected(claim, "accessModes", "one at least, as ReadWriteOnce")
    if not is_some(claim, "resources.requests.storage"):
        yield expected(claim, "resources.requests.storage", "a size")


def _mounted(workload: Resource) -> Iterator[str]:
    for container in long_running_containers(workload):
        for mount in (*container.trees("volumeMounts"), *container.trees("volumeDevices")):
            yield mount.text("name")
