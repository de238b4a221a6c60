import pulumi
import pulumi_kubernetes as k8s

from airworthy.components.connections import Destination
from airworthy.components.worker import Worker, WorkerArgs
from airworthy.components.workload import SecretRef


def build(name: str) -> None:
    cluster = k8s.Provider(f"{name}-cluster", context="production")
    Worker(
        name,
        WorkerArgs(
            namespace="marketplace",
            image="registry.example.com/marketplace:1.2.0@sha256:" + "0" * 64,
            part_of="marketplace",
            command=["node", "worker.js"],
            queues=["orders"],
            environment={"NODE_ENV": "production"},
            secrets={"REDIS_PASSWORD": SecretRef(name="redis-queue", key="password")},
            depends_on={
                "redis-queue": Destination(
                    labels={"app.kubernetes.io/name": "redis-queue"}, ports=[6379]
                )
            },
        ),
        pulumi.ResourceOptions(provider=cluster),
    )
