"""Wires workloads to what they depend on: addresses, variables, secrets, network policies."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import pulumi

from airworthy.components.backup_store import BackupStore
from airworthy.components.cluster_secrets import ClusterSecrets
from airworthy.components.connection_pool import ConnectionPool
from airworthy.components.connections import Destination, Peer
from airworthy.components.database_bootstrap import DatabaseBootstrap, DatabaseBootstrapArgs
from airworthy.components.namespace import Namespace
from airworthy.components.plan import Plan, Planned
from airworthy.components.postgres import PORT, Postgres
from airworthy.components.redis import Redis, RedisArgs
from airworthy.components.service import Service, ServiceArgs
from airworthy.components.workload import SecretRef, WorkloadArgs

__all__ = ["Database", "Wiring"]

W = TypeVar("W", bound=WorkloadArgs)
# Which role of the database a task uses, by its purpose.
TASK_ROLES = {"backup": "readonly", "cleanup": "app", "monitor": "monitor", "": "app"}


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
        self._version = delivered.version if delivered else None
        self._inside = inside
        self._offers: dict[str, Offer] = {}
        self._direct: dict[str, Offer] = {}
        self._for_backups: dict[str, pulumi.Input[str]] = {}

    def offer_database(self, database: Database) -> None:
        """Let workloads depend on `postgres`: services by the pool, tasks directly."""

        def offer(host: pulumi.Input[str], role: str) -> Offer:
            return Offer(
                database.server,
                {
                    "PGHOST": host,
                    "PGPORT": str(PORT),
                    "PGDATABASE": database.name,
                    "PGUSER": self._plan.roles[role],
                    "PGSSLMODE": "verify-full",
                },
                {"PGPASSWORD": SecretRef(name=f"postgres-{role}", key="password")},
            )

        pool, direct = database.pool, database.postgres.endpoint
        self._offers["postgres"] = offer(pool.endpoint if pool else direct, "app")
        for purpose, role in TASK_ROLES.items():
            self._direct[purpose] = offer(direct, role)

    def offer_redis(self, key: str, args: RedisArgs) -> None:
        """Create a Redis, open to the workloads that depend on it."""
        wanted = f"redis.{key}"
        plan = self._plan
        workloads = (*plan.services.values(), *plan.workers.values(), *plan.tasks.values())
        callers = {
            each.args.identifier: Peer(labels={"app.kubernetes.io/name": each.args.identifier})
            for each in workloads
            if wanted in each.depends_on
        }
        redis = Redis(
            f"redis-{key}", replace(args, namespace=self._namespace, callers=callers), self._inside
        )
        prefix = "REDIS" if len(plan.redis) == 1 else f"REDIS_{key.upper()}"
        self._offers[wanted] = Offer(
            redis.peer,
            {f"{prefix}_HOST": redis.host, f"{prefix}_PORT": redis.port.apply(str)},
            {f"{prefix}_PASSWORD": SecretRef(name=f"redis-{key}", key="password")},
        )

    def offer_backups(self, store: BackupStore) -> None:
        """Tell tasks that make backups where to put them."""
        self._for_backups = {"BACKUP_BUCKET": store.bucket_name, "BACKUP_KMS_KEY": store.key_arn}

    def bootstrap(self, args: DatabaseBootstrapArgs, database: Database) -> None:
        """Create the Job that makes roles and views."""
        DatabaseBootstrap(
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

    def service(self, key: str, planned: Planned[ServiceArgs]) -> None:
        """Create a service, and let others depend on it."""
        service = Service(f"services-{key}", self.wired(planned), self._inside)
        self._offers[f"services.{key}"] = Offer(service.destination, {}, {})

    def wired(self, planned: Planned[W], *, direct: bool = False) -> W:
        """A workload's arguments with all that it depends on.

        What the stack file says itself prevails over what a dependency brings.
        """
        args, purpose = planned.args, getattr(planned.args, "purpose", "")
        offers = {
            name: self._direct.get(purpose, self._offers[name])
            if direct and name == "postgres"
            else self._offers[name]
            for name in planned.depends_on
        }
        brought: dict[str, pulumi.Input[str]] = {}
        secrets: dict[str, SecretRef] = {}
        for offer in offers.values():
            brought.update(offer.environment)
            secrets.update(offer.secrets)
        if purpose == "backup":
            brought.update(self._for_backups)
        return replace(
            args,
            namespace=self._namespace,
            environment={**brought, **args.environment},
            secrets={**secrets, **args.secrets},
            depends_on={
                name.replace(".", "-"): offer.destination for name, offer in offers.items()
            },
            config_version=self._version,
        )
