"""Plans a whole system from its settings; the one component module that reads them.

Every component's arguments are made here, and checked, before anything is created: what several
of them refuse is one error, by key and line of the stack file.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import pulumi

from airworthy.components.alert_topic import AlertTopicArgs
from airworthy.components.app_secrets import GeneratedSecret
from airworthy.components.backup_store import BackupStoreArgs
from airworthy.components.composition import create
from airworthy.components.connection_pool import ConnectionPoolArgs
from airworthy.components.connections import Destination, Peer
from airworthy.components.database_bootstrap import DatabaseBootstrapArgs
from airworthy.components.instance_memory import max_connections
from airworthy.components.network import NetworkArgs
from airworthy.components.plan import ClusterPlan, GivenPlan, Plan, Planned
from airworthy.components.postgres import MASTER, PostgresArgs
from airworthy.components.redis import RedisArgs
from airworthy.components.scheduled_task import ScheduledTaskArgs
from airworthy.components.scripts import script_for
from airworthy.components.service import ServiceArgs
from airworthy.components.worker import WorkerArgs
from airworthy.components.workload import SecretRef, WorkloadArgs
from airworthy.kit.errors import ArgumentError
from airworthy.settings.load import Loaded
from airworthy.settings.model import Settings
from airworthy.settings.service import ServiceSettings
from airworthy.settings.task import TaskSettings
from airworthy.settings.worker import WorkerSettings
from airworthy.settings.workload import WorkloadSettings

__all__ = ["compose", "plan"]

T = TypeVar("T")
S = TypeVar("S", bound=WorkloadSettings)
W = TypeVar("W", bound=WorkloadArgs)

LATER = ""  # stands for the output of a component that is not there yet
SOMEWHERE = Destination(cidrs=["192.0.2.0/24"], ports=[5432])  # the same, for a destination
ROLES = ("owner", "app", "readonly", "monitor")
PASSWORD_LENGTH = 32
SURGE = 1  # pods that a rolling release adds to a deployment
# RDS keeps some memory for itself, so its formula yields fewer connections than the class's size.
KEPT_BY_RDS = 0.9


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
        services = self.workloads("services", settings.services, self.service)
        workers = self.workloads("workers", settings.workers, self.worker)
        tasks = self.workloads("tasks", settings.tasks, self.task)
        pods = most_pods(services) + most_pods(workers)
        postgres = checked("postgres", lambda: self.postgres(name, tags))
        pool = checked("postgres.pool", lambda: self.pool(name, tags, pods))
        bootstrap = checked("postgres.bootstrap", self.bootstrap)
        redis = {key: checked(f"redis.{key}", partial(self.redis, key)) for key in settings.redis}
        network = settings.network
        planned = Plan(
            name=name,
            tags=tags,
            cluster=ClusterPlan(
                **{"namespace": settings.system, **settings.cluster.given()},
                part_of=settings.system,
            ),
            alerts=checked("objectives", lambda: self.alerts(tags)),
            network=checked("network", lambda: self.network(tags)),
            postgres=postgres,
            pool=pool,
            bootstrap=bootstrap,
            redis={key: args for key, args in redis.items() if args},
            generated=self.generated(),
            given=self.given(),
            backups=checked("backups", lambda: self.backups(tags)),
            services=services,
            workers=workers,
            tasks=tasks,
            roles={role: self.role(role) for role in ROLES},
            data_cidrs=network.data_cidrs if network else (),
        )
        return None if self.refusals else planned

    def checked(self, section: str, make: Callable[[], T | None]) -> T | None:
        """What `make` returns; a refusal is kept for later, under its section."""
        try:
            return make()
        except ArgumentError as refusal:
            self.refusals[section] = refusal
            return None

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
        objectives = self.settings.objectives
        values = given.given()
        if objectives and objectives.cpu:
            values["cpu_alarm"] = objectives.cpu
        return PostgresArgs(vpc_id=LATER, subnet_ids=(), identifier=name, tags=tags, **values)

    def pool(self, name: str, tags: Mapping[str, str], pods: int) -> ConnectionPoolArgs | None:
        given = self.settings.postgres
        if given is None or given.pool is None:
            return None
        size = given.instance_class or PostgresArgs(vpc_id=LATER, subnet_ids=()).instance_class
        return ConnectionPoolArgs(
            vpc_id=LATER,
            subnet_ids=(),
            instance=LATER,
            database_security_group_id=LATER,
            secret_arn=LATER,
            max_connections=int(max_connections(size) * KEPT_BY_RDS),
            pods=max(pods, 1),
            identifier=f"{name}-pool",
            tags=tags,
            **given.pool.given(),
        )

    def bootstrap(self) -> DatabaseBootstrapArgs | None:
        given = self.settings.postgres
        if given is None or given.bootstrap is None:
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
        return {
            key: GivenPlan(
                config=given.config,
                notes={k: v for k, v in given.given().items() if k not in {"generate", "config"}},
            )
            for key, given in self.settings.secrets.items()
            if given.config is not None
        }

    def role(self, name: str) -> str:
        """A database role's name in PostgreSQL."""
        given = self.settings.postgres
        if name == "app" and given and given.pool:
            return given.pool.role
        return f"{given.database if given and given.database else 'app'}_{name}"

    def workloads(
        self, section: str, given: Mapping[str, S], make: Callable[[str, S], W]
    ) -> dict[str, Planned[W]]:
        """The workloads of a section that nothing was refused of."""
        found: dict[str, Planned[W]] = {}
        for key, each in given.items():
            args = self.checked(f"{section}.{key}", partial(make, key, each))
            if args is not None:
                found[key] = Planned(args=args, depends_on=each.depends_on or ())
        return found

    def service(self, key: str, given: ServiceSettings) -> ServiceArgs:
        whole = self.common(given)
        whole["callers"] = {name: Peer(**peer.given()) for name, peer in given.callers.items()}
        return ServiceArgs(identifier=key, **whole)

    def worker(self, key: str, given: WorkerSettings) -> WorkerArgs:
        return WorkerArgs(identifier=f"worker-{key}", **self.common(given))

    def task(self, key: str, given: TaskSettings) -> ScheduledTaskArgs:
        script = "" if given.command else script_for(given.purpose, given.tables, given.keep)
        return ScheduledTaskArgs(identifier=f"task-{key}", script=script, **self.common(given))

    def common(self, given: WorkloadSettings) -> dict[str, Any]:
        """The arguments that every workload has; destinations come with the composition."""
        whole = given.given()
        self.known(whole.pop("depends_on", ()))
        role = whole.pop("role_arn", None)
        if role:
            whole["service_account_annotations"] = {"eks.amazonaws.com/role-arn": role}
        secrets = whole.pop("secrets", {})
        whole["secrets"] = {name: SecretRef(**ref.given()) for name, ref in secrets.items()}
        return {"namespace": LATER, "part_of": self.settings.system, **whole}

    def known(self, wanted: Sequence[str]) -> None:
        """Refuse a dependency that the stack file does not have."""
        settings = self.settings
        there = ["postgres"] if settings.postgres else []
        there += [f"redis.{key}" for key in settings.redis]
        there += [f"services.{key}" for key in settings.services]
        for name in wanted:
            if name not in there:
                raise ArgumentError("depends_on", name, f"one of {', '.join(there) or 'nothing'}")


def most_pods(
    planned: Mapping[str, Planned[ServiceArgs]] | Mapping[str, Planned[WorkerArgs]],
) -> int:
    """How many pods that use the database there are at most, amid a rolling release."""
    users = [each.args for each in planned.values() if "postgres" in each.depends_on]
    return sum(args.max_replicas + SURGE for args in users)


def login(role: str) -> SecretRef:
    """The password of a database role, as the cluster holds it."""
    return SecretRef(name=f"postgres-{role}", key="password")
