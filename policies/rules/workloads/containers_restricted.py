"""See the rule's own docstring."""

from typing import Final

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Exempt, Findings, rule
from airworthy.kit.tree import Tree
from airworthy.kit.verdict import Severity
from airworthy.policies.pods import WORKLOADS, all_containers, deciding, expected, pod_spec
from airworthy.policies.unknowns import each

VOLUMES: Final = frozenset(
    {
        *("configMap", "csi", "downwardAPI", "emptyDir", "ephemeral"),
        *("persistentVolumeClaim", "projected", "secret"),
    }
)
SECCOMP: Final = "securityContext.seccompProfile.type"
ADDED: Final = "securityContext.capabilities.add"


@rule(
    proves=("pod-security-restricted",),
    on=WORKLOADS,
    severity=Severity.HIGH,
    fix="Set allowPrivilegeEscalation=False, capabilities.drop=['ALL'] and seccompProfile "
    "RuntimeDefault on each container; give up host namespaces, host ports and host paths.",
    source="Kubernetes: Pod Security Standards, level restricted; whether containers run as root "
    "is a rule of its own",
)
def containers_restricted(workload: Resource) -> Findings:
    """Containers give up privileges, the host's namespaces and its files.

    Each of them turns a hole in one program into the node, and the node into the cluster; a
    namespace that enforces the restricted standard refuses such pods, and says so only in events.
    """
    spec = pod_spec(workload)
    if spec.text("os.name") == "windows":
        raise Exempt("these settings do not exist in pods of Windows")
    for name in ("hostNetwork", "hostPID", "hostIPC"):
        if spec.flag(name, default=False):
            yield expected(spec, name, "false")
    yield from each(spec.trees("volumes"), _foreign_volume)
    yield from each(all_containers(workload), lambda container: _privileged(spec, container))


def _foreign_volume(volume: Tree) -> Findings:
    for kind in volume:
        if kind not in VOLUMES | {"name"} and volume.has(kind):
            yield expected(volume, kind, f"one of {', '.join(sorted(VOLUMES))} instead")


def _privileged(spec: Tree, container: Tree) -> Findings:
    own = container.tree("securityContext")
    if own.flag("privileged", default=False):
        yield expected(own, "privileged", "false")
    if own.flag("allowPrivilegeEscalation", default=True):
        yield expected(own, "allowPrivilegeEscalation", "false")
    if "ALL" not in container.texts("securityContext.capabilities.drop"):
        yield expected(own, "capabilities.drop", 'a list with "ALL"')
    if not set(container.texts(ADDED)) <= {"NET_BIND_SERVICE"}:
        yield expected(container, ADDED, "none but NET_BIND_SERVICE")
    profile = deciding(spec, container, SECCOMP)
    if profile.text(SECCOMP) not in {"RuntimeDefault", "Localhost"}:
        yield expected(profile, SECCOMP, "RuntimeDefault or Localhost")
    if own.text("procMount", "Default") != "Default":
        yield expected(own, "procMount", "Default")
    for port in container.trees("ports"):
        if port.number("hostPort", 0) != 0:
            yield expected(port, "hostPort", "none")
