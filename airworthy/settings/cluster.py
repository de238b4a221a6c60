"""The Kubernetes cluster that the system runs on."""

from __future__ import annotations

from airworthy.settings.section import Section

__all__ = ["ClusterSettings"]


class ClusterSettings(Section):
    """Which cluster; it becomes an explicit provider, never the current context by chance.

    Attributes:
        context: The context of the kubeconfig.
        identifier: A name that stays when the kubeconfig's text changes, so that nothing is
            replaced then.
        security_group_id: The security group of the nodes, which may reach databases.
        secrets_role_arn: The IAM role with which External Secrets reads the secrets.
        namespace: The namespace of the system's workloads; the system's name if left out.
    """

    context: str
    identifier: str
    security_group_id: str
    secrets_role_arn: str
    namespace: str | None = None
