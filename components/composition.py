"""Creates a planned system, each component called after the key it is planned from."""

from collections.abc import Callable
from dataclasses import replace

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as k8s

from airworthy.components.alert_topic import AlertTopic
from airworthy.components.app_secrets import AppSecrets, AppSecretsArgs, GivenSecret
from airworthy.components.backup_store import BackupStore
from airworthy.components.cluster_secrets import ClusterSecrets, ClusterSecretsArgs, StoredSecret
from airworthy.components.connection_pool import ConnectionPool
from airworthy.components.connections import Destination
from airworthy.components.namespace import Namespace, NamespaceArgs
from airworthy.components.network import Network
from airworthy.components.plan import APPLICATION, Plan
from airworthy.components.postgres import PORT, Postgres
from airworthy.components.quota import demands, with_room
from airworthy.components.wiring import Database, Wiring

__all__ = ["create"]

ReadSecret = Callable[[str, str], pulumi.Output[str]]


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
        with_room(
            NamespaceArgs(identifier=plan.cluster.namespace, part_of=plan.cluster.part_of),
            demands(plan),
        ),
        inside,
    )
    secrets = _secrets(plan, read)
    database = _database(plan, network, secrets, topics)
    delivered = _delivered(plan, namespace, secrets, database, inside)
    parts = Wiring(plan, namespace, delivered, inside)
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
        parts.worker(key, worker)
    for key, task in plan.tasks.items():
        parts.task(key, task)
    return _exports(database, backups, alerts)


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
    postgres = Postgres(
        "postgres",
        replace(
            plan.postgres,
            vpc_id=network.vpc_id,
            subnet_ids=network.data_subnet_ids,
            clients=cluster,
            alarm_topics=topics,
        ),
    )
    pool = None
    if plan.pool and secrets:
        pool = ConnectionPool(
            "postgres-pool",
            replace(
                plan.pool,
                vpc_id=network.vpc_id,
                subnet_ids=network.data_subnet_ids,
                instance=postgres.instance.identifier,
                database_security_group_id=postgres.security_group.id,
                secret_arn=secrets.secrets["postgres-app"].arn,
                secret_key_arn=secrets.key.arn,
                clients=cluster,
                log_key_arn=postgres.key.arn,
                alarm_topics=topics,
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
