"""Secrets brought from AWS into a Kubernetes namespace, and kept up to date there."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as k8s

from airworthy.components.base import Component
from airworthy.components.labels import standard_labels
from airworthy.components.safe import Safe
from airworthy.components.workload import DOMAIN, check_name
from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError

__all__ = ["ENCODES", "SAFE", "ClusterSecrets", "ClusterSecretsArgs", "StoredSecret"]

EXTERNAL_SECRET = "kubernetes:external-secrets.io/v1:ExternalSecret"  # noqa: S105 - a resource type

ENCODES = ("secrets-delivered",)
SAFE = (
    Safe(EXTERNAL_SECRET, "spec.refreshPolicy", broken="CreatedOnce"),
    Safe(EXTERNAL_SECRET, "spec.refreshInterval", broken="0s"),
    Safe(EXTERNAL_SECRET, "spec.secretStoreRef.name", broken="another"),
    Safe(EXTERNAL_SECRET, "spec.data", broken=[]),
)

API = "external-secrets.io/v1"
ROLE = "eks.amazonaws.com/role-arn"
LONGEST_INTERVAL = Duration.of(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredSecret:
    """Where a value stands in Secrets Manager.

    Attributes:
        name: The secret's name or ARN.
        property: The key within a secret that is JSON; the whole secret if empty.
    """

    name: pulumi.Input[str]
    property: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterSecretsArgs:
    """Arguments of ClusterSecrets.

    The External Secrets operator must run in the cluster, and the role must trust this
    component's service account, which is called as the component is.

    Attributes:
        namespace: The namespace of the workloads.
        region: The AWS region of the secrets.
        role_arn: The IAM role that may read them, taken by way of the service account.
        secrets: What each Kubernetes Secret holds: its name, its keys, and where each comes from.
        version: Changes whenever one of the values does, such as AppSecrets.version.
        refresh: How often the values are fetched again, a day at most.
        identifier: The name of store and service account in the cluster; the component's name if
            empty.
        part_of: The system they belong to, as a label.
    """

    namespace: pulumi.Input[str]
    region: pulumi.Input[str]
    role_arn: pulumi.Input[str]
    secrets: Mapping[str, Mapping[str, StoredSecret]]
    version: pulumi.Input[str] = ""
    refresh: Duration = Duration.of(hours=1)
    identifier: str = ""
    part_of: str = ""

    def __post_init__(self) -> None:
        """Refuse what the operator would refuse or would never refresh."""
        if not self.secrets:
            raise ArgumentError("secrets", "empty", "a Kubernetes Secret at least")
        for name, keys in self.secrets.items():
            check_name("secrets", name)
            if not keys:
                raise ArgumentError("secrets", f"{name} without keys", "a key at least")
        if not Duration.of(seconds=1) <= self.refresh <= LONGEST_INTERVAL:
            raise ArgumentError("refresh", self.refresh, f"1s to {LONGEST_INTERVAL}")


class ClusterSecrets(Component):
    """Kubernetes Secrets that follow those in Secrets Manager.

    Attributes:
        account: The service account that takes the role.
        store: The SecretStore.
        external: The ExternalSecrets, by the name of the Secret each makes.
        version: The version given, once the Secrets have been told of it: put it into a pod's
            annotations, and a change starts new pods.
    """

    version: pulumi.Output[str]

    def __init__(
        self, name: str, args: ClusterSecretsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._args = args
        self._identifier = args.identifier or name
        check_name("identifier", self._identifier)
        self.account = k8s.core.v1.ServiceAccount(
            f"{name}-account",
            metadata=self._metadata(self._identifier, {ROLE: args.role_arn}),
            automount_service_account_token=False,
            opts=self.child(),
        )
        self.store = self._store(name)
        self.external = {key: self._external(name, key) for key in args.secrets}
        # Through the ExternalSecrets, so that no pod starts before they were told of a change.
        told = [each.id for each in self.external.values()]
        self.version = pulumi.Output.all(args.version, *told).apply(lambda known: str(known[0]))
        self.register_outputs({"version": self.version})

    def _metadata(
        self, name: str, annotations: Mapping[str, pulumi.Input[str]]
    ) -> k8s.meta.v1.ObjectMetaArgs:
        return k8s.meta.v1.ObjectMetaArgs(
            name=name,
            namespace=self._args.namespace,
            labels=standard_labels(self._identifier, self._args.part_of),
            annotations=annotations,
        )

    def _store(self, name: str) -> k8s.apiextensions.CustomResource:
        account = {"name": self.account.metadata.name}
        return k8s.apiextensions.CustomResource(
            f"{name}-store",
            api_version=API,
            kind="SecretStore",
            metadata=self._metadata(self._identifier, {"pulumi.com/waitFor": "condition=Ready"}),
            spec={
                "provider": {
                    "aws": {
                        "service": "SecretsManager",
                        "region": self._args.region,
                        "auth": {"jwt": {"serviceAccountRef": account}},
                    }
                }
            },
            opts=self.child(),
        )

    def _external(self, name: str, secret: str) -> k8s.apiextensions.CustomResource:
        args = self._args
        return k8s.apiextensions.CustomResource(
            f"{name}-{secret}",
            api_version=API,
            kind="ExternalSecret",
            metadata=self._metadata(
                secret,
                {
                    # The operator fetches at once when an annotation changes.
                    f"{DOMAIN}/version": args.version,
                    "pulumi.com/waitFor": "condition=Ready",
                },
            ),
            spec={
                "refreshPolicy": "Periodic",
                "refreshInterval": f"{args.refresh.seconds}s",
                "secretStoreRef": {"kind": "SecretStore", "name": self._identifier},
                "target": {"name": secret, "creationPolicy": "Owner", "deletionPolicy": "Retain"},
                "data": [
                    {
                        "secretKey": key,
                        "remoteRef": {
                            "key": source.name,
                            **({"property": source.property} if source.property else {}),
                        },
                    }
                    for key, source in sorted(args.secrets[secret].items())
                ],
            },
            opts=self.child(pulumi.ResourceOptions(depends_on=[self.store])),
        )
