"""See the rule's own docstring."""

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.tree import Tree
from airworthy.kit.verdict import Finding, Severity
from airworthy.policies.pods import WORKLOADS, all_containers, pod_spec
from airworthy.policies.unknowns import each

PLACES = ("command", "args")


@rule(
    proves=("secrets-delivered",),
    on=WORKLOADS,
    severity=Severity.CRITICAL,
    fix="Put the value into a Kubernetes Secret, best by an ExternalSecret, and refer to it with "
    "secretKeyRef, secretRef or a secret volume.",
    source="Kubernetes: commands and plain variables are part of the object, which many more may "
    "read than may read a Secret",
)
def workload_secrets_by_reference(workload: Resource) -> Findings:
    """Workloads refer to secrets and never hold them.

    A value in a variable or an argument is shown to everybody who may look at the workload, and
    in the list of processes.
    """
    containers = all_containers(workload)
    yield from each(containers, _held)
    if not any(map(_refers, containers)) and not _mounts(pod_spec(workload)):
        raise NotApplicable("it receives no secret")


def _held(container: Tree) -> Findings:
    for number, variable in enumerate(container.trees("env")):
        if variable.is_secret("value"):
            yield Finding(
                f"the variable {variable.shown('name')} holds a secret, expected a reference",
                at=container.at(f"env.{number}.value"),
            )
    for place in PLACES:
        if container.is_secret(place) or any(
            Tree({"part": part}).is_secret("part") for part in container.list(place).raw
        ):
            yield Finding(f"{place} holds a secret, expected a reference", at=container.at(place))


def _refers(container: Tree) -> bool:
    return any(
        variable.has("valueFrom.secretKeyRef") for variable in container.trees("env")
    ) or any(source.has("secretRef") for source in container.trees("envFrom"))


def _mounts(spec: Tree) -> bool:
    return any(
        volume.has("secret") or volume.has("csi") or _projects(volume)
        for volume in spec.trees("volumes")
    )


def _projects(volume: Tree) -> bool:
    return any(source.has("secret") for source in volume.trees("projected.sources"))
