"""Plans a whole system from its settings.

Every component's arguments are made here, and checked, before anything is created: what several
of them refuse is one error, by key and line of the stack file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import pulumi

from airworthy.components.alert_topic import AlertTopicArgs
from airworthy.components.app_secrets import GeneratedSecret, GivenSecret
from airworthy.components.backup_store import BackupStoreArgs
from airworthy.components.composition import create
from airworthy.components.connection_pool import ConnectionPoolArgs
from airworthy.components.connections import Destination, Peer
from airworthy.components.database_bootstrap import DatabaseBootstrapArgs
from airworthy.components.dependencies import creation_order, find_cycle
from airworthy.components.instance_memory import usable_connections
from airworthy.components.network import NetworkArgs
from airworthy.components.plan import ClusterPlan, GivenPlan, Plan, Planned
from airworthy.components.plan_keys import check_keys, is_plain
from airworthy.components.planned_workloads import (
    database_pods,
    service_args,
    task_args,
    uses_database,
    worker_args,
)
from airworthy.components.postgres import MASTER, PostgresArgs
from airworthy.components.redis import RedisArgs
from airworthy.components.workload import SecretRef, WorkloadArgs, check_name
from airworthy.kit.errors import ArgumentError
from airworthy.settings.load import Loaded
from airworthy.settings.model import Settings
from airworthy.settings.workload import WorkloadSettings

__all__ = ["compose", "plan"]

T = TypeVar("T")
S = TypeVar("S", bound=WorkloadSettings)
W = TypeVar("W", bound=WorkloadArgs)

LATER = ""  # stands for the output of a component that is not there yet
UNREAD = "unread"  # the same, for a secret
SOMEWHERE = Destination(cidrs=["192.0.2.0/24"], ports=[5432])  # the same, for a destination
ROLES = ("owner", "app", "readonly", "monitor")
PASSWORD_LENGTH = 32


def compose(loaded: Loaded) -> dict[str, pulumi.Output[str]]:
    """Create every component that the settings name; each is called after its key.

    Returns:
        The outputs worth exporting, none of them secret in clear.

    Raises:
        SettingsError: Components refused their arguments; all refusals at once, by key and line.
    """
    return create(plan(loaded), loaded.secret)


def plan(loaded: Loaded) -> Plan:
    """The arguments of every component of a system.

    Raises:
        SettingsError: See `compose`.
    """
    planner = Planner(loaded.settings, {})
    planned = planner.plan()
    if planner.refusals or planned is None:
        raise loaded.refused(planner.refusals)
    return planned


@dataclass(frozen=True, slots=True)
class Planner:
    """Collects refusals while it makes arguments."""

    settings: Settings
    refusals: dict[str, ArgumentError]

    def plan(self) -> Plan | None:
        """The plan, or None where something was refused."""
        settings, checked = self.settings, self.checked
        name = f"{settings.system}-{settings.environment}"
        tags = {"system": settings.system, "environment": settings.environment}
        services = self.workloads("services", settings.services, service_args)
        workers = self.workloads("workers", settings.workers, worker_args)
        tasks = self.workloads("tasks", settings.tasks, task_args)
        pods = database_pods(services.values()) + database_pods(workers.values())
        cluster = checked("cluster", self.cluster)
        alerts = checked("objectives", lambda: self.alerts(tags))
        network = checked("network", lambda: self.network(tags))
        postgres = checked("postgres", lambda: self.postgres(name, tags))
        pool = checked("postgres.pool", lambda: self.pool(name, tags, pods))
        bootstrap = checked("postgres.bootstrap", self.bootstrap)
        redis = {
            key: checked(f"redis.{key}", partial(self.redis, key))
            for key in self.named("redis", settings.redis)
        }
        self.named("secrets", settings.secrets)
        generated, given = self.generated(), self.given()
        backups = checked("backups", lambda: self.backups(tags))
        circle = find_cycle(services)
        if circle:
            self.refusals[f"services.{circle[0]}"] = circle[1]
        if self.refusals or cluster is None:
            return None
        return Plan(
            name=name,
            tags=tags,
            cluster=cluster,
            alerts=alerts,
            network=network,
            postgres=postgres,
            pool=pool,
            bootstrap=bootstrap,
            redis={key: args for key, args in redis.items() if args},
            generated=generated,
            given=given,
            backups=backups,
            services=creation_order(services),
            workers=workers,
            tasks=tasks,
            roles={role: self.role(role) for role in ROLES},
            data_cidrs=settings.network.data_cidrs if settings.network else (),
            authority_file=(settings.postgres and settings.postgres.authority_file) or "",
        )

    def checked(self, section: str, make: Callable[[], T | None]) -> T | None:
        """What `make` returns; a refusal is kept for later, under its section."""
        try:
            return make()
        except ArgumentError as refusal:
            self.refusals[section] = refusal
            return None

    def named(self, section: str, given: Mapping[str, T]) -> dict[str, T]:
        """The parts of a section whose keys can be names; the first other key is refused."""
        self.checked(section, lambda: check_keys(section, given, self.settings))
        return {key: each for key, each in given.items() if is_plain(key)}

    def cluster(self) -> ClusterPlan:
        system = self.settings.system
        given = {"namespace": system, **self.settings.cluster.given()}
        check_name("namespace", given["namespace"])
        return ClusterPlan(**given, part_of=system)

    def alerts(self, tags: Mapping[str, str]) -> AlertTopicArgs | None:
        given = self.settings.objectives
        return AlertTopicArgs(emails=given.emails, tags=tags) if given else None

    def network(self, tags: Mapping[str, str]) -> NetworkArgs | None:
        given = self.settings.network
        if given is None:
            return None
        if given.vpc_id and self.settings.postgres and not given.data_cidrs:
            wanted = "the addresses of the data subnets, which clients of the database may reach"
            raise ArgumentError("data_cidrs", "missing", wanted)
        for block in given.data_cidrs:
            try:
                Peer(cidrs=[block])
            except ArgumentError as refusal:
                raise ArgumentError("data_cidrs", block, refusal.wanted) from None
        return NetworkArgs(tags=tags, **given.given())

    def backups(self, tags: Mapping[str, str]) -> BackupStoreArgs | None:
        given = self.settings.backups
        return BackupStoreArgs(tags=tags, **given.given()) if given else None

    def postgres(self, name: str, tags: Mapping[str, str]) -> PostgresArgs | None:
        given = self.settings.postgres
        if given is None:
            return None
        if self.settings.network is None:
            raise ArgumentError("database", given.database, "a network section to put it in")
        if not given.authority_file and (given.bootstrap or uses_database(self.settings)):
            wanted = "the file with the certificate authorities of RDS, in its clients' images"
            raise ArgumentError("authority_file", "missing", wanted)
        objectives = self.settings.objectives
        values = given.given()
        if objectives and objectives.cpu:
            values["cpu_alarm"] = objectives.cpu
        return PostgresArgs(vpc_id=LATER, subnet_ids=(), identifier=name, tags=tags, **values)

    def pool(self, name: str, tags: Mapping[str, str], pods: int) -> ConnectionPoolArgs | None:
        given = self.settings.postgres
        if given is None or given.pool is None:
            return None
        if given.bootstrap is None:
            wanted = "a bootstrap section besides the pool, which creates that role"
            raise ArgumentError("role", given.pool.role, wanted)
        size = given.instance_class or PostgresArgs(vpc_id=LATER, subnet_ids=()).instance_class
        return ConnectionPoolArgs(
            vpc_id=LATER,
            subnet_ids=(),
            instance=LATER,
            database_security_group_id=LATER,
            secret_arn=LATER,
            max_connections=usable_connections(size),
            pods=max(pods, 1),
            identifier=f"{name}-pool",
            tags=tags,
            **given.pool.given(),
        )

    def bootstrap(self) -> DatabaseBootstrapArgs | None:
        given = self.settings.postgres
        if given is None or given.bootstrap is None or not given.authority_file:
            return None
        values: dict[str, Any] = {f"{role}_password": login(role) for role in ROLES}
        values |= {role: self.role(role) for role in ROLES}
        if given.database:
            values["database"] = given.database
        return DatabaseBootstrapArgs(
            namespace=LATER,
            host=LATER,
            server=SOMEWHERE,
            administrator=MASTER,
            administrator_password=login("administrator"),
            authority_file=given.authority_file,
            part_of=self.settings.system,
            **values,
            **given.bootstrap.given(),
        )

    def redis(self, key: str) -> RedisArgs:
        return RedisArgs(
            namespace=LATER,
            password_secret=f"redis-{key}",
            identifier=f"redis-{key}",
            part_of=self.settings.system,
            **self.settings.redis[key].given(),
        )

    def generated(self) -> dict[str, GeneratedSecret]:
        """The secrets to generate: the application's, the database roles', the Redis passwords."""
        found: dict[str, GeneratedSecret] = {}
        for key, given in self.settings.secrets.items():
            if given.generate is None:
                continue
            notes = {k: v for k, v in given.given().items() if k not in {"generate", "config"}}
            how = given.generate.given()
            made = self.checked(f"secrets.{key}", partial(GeneratedSecret, **how, **notes))
            found.update({key: made} if made else {})
        if self.settings.postgres and self.settings.postgres.bootstrap:
            for role in ROLES:
                user = self.role(role)
                found[f"postgres-{role}"] = GeneratedSecret(length=PASSWORD_LENGTH, username=user)
        for key in self.settings.redis:
            found[f"redis-{key}"] = GeneratedSecret(length=PASSWORD_LENGTH)
        return found

    def given(self) -> dict[str, GivenPlan]:
        """The secrets that the stack's own configuration holds encrypted."""
        found: dict[str, GivenPlan] = {}
        for key, given in self.settings.secrets.items():
            if given.config is None:
                continue
            notes = {k: v for k, v in given.given().items() if k not in {"generate", "config"}}
            self.checked(f"secrets.{key}", partial(GivenSecret, value=UNREAD, **notes))
            found[key] = GivenPlan(config=given.config, notes=notes)
        return found

    def role(self, name: str) -> str:
        """A database role's name in PostgreSQL."""
        given = self.settings.postgres
        if name == "app" and given and given.pool:
            return given.pool.role
        return f"{given.database if given and given.database else 'app'}_{name}"

    def workloads(
        self, section: str, given: Mapping[str, S], make: Callable[[Settings, str, S], W]
    ) -> dict[str, Planned[W]]:
        """The workloads of a section that nothing was refused of."""
        found: dict[str, Planned[W]] = {}
        for key, each in self.named(section, given).items():
            args = self.checked(f"{section}.{key}", partial(make, self.settings, key, each))
            if args is not None:
                found[key] = Planned(args=args, depends_on=each.depends_on or ())
        return found


def login(role: str) -> SecretRef:
    """The password of a database role, as the cluster holds it."""
    return SecretRef(name=f"postgres-{role}", key="password")
