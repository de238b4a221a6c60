"""Creates a planned system, each component called after the key it is planned from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as k8s

from airworthy.components.alert_topic import AlertTopic
from airworthy.components.app_secrets import AppSecrets, AppSecretsArgs, GivenSecret
from airworthy.components.backup_store import BackupStore
from airworthy.components.cluster_secrets import ClusterSecrets, ClusterSecretsArgs, StoredSecret
from airworthy.components.connection_pool import ConnectionPool
from airworthy.components.connections import Destination, Peer
from airworthy.components.database_bootstrap import DatabaseBootstrap, DatabaseBootstrapArgs
from airworthy.components.namespace import Namespace, NamespaceArgs
from airworthy.components.network import Network
from airworthy.components.plan import Plan, Planned
from airworthy.components.postgres import PORT, Postgres
from airworthy.components.redis import Redis, RedisArgs
from airworthy.components.scheduled_task import ScheduledTask
from airworthy.components.service import Service, ServiceArgs
from airworthy.components.worker import Worker
from airworthy.components.workload import SecretRef, WorkloadArgs

__all__ = ["create"]

W = TypeVar("W", bound=WorkloadArgs)
ReadSecret = Callable[[str, str], pulumi.Output[str]]
# Which role of the database a task uses, by its purpose.
TASK_ROLES = {"backup": "readonly", "cleanup": "app", "monitor": "monitor", "": "app"}
APPLICATION = "application"  # the Kubernetes Secret of the application's own secrets


def create(plan: Plan, read: ReadSecret) -> dict[str, pulumi.Output[str]]:
    """Create every component of a plan.

    Args:
        plan: What to create.
        read: Reads an encrypted value of the stack's configuration, given the section that names
            it and its key.

    Returns:
        The outputs worth exporting, none of them secret in clear.
    """
    provider = k8s.Provider(
        "cluster", context=plan.cluster.context, cluster_identifier=plan.cluster.identifier
    )
    inside = pulumi.ResourceOptions(providers={"kubernetes": provider})
    alerts = AlertTopic("objectives-alerts", plan.alerts) if plan.alerts else None
    topics = [alerts.arn] if alerts else []
    network = Network("network", plan.network) if plan.network else None
    namespace = Namespace(
        "cluster-namespace",
        NamespaceArgs(identifier=plan.cluster.namespace, part_of=plan.cluster.part_of),
        inside,
    )
    secrets = _secrets(plan, read)
    database = _database(plan, network, secrets, topics)
    delivered = _delivered(plan, namespace, secrets, database, inside)
    parts = Parts(plan, namespace, delivered, inside)
    if database:
        parts.offer_database(database)
    for key, args in plan.redis.items():
        parts.offer_redis(key, args)
    if plan.bootstrap and database:
        parts.bootstrap(plan.bootstrap, database)
    backups = BackupStore("backups", plan.backups) if plan.backups else None
    if backups:
        parts.offer_backups(backups)
    for key, service in plan.services.items():
        parts.service(key, service)
    for key, worker in plan.workers.items():
        Worker(f"workers-{key}", parts.wired(worker), inside)
    for key, task in plan.tasks.items():
        ScheduledTask(f"tasks-{key}", parts.wired(task, direct=True), inside)
    return _exports(database, backups, alerts)


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


class Parts:
    """The workloads' surroundings, and the workloads wired into them."""

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


def _secrets(plan: Plan, read: ReadSecret) -> AppSecrets | None:
    if not plan.generated and not plan.given:
        return None
    given = {
        key: GivenSecret(value=read(f"secrets.{key}", each.config), **each.notes)
        for key, each in plan.given.items()
    }
    args = AppSecretsArgs(generated=plan.generated, given=given, tags=plan.tags)
    return AppSecrets("secrets", args)


def _database(
    plan: Plan,
    network: Network | None,
    secrets: AppSecrets | None,
    topics: list[pulumi.Output[str]],
) -> Database | None:
    if plan.postgres is None or network is None:
        return None
    cluster = {"cluster": plan.cluster.security_group_id}
    place = {"vpc_id": network.vpc_id, "subnet_ids": network.data_subnet_ids}
    postgres = Postgres(
        "postgres", replace(plan.postgres, clients=cluster, alarm_topics=topics, **place)
    )
    pool = None
    if plan.pool and secrets:
        pool = ConnectionPool(
            "postgres-pool",
            replace(
                plan.pool,
                instance=postgres.instance.identifier,
                database_security_group_id=postgres.security_group.id,
                secret_arn=secrets.secrets["postgres-app"].arn,
                secret_key_arn=secrets.key.arn,
                clients=cluster,
                log_key_arn=postgres.key.arn,
                alarm_topics=topics,
                **place,
            ),
        )
    blocks = plan.data_cidrs or tuple(network.cidrs.get("data", {}).values())
    server = Destination(cidrs=list(blocks), ports=[PORT])
    return Database(postgres=postgres, pool=pool, server=server, name=plan.postgres.database)


def _delivered(
    plan: Plan,
    namespace: Namespace,
    secrets: AppSecrets | None,
    database: Database | None,
    inside: pulumi.ResourceOptions,
) -> ClusterSecrets | None:
    """Bring every secret into the cluster: the application's in one, the others by their use."""
    if secrets is None:
        return None
    held: dict[str, dict[str, StoredSecret]] = {}
    for key, name in secrets.names.items():
        if key.startswith(("postgres-", "redis-")):
            part = "password" if key.startswith("postgres-") else ""
            held[key] = {"password": StoredSecret(name=name, property=part)}
        else:
            held.setdefault(APPLICATION, {})[key] = StoredSecret(name=name)
    if database and plan.bootstrap:
        master = StoredSecret(name=database.postgres.master_secret_arn, property="password")
        held["postgres-administrator"] = {"password": master}
    args = ClusterSecretsArgs(
        namespace=namespace.name,
        region=aws.get_region_output().region,
        role_arn=plan.cluster.secrets_role_arn,
        secrets=held,
        version=secrets.version,
        part_of=plan.cluster.part_of,
    )
    return ClusterSecrets("secrets-in-cluster", args, inside)


def _exports(
    database: Database | None, backups: BackupStore | None, alerts: AlertTopic | None
) -> dict[str, pulumi.Output[str]]:
    exports: dict[str, pulumi.Output[str]] = {}
    if database:
        exports["postgresEndpoint"] = database.postgres.endpoint
        exports["postgresMasterSecret"] = database.postgres.master_secret_arn
        if database.pool:
            exports["postgresPoolEndpoint"] = database.pool.endpoint
    if backups:
        exports["backupBucket"] = backups.bucket_name
    if alerts:
        exports["alertTopic"] = alerts.arn
    return exports
