import pulumi
import pulumi_kubernetes as k8s

from airworthy.components.connections import Destination
from airworthy.components.database_bootstrap import DatabaseBootstrap, DatabaseBootstrapArgs
from airworthy.components.workload import SecretRef


def build(name: str) -> None:
    cluster = k8s.Provider(f"{name}-kubernetes", context="production")
    DatabaseBootstrap(
        name,
        DatabaseBootstrapArgs(
            namespace="marketplace",
            image="registry.example.com/postgres:17@sha256:" + "0" * 64,
            part_of="marketplace",
            host="khaacho.example.com",
            server=Destination(cidrs=["10.0.32.0/20"], ports=[5432]),
            database="khaacho",
            authority_config_map="database-authority",
            administrator_password=SecretRef(name="postgres-administrator", key="password"),
            owner_password=SecretRef(name="postgres-owner", key="password"),
            app_password=SecretRef(name="postgres-app", key="password"),
            readonly_password=SecretRef(name="postgres-readonly", key="password"),
            monitor_password=SecretRef(name="postgres-monitor", key="password"),
        ),
        pulumi.ResourceOptions(provider=cluster),
    )
