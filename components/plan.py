"""A system as arguments of its components, before anything is created."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from airworthy.components.alert_topic import AlertTopicArgs
from airworthy.components.app_secrets import GeneratedSecret
from airworthy.components.backup_store import BackupStoreArgs
from airworthy.components.connection_pool import ConnectionPoolArgs
from airworthy.components.connections import Peer
from airworthy.components.database_bootstrap import DatabaseBootstrapArgs
from airworthy.components.network import NetworkArgs
from airworthy.components.postgres import PostgresArgs
from airworthy.components.redis import RedisArgs
from airworthy.components.scheduled_task import ScheduledTaskArgs
from airworthy.components.service import ServiceArgs
from airworthy.components.worker import WorkerArgs

Args = TypeVar("Args", covariant=True)  # noqa: PLC0105 - it reads as an argument of its own

APPLICATION = "application"  # the Kubernetes Secret of the application's own secrets

__all__ = ["APPLICATION", "ClusterPlan", "GivenPlan", "Plan", "Planned"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterPlan:
    """The cluster, as its settings say; see ClusterSettings."""

    context: str
    identifier: str
    security_group_id: str
    secrets_role_arn: str
    namespace: str
    part_of: str


@dataclass(frozen=True, kw_only=True, slots=True)
class GivenPlan:
    """A secret of the stack's configuration: its key, never its value, and notes about it."""

    config: str
    notes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned(Generic[Args]):
    """A workload and the keys of what it depends on (`postgres`, `redis.queue`)."""

    args: Args
    depends_on: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """Everything to create; outputs of other components stand as empty texts until then.

    Attributes:
        name: Prefix of physical names: system and environment.
        tags: Tags of every child on AWS.
        cluster: The cluster.
        alerts: Who is told of alarms.
        network: The network.
        postgres: The database.
        pool: The pool in front of it.
        bootstrap: The Job that makes its roles and views.
        redis: The Redis instances, by their keys.
        generated: Secrets to generate, by name.
        given: Secrets of the stack's configuration, by name.
        backups: Where backups are kept.
        services: The services, by their keys, each after those it depends on.
        workers: The workers, by their keys.
        tasks: The scheduled tasks, by their keys.
        roles: The database's roles, by what they are for.
        data_cidrs: Where the databases are, in a network that is adopted.
        authority_file: The file of RDS's certificate authorities in the images of those who
            connect to the database directly.
    """

    name: str
    tags: Mapping[str, str]
    cluster: ClusterPlan
    alerts: AlertTopicArgs | None = None
    network: NetworkArgs | None = None
    postgres: PostgresArgs | None = None
    pool: ConnectionPoolArgs | None = None
    bootstrap: DatabaseBootstrapArgs | None = None
    redis: Mapping[str, RedisArgs] = field(default_factory=dict)
    generated: Mapping[str, GeneratedSecret] = field(default_factory=dict)
    given: Mapping[str, GivenPlan] = field(default_factory=dict)
    backups: BackupStoreArgs | None = None
    services: Mapping[str, Planned[ServiceArgs]] = field(default_factory=dict)
    workers: Mapping[str, Planned[WorkerArgs]] = field(default_factory=dict)
    tasks: Mapping[str, Planned[ScheduledTaskArgs]] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    data_cidrs: tuple[str, ...] = ()
    authority_file: str = ""

    def dependents(self, name: str) -> dict[str, Peer]:
        """The workloads that depend on a component, by their names in the cluster."""
        workloads = (*self.services.values(), *self.workers.values(), *self.tasks.values())
        found = [each.args.identifier for each in workloads if name in each.depends_on]
        return {each: Peer(labels={"app.kubernetes.io/name": each}) for each in found}
