"""Wires workloads to what they depend on: addresses, variables, secrets, network policies."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TypeVar

import pulumi

from airworthy.components.backup_store import BackupStore
from airworthy.components.cluster_secrets import ClusterSecrets
from airworthy.components.connection_pool import ConnectionPool
from airworthy.components.connections import Destination
from airworthy.components.database_bootstrap import DatabaseBootstrap, DatabaseBootstrapArgs
from airworthy.components.dependencies import variable
from airworthy.components.namespace import Namespace
from airworthy.components.plan import Plan, Planned
from airworthy.components.postgres import PORT, Postgres
from airworthy.components.redis import Redis, RedisArgs
from airworthy.components.scheduled_task import ScheduledTask, ScheduledTaskArgs
from airworthy.components.service import Service, ServiceArgs
from airworthy.components.worker import Worker, WorkerArgs
from airworthy.components.workload import SecretRef, WorkloadArgs

__all__ = ["Database", "Wiring"]

T = TypeVar("T")
W = TypeVar("W", bound=WorkloadArgs)
DATABASE = "postgres"
# Which role of the database a task uses, by its purpose, if not the application's.
TASK_ROLES = {"backup": "readonly", "monitor": "monitor"}
# To libpq 16 and later, what the system trusts; a pool's certificate is of ACM, a public authority.
PUBLIC = "system"


@dataclass(frozen=True, kw_only=True, slots=True)
class Database:
    """The database as its clients see it.

    Attributes:
        postgres: The database.
        pool: The pool in front of it, if there is one.
        server: Where its addresses are, for network policies.
        name: The application's database.
    """

    postgres: Postgres
    pool: ConnectionPool | None
    server: Destination
    name: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What a workload gets that depends on something: where it is, and how to sign in."""

    destination: Destination
    environment: Mapping[str, pulumi.Input[str]]
    secrets: Mapping[str, SecretRef]


class Wiring:
    """What workloads can depend on, as it comes into being, and the workloads wired to it."""

    def __init__(
        self,
        plan: Plan,
        namespace: Namespace,
        delivered: ClusterSecrets | None,
        inside: pulumi.ResourceOptions,
    ) -> None:
        self._plan = plan
        self._namespace = namespace.name
        self._version = self._bootstrapped = delivered.version if delivered else None
        self._inside = inside
        self._offers: dict[str, Offer] = {}
        self._direct: dict[str, Offer] = {}
        self._for_backups: dict[str, pulumi.Input[str]] = {}

    def offer_database(self, database: Database) -> None:
        """Let workloads depend on `postgres`: services by the pool, tasks directly."""

        def offer(host: pulumi.Input[str], role: str, authorities: str) -> Offer:
            return Offer(
                database.server,
                {
                    "PGHOST": host,
                    "PGPORT": str(PORT),
                    "PGDATABASE": database.name,
                    "PGUSER": self._plan.roles[role],
                    "PGSSLMODE": "verify-full",
                    "PGSSLROOTCERT": authorities,
                },
                {"PGPASSWORD": SecretRef(name=f"postgres-{role}", key="password")},
            )

        server = database.postgres.endpoint
        self._direct = {
            role: offer(server, role, self._plan.authority_file) for role in self._plan.roles
        }
        pool = database.pool
        self._offers[DATABASE] = (
            offer(pool.endpoint, "app", PUBLIC) if pool else self._direct["app"]
        )

    def offer_redis(self, key: str, args: RedisArgs) -> None:
        """Create a Redis, open to the workloads that depend on it."""
        wanted = f"redis.{key}"
        redis = Redis(
            f"redis-{key}",
            replace(
                args,
                namespace=self._namespace,
                callers=self._plan.dependents(wanted),
                config_version=self._version,
            ),
            self._inside,
        )
        prefix = "REDIS" if len(self._plan.redis) == 1 else f"REDIS_{variable(key)}"
        self._offers[wanted] = Offer(
            redis.peer,
            {f"{prefix}_HOST": redis.host, f"{prefix}_PORT": redis.port.apply(str)},
            {f"{prefix}_PASSWORD": SecretRef(name=f"redis-{key}", key="password")},
        )

    def offer_backups(self, store: BackupStore) -> None:
        """Tell tasks that make backups where to put them."""
        self._for_backups = {"BACKUP_BUCKET": store.bucket_name, "BACKUP_KMS_KEY": store.key_arn}

    def bootstrap(self, args: DatabaseBootstrapArgs, database: Database) -> None:
        """Create the Job that makes roles and views; the database's workloads wait for it."""
        made = DatabaseBootstrap(
            "postgres-bootstrap",
            replace(
                args,
                namespace=self._namespace,
                host=database.postgres.endpoint,
                server=database.server,
                config_version=self._version,
            ),
            self._inside,
        )
        # The Job's end comes by way of a value: a component's depends_on ends at its children.
        self._bootstrapped = pulumi.Output.all(self._version, made.job.id).apply(
            lambda known: str(known[0])
        )

    def service(self, key: str, planned: Planned[ServiceArgs]) -> None:
        """Create a service, open to the workloads that depend on it."""
        name = f"services.{key}"
        dependents = {f"dependent-{who}": peer for who, peer in self._plan.dependents(name).items()}
        args = self._wired(planned, self._offers)
        service = Service(
            f"services-{key}",
            replace(args, callers={**args.callers, **dependents}),
            self._inside,
        )
        prefix = variable(key)
        self._offers[name] = Offer(
            service.destination,
            {f"{prefix}_HOST": service.host, f"{prefix}_PORT": service.port.apply(str)},
            {},
        )

    def worker(self, key: str, planned: Planned[WorkerArgs]) -> None:
        """Create a worker."""
        Worker(f"workers-{key}", self._wired(planned, self._offers), self._inside)

    def task(self, key: str, planned: Planned[ScheduledTaskArgs]) -> None:
        """Create a scheduled task, which connects to the database itself."""
        purpose = planned.args.purpose
        offers = dict(self._offers)
        if self._direct:
            offers[DATABASE] = self._direct[TASK_ROLES.get(purpose, "app")]
        backups = self._for_backups if purpose == "backup" else {}
        ScheduledTask(f"tasks-{key}", self._wired(planned, offers, backups), self._inside)

    def _wired(
        self,
        planned: Planned[W],
        there: Mapping[str, Offer],
        told: Mapping[str, pulumi.Input[str]] | None = None,
    ) -> W:
        """A workload's arguments with all that it depends on.

        What the stack file says itself prevails over what a dependency brings.
        """
        args = planned.args
        offers = {name: there[name] for name in planned.depends_on}
        brought: dict[str, pulumi.Input[str]] = {**(told or {})}
        secrets: dict[str, SecretRef] = {}
        for offer in offers.values():
            brought.update(offer.environment)
            secrets.update(offer.secrets)
        own = {*args.environment, *args.secrets}
        return replace(
            args,
            namespace=self._namespace,
            environment={**_without(own, brought), **args.environment},
            secrets={**_without(own, secrets), **args.secrets},
            depends_on={
                name.replace(".", "-"): offer.destination for name, offer in offers.items()
            },
            config_version=self._bootstrapped if DATABASE in offers else self._version,
        )


def _without(own: AbstractSet[str], brought: Mapping[str, T]) -> dict[str, T]:
    return {name: value for name, value in brought.items() if name not in own}
