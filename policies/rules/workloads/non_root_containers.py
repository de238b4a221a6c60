"""See the rule's own docstring."""

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, rule
from airworthy.kit.tree import Tree
from airworthy.kit.verdict import Severity
from airworthy.policies.pods import WORKLOADS, all_containers, deciding, expected, pod_spec
from airworthy.policies.unknowns import each

NON_ROOT, USER = "securityContext.runAsNonRoot", "securityContext.runAsUser"


@rule(
    proves=("non-root-containers",),
    on=WORKLOADS,
    severity=Severity.HIGH,
    fix="Set runAsNonRoot=True in the pod's securityContext and give the image a user of its own.",
    source="Kubernetes: runAsNonRoot defaults to false, and the user to the image's, mostly root; "
    "what a container sets goes before what its pod sets",
)
def non_root_containers(workload: Resource) -> Findings:
    """Containers are refused rather than run as root.

    Whoever escapes from a root container is root on the node.
    """
    spec = pod_spec(workload)
    yield from each(all_containers(workload), lambda container: _root(spec, container))


def _root(spec: Tree, container: Tree) -> Findings:
    user = deciding(spec, container, USER)
    if user.has(USER) and user.number(USER, 0) == 0:
        yield expected(user, USER, "another user than 0, which is root")
    decides = deciding(spec, container, NON_ROOT)
    if not decides.flag(NON_ROOT, default=False):
        yield expected(decides, NON_ROOT, "true")
