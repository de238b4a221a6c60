import pulumi
import pulumi_kubernetes as k8s

from airworthy.components.connections import Destination
from airworthy.components.scheduled_task import ScheduledTask, ScheduledTaskArgs
from airworthy.components.workload import SecretRef
from airworthy.kit.schedule import Schedule


def build(name: str) -> None:
    cluster = k8s.Provider(f"{name}-cluster", context="production")
    ScheduledTask(
        name,
        ScheduledTaskArgs(
            namespace="marketplace",
            image="registry.example.com/cleanup:1.2.0@sha256:" + "0" * 64,
            part_of="marketplace",
            schedule=Schedule.parse("daily at 03:00 UTC"),
            script='#!/bin/sh\nset -eu\nexec psql --command="select 1"\n',
            environment={"PGDATABASE": "app"},
            secrets={"PGPASSWORD": SecretRef(name="postgres", key="password")},
            depends_on={"postgres": Destination(cidrs=["10.0.32.0/20"], ports=[5432])},
        ),
        pulumi.ResourceOptions(provider=cluster),
    )
