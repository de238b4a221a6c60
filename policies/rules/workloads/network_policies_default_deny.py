"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, rule
from airworthy.kit.tree import Tree
from airworthy.kit.verdict import Finding, Severity
from airworthy.policies.label_selectors import NETWORK_POLICY
from airworthy.policies.namespace_objects import objects_in, refuse_unseen
from airworthy.policies.namespaces import NAMESPACE

DIRECTIONS = {"Ingress": "from", "Egress": "to"}


@rule(
    proves=("network-policies-default-deny",),
    on=(NAMESPACE,),
    severity=Severity.HIGH,
    fix="Add a NetworkPolicy with an empty podSelector and both policyTypes to the namespace, and "
    "allow each connection that is needed by a policy of its own.",
    source="Kubernetes: a pod that no policy selects may talk to everybody; policyTypes defaults "
    "to Ingress, and to Egress too where there are egress rules",
)
def network_policies_default_deny(namespace: Resource, stack: Stack) -> Findings:
    """Namespaces deny all traffic that no policy allows, in both directions.

    One captured pod must not reach all the others, nor send what it finds to the internet.
    """
    policies, perhaps = objects_in(namespace, stack, NETWORK_POLICY)
    wide = [policy for policy in policies if _selects_all(policy)]
    lacking = []
    for direction, peers in DIRECTIONS.items():
        closing = [policy for policy in wide if direction in _directions(policy)]
        yield from (
            Finding(f"NetworkPolicy {policy.name} allows all pods all {direction}")
            for policy in closing
            if any(
                _is_open(allowed, peers) for allowed in policy.trees(f"spec.{direction.lower()}")
            )
        )
        if not closing:
            lacking.append(direction)
    if lacking:
        refuse_unseen(perhaps)
    for direction in lacking:
        yield Finding(f"no NetworkPolicy of the namespace selects all pods for {direction}")


def _selects_all(policy: Resource) -> bool:
    return not _restricts(policy.tree("spec.podSelector"))


def _directions(policy: Resource) -> tuple[str, ...]:
    given = policy.texts("spec.policyTypes")
    egress = ("Egress",) if policy.list("spec.egress") else ()
    return given or ("Ingress", *egress)


def _is_open(allowed: Tree, peers: str) -> bool:
    if allowed.list("ports"):
        return False
    named = allowed.trees(peers)
    return not named or any(map(_is_anybody, named))


def _is_anybody(peer: Tree) -> bool:
    if peer.has("ipBlock"):
        return peer.text("ipBlock.cidr").endswith("/0")
    return peer.has("namespaceSelector") and not any(
        _restricts(peer.tree(selector)) for selector in ("namespaceSelector", "podSelector")
    )


def _restricts(selector: Tree) -> bool:
    return bool(selector.tree("matchLabels") or selector.list("matchExpressions"))
