import pulumi
import pulumi_kubernetes as k8s

from airworthy.components.cluster_secrets import (
    ClusterSecrets,
    ClusterSecretsArgs,
    StoredSecret,
)


def build(name: str) -> None:
    cluster = k8s.Provider(f"{name}-cluster", context="production")
    ClusterSecrets(
        name,
        ClusterSecretsArgs(
            namespace="shop",
            region="us-east-1",
            role_arn="arn:aws:iam::000000000000:role/secrets-reader",
            secrets={
                f"{name}-app": {"SESSION_KEY": StoredSecret(name="shop/session-key")},
                f"{name}-database": {
                    "PASSWORD": StoredSecret(name="shop/database", property="password")
                },
            },
            version="1",
            part_of="shop",
        ),
        pulumi.ResourceOptions(provider=cluster),
    )
