import pulumi
import pulumi_kubernetes as k8s

from airworthy.components.connections import Peer
from airworthy.components.redis import Redis, RedisArgs


def build(name: str) -> None:
    cluster = k8s.Provider(f"{name}-cluster", context="production")
    Redis(
        name,
        RedisArgs(
            namespace="marketplace",
            purpose="queue",
            password_secret="redis-queue",  # noqa: S106 - the name of a Secret
            callers={"worker": Peer(labels={"app.kubernetes.io/name": "worker"})},
        ),
        pulumi.ResourceOptions(provider=cluster),
    )
