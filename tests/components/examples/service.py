import pulumi
import pulumi_kubernetes as k8s

from airworthy.components.connections import Destination, Peer
from airworthy.components.service import Service, ServiceArgs
from airworthy.components.workload import SecretRef


def build(name: str) -> None:
    cluster = k8s.Provider(f"{name}-cluster", context="production")
    Service(
        name,
        ServiceArgs(
            namespace="marketplace",
            image="registry.example.com/marketplace:1.2.0@sha256:" + "0" * 64,
            part_of="marketplace",
            port=3000,
            readiness_path="/api/v1/health",
            liveness_path="/api/v1/live",
            callers={"gateway": Peer(namespace="gateway")},
            environment={"NODE_ENV": "production"},
            secrets={"JWT_SECRET": SecretRef(name="application", key="jwt")},
            depends_on={
                "postgres": Destination(cidrs=["10.0.32.0/20"], ports=[5432]),
                "redis-queue": Destination(
                    labels={"app.kubernetes.io/name": "redis-queue"}, ports=[6379]
                ),
            },
        ),
        pulumi.ResourceOptions(provider=cluster),
    )
