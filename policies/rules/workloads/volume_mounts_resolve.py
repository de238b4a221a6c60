"""See the rule's own docstring."""

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.tree import Tree
from airworthy.kit.verdict import Severity
from airworthy.policies.pods import WORKLOADS, all_containers, expected, pod_spec
from airworthy.policies.unknowns import each


@rule(
    proves=("kubernetes-references-resolve",),
    on=WORKLOADS,
    severity=Severity.HIGH,
    fix="Declare the volume in the pod's volumes, or in volumeClaimTemplates of a StatefulSet.",
    source="Kubernetes: a mount names a volume of the same pod; the API server refuses others, "
    "which is late",
)
def volume_mounts_resolve(workload: Resource) -> Findings:
    """Containers mount only volumes that their pod declares.

    The mistake otherwise shows in the middle of a deployment, with half of it done.
    """
    mounts = [
        mount
        for container in all_containers(workload)
        for mount in (*container.trees("volumeMounts"), *container.trees("volumeDevices"))
    ]
    if not mounts:
        raise NotApplicable("no container mounts a volume")
    volumes = {volume.text("name") for volume in pod_spec(workload).trees("volumes")}
    claims = workload.trees("spec.volumeClaimTemplates")
    declared = volumes | {claim.text("metadata.name") for claim in claims}

    def undeclared(mount: Tree) -> Findings:
        if mount.text("name") not in declared:
            yield expected(mount, "name", "the name of a volume of the pod")

    yield from each(mounts, undeclared)
