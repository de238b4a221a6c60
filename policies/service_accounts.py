"""Which service account a workload's pods run as, and whether roles are bound to it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from airworthy.kit.resource import Resource, Stack, urn_type
from airworthy.kit.values import Malformed, UnknownRead
from airworthy.policies.namespaces import place_of
from airworthy.policies.pods import pod_spec

__all__ = ["BINDINGS", "SERVICE_ACCOUNT", "account_of", "has_roles"]

SERVICE_ACCOUNT: Final = "kubernetes:core/v1:ServiceAccount"
BINDINGS: Final = (
    "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
    "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
)


class _Bound(NamedTuple):
    """The subjects of all role bindings."""

    urns: frozenset[str]
    names: frozenset[tuple[str, str]]
    unclear: Resource | None


def account_of(workload: Resource, stack: Stack) -> Resource | None:
    """The service account of a workload's pods, if the stack makes it.

    Raises:
        UnknownRead: Only deployment shows which it is.
    """
    spec = pod_spec(workload)
    if spec.is_unknown("serviceAccountName"):
        urns = workload.property_dependencies.get("spec", ())
        made = [stack.find(urn) for urn in urns if urn_type(urn) == SERVICE_ACCOUNT]
        if len(made) == 1:
            return made[0]
    name = _account_name(workload)
    here = place_of(workload, stack)
    for account in _accounts(stack).get(name, ()):
        same = place_of(account, stack).same(here)
        if same is None:
            raise UnknownRead(f"whether it runs as {account.name}")
        if same:
            return account
    return None


def has_roles(workload: Resource, account: Resource | None, stack: Stack) -> bool:
    """Whether a binding of the stack gives roles to the account that a workload asks for.

    Raises:
        UnknownRead: Only deployment shows that.
    """
    bound = _bound(stack)
    if account and account.urn in bound.urns:
        return True
    if not pod_spec(workload).is_unknown("serviceAccountName"):
        name, here = _account_name(workload), place_of(workload, stack).name
        for who, where in bound.names:
            if name == who and (here == where or not here or not where):
                return True
    if bound.unclear:
        raise UnknownRead(f"whom {bound.unclear.name} gives roles")
    return False


def _account_name(workload: Resource) -> str:
    """The name that a workload asks for; `default` where it asks for none."""
    spec = pod_spec(workload)
    return spec.text("serviceAccountName", spec.text("serviceAccount", "default"))


@lru_cache(maxsize=8)
def _accounts(stack: Stack) -> dict[str, list[Resource]]:
    table: dict[str, list[Resource]] = {}
    for account in stack.of_type(SERVICE_ACCOUNT):
        name = account.peek("metadata.name")
        if isinstance(name, str):
            table.setdefault(name, []).append(account)
    return table


@lru_cache(maxsize=8)
def _bound(stack: Stack) -> _Bound:
    urns: set[str] = set()
    names: set[tuple[str, str]] = set()
    unclear: Resource | None = None
    for binding in stack.of_type(*BINDINGS):
        sources = binding.property_dependencies.get("subjects", ())
        accounts = {urn for urn in sources if urn_type(urn) == SERVICE_ACCOUNT}
        urns |= accounts
        try:
            for subject in binding.trees("subjects"):
                if subject.text("kind") == "ServiceAccount":
                    names.add((subject.text("name"), subject.text("namespace")))
        except UnknownRead:
            unclear = unclear if accounts else binding
        except Malformed:
            continue  # no cluster takes it, so it binds nothing
    return _Bound(frozenset(urns), frozenset(names), unclear)
