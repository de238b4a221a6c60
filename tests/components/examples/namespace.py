import pulumi
import pulumi_kubernetes as k8s

from airworthy.components.namespace import Namespace, NamespaceArgs


def build(name: str) -> None:
    cluster = k8s.Provider(f"{name}-cluster", context="production")
    Namespace(name, NamespaceArgs(), pulumi.ResourceOptions(provider=cluster))
