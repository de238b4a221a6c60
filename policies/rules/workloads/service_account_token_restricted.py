"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Exempt, Findings, rule
from airworthy.kit.verdict import Severity
from airworthy.policies.pods import WORKLOADS, expected, pod_spec
from airworthy.policies.service_accounts import account_of, has_roles

MOUNTED = "automountServiceAccountToken"


@rule(
    proves=("service-account-token-restricted",),
    on=WORKLOADS,
    severity=Severity.MEDIUM,
    fix="Set automountServiceAccountToken=False on the pod or its ServiceAccount, or bind the "
    "account to the roles that the pod needs.",
    source="Kubernetes: the token is mounted unless the pod, or else its service account, says no",
)
def service_account_token_restricted(workload: Resource, stack: Stack) -> Findings:
    """Pods carry a token to the cluster only where roles are bound to their account.

    A stolen token speaks to the API server from outside, and most programs never need one.
    """
    spec = pod_spec(workload)
    if spec.has(MOUNTED) and not spec.flag(MOUNTED, default=True):
        return
    account = account_of(workload, stack)
    if account and not spec.has(MOUNTED) and not account.flag(MOUNTED, default=True):
        return
    if spec.has("serviceAccountName") and has_roles(workload, account, stack):
        raise Exempt("roles are bound to its service account, so it needs the token")
    yield expected(spec, MOUNTED, "false, since no role is bound to an account of its own")
