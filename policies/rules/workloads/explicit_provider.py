"""See the rule's own docstring."""

from typing import Final

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, rule
from airworthy.kit.verdict import Finding, Severity
from airworthy.policies.autoscaling import AUTOSCALERS
from airworthy.policies.label_selectors import SELECTORS
from airworthy.policies.namespaces import NAMESPACE
from airworthy.policies.pods import WORKLOADS
from airworthy.policies.service_accounts import BINDINGS, SERVICE_ACCOUNT

OTHERS: Final = (
    "kubernetes:core/v1:ConfigMap",
    "kubernetes:core/v1:LimitRange",
    "kubernetes:core/v1:PersistentVolumeClaim",
    "kubernetes:core/v1:ResourceQuota",
    "kubernetes:core/v1:Secret",
    "kubernetes:helm.sh/v3:Release",
    "kubernetes:networking.k8s.io/v1:Ingress",
    "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
    "kubernetes:rbac.authorization.k8s.io/v1:Role",
)


@rule(
    proves=("explicit-provider",),
    on=(*WORKLOADS, *SELECTORS, *AUTOSCALERS, *BINDINGS, NAMESPACE, SERVICE_ACCOUNT, *OTHERS),
    severity=Severity.HIGH,
    fix="Make a kubernetes.Provider with the cluster's kubeconfig and give it to the component or "
    "the resource.",
    source="Pulumi: the default provider takes the current context of whoever runs the deployment",
)
def explicit_provider(resource: Resource) -> Findings:
    """Kubernetes objects name the provider of their cluster.

    The default provider deploys into whichever cluster the deploying person or runner last looked
    at, production or not.
    """
    # The engine names its own providers after their versions: default_4_34_2.
    _, _, name = resource.provider.partition("::pulumi:providers:kubernetes::")
    if not name or name.startswith(("default::", "default_")):
        yield Finding("provider is the default one, expected a kubernetes.Provider of the program")
