"""A quota that refuses no pod of the system it is made for."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from airworthy.components.connections import Destination
from airworthy.components.database_bootstrap import DatabaseBootstrapArgs
from airworthy.components.namespace import NamespaceArgs
from airworthy.components.plan import ClusterPlan, Plan, Planned
from airworthy.components.quota import Demand, demands, with_room
from airworthy.components.redis import RedisArgs
from airworthy.components.scheduled_task import ScheduledTaskArgs
from airworthy.components.service import ServiceArgs
from airworthy.components.worker import WorkerArgs
from airworthy.components.workload import SecretRef
from airworthy.kit.schedule import Schedule
from airworthy.kit.size import Size

IMAGE = "registry.example.com/app:1.2.0@sha256:" + "0" * 64
GIBIBYTE = Size.of(gibibytes=1)
CLUSTER = ClusterPlan(
    context="production",
    identifier="production",
    security_group_id="sg-1",
    secrets_role_arn="arn:aws:iam::111122223333:role/secrets",
    namespace="shop",
    part_of="shop",
)


@pytest.mark.parametrize(
    ("asked", "bounds"),
    [
        ((), (32.0, "64Gi", 100)),
        ((Demand(pods=10, cpu=0.5, memory=GIBIBYTE),), (32.0, "64Gi", 100)),
        ((Demand(pods=80, cpu=0.5, memory=GIBIBYTE),), (50.0, "100Gi", 100)),
        ((Demand(pods=81, cpu=0.5, memory=GIBIBYTE),), (51.0, "102Gi", 102)),
        ((Demand(pods=64, cpu=0.1, memory=GIBIBYTE),) * 2, (32.0, "160Gi", 160)),
    ],
)
def test_bounds_fit_and_are_never_lowered(
    asked: Sequence[Demand], bounds: tuple[float, str, int]
) -> None:
    """A quarter more than is asked, in whole cores, gibibytes and pods."""
    args = with_room(NamespaceArgs(identifier="shop"), asked)

    assert (args.cpu, str(args.memory), args.pods) == bounds
    assert args.identifier == "shop"


def test_every_workload_asks() -> None:
    """Services and workers amid a release; one pod of each task, each Redis and the bootstrap."""
    service = ServiceArgs(
        namespace="shop", image=IMAGE, port=8080, readiness_path="/", callers={}, max_replicas=10
    )
    worker = WorkerArgs(namespace="shop", image=IMAGE, queues=["orders"], max_replicas=4, cpu=0.25)
    task = ScheduledTaskArgs(
        namespace="shop", image=IMAGE, schedule=Schedule.parse("daily at 02:00 UTC")
    )
    redis = RedisArgs(
        namespace="shop",
        purpose="queue",
        password_secret="redis",  # noqa: S106 - a name
        memory=GIBIBYTE.scaled(2),
    )
    login = SecretRef(name="login", key="password")
    bootstrap = DatabaseBootstrapArgs(
        namespace="shop",
        image=IMAGE,
        host="database",
        server=Destination(cidrs=["10.0.0.0/24"], ports=[5432]),
        administrator_password=login,
        owner_password=login,
        app_password=login,
        readonly_password=login,
        monitor_password=login,
        authority_file="/etc/ssl/authorities.pem",
    )
    plan = Plan(
        name="shop",
        tags={},
        cluster=CLUSTER,
        services={"api": Planned(args=service)},
        workers={"orders": Planned(args=worker)},
        tasks={"backup": Planned(args=task)},
        redis={"queue": redis},
        bootstrap=bootstrap,
    )

    assert list(demands(plan)) == [
        Demand(pods=13, cpu=0.5, memory=GIBIBYTE),
        Demand(pods=5, cpu=0.25, memory=GIBIBYTE),
        Demand(pods=1, cpu=0.5, memory=GIBIBYTE),
        Demand(pods=1, cpu=0.25, memory=GIBIBYTE.scaled(2)),
        Demand(pods=1, cpu=0.1, memory=Size.of(mebibytes=256)),
    ]
