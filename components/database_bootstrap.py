"""A Job that makes database, roles, privileges and monitoring views, over the direct connection."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

import pulumi
import pulumi_kubernetes as k8s

from airworthy.components.base import Component
from airworthy.components.bootstrap_volumes import (
    ADMINISTRATOR,
    AUTHORITY,
    FILES,
    PASSWORDS,
    SCRATCH,
    mounts,
    volumes,
)
from airworthy.components.connections import Destination
from airworthy.components.pod import container, pod_template, safe_pod
from airworthy.components.safe import Safe
from airworthy.components.workload import (
    LONGEST_NAME,
    Identity,
    SecretRef,
    WorkloadArgs,
    check_name,
    network_policy,
    service_account,
    whole_seconds,
)
from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError
from airworthy.kit.size import Size
from airworthy.templates.artefact import IDENTIFIER, Artefact
from airworthy.templates.bootstrap_script import BootstrapScript
from airworthy.templates.bootstrap_sql import BootstrapSql, DatabaseRoles
from airworthy.templates.monitoring_sql import MonitoringSql

__all__ = ["ENCODES", "SAFE", "DatabaseBootstrap", "DatabaseBootstrapArgs"]

JOB = "kubernetes:batch/v1:Job"

# What the SQL itself does, database-role-least-privilege and monitoring-views, no rule can judge:
# a drill and a live check prove it.
ENCODES = (
    "images-pinned",
    "non-root-containers",
    "pod-security-restricted",
    "resource-limits",
    "service-account-token-restricted",
)
SAFE: tuple[Safe, ...] = safe_pod(JOB, "spec.template.spec")

DIGEST = 8  # characters of it in a name
LONGEST = LONGEST_NAME - DIGEST - 1


@dataclass(frozen=True, kw_only=True, slots=True)
class DatabaseBootstrapArgs:
    """Arguments of DatabaseBootstrap.

    Attributes:
        namespace: The namespace it runs in.
        image: An image with psql and a POSIX shell, by digest: `name:tag@sha256:...`.
        host: The server's own name, not that of a pool: its certificate must show this name.
        server: The server for the network policy; the Job connects to its first port.
        administrator_password: The administrator's password.
        owner_password: The password that the owner gets; of 16 characters or more, as the others.
        app_password: The password that the application's role gets.
        readonly_password: The password that the read-only role gets.
        monitor_password: The password that the monitor role gets.
        authority_config_map: ConfigMap with the certificate authorities that are trusted, in
            its key `authority_key`; excludes `authority_file`.
        authority_key: See `authority_config_map`.
        authority_file: The same as a file within the image.
        administrator: The administrator's name.
        maintenance_database: The database to connect to before there is the application's.
        database: The application's database.
        owner: The role that owns it and migrates; `<database>_owner` if empty.
        app: The application's role; `<database>_app` if empty.
        readonly: The role that reads rows; `<database>_readonly` if empty.
        monitor: The role that reads statistics; `<database>_monitor` if empty.
        statement_timeout: Statements of the application that take longer are ended.
        report_timeout: Statements of the read-only role that take longer are ended.
        lock_timeout: How long application and migrations wait for a lock.
        idle_transaction_timeout: Transactions that do nothing for longer are ended.
        slow_query: Statements that take as long on average are listed as slow.
        config_version: Anything that changes when a password does: a new value runs a new Job,
            which a new Secret alone does not.
        timeout: When the Job is ended, retries included.
        retries: How often it is tried again.
        identifier: The name of its objects in the cluster; the component's name if empty.
        part_of: The system it belongs to, as a label.
        user: Numeric user and group it runs as.
        labels: Further labels of its objects; ours prevail.
    """

    namespace: pulumi.Input[str]
    image: str
    host: pulumi.Input[str]
    server: Destination
    administrator_password: SecretRef
    owner_password: SecretRef
    app_password: SecretRef
    readonly_password: SecretRef
    monitor_password: SecretRef
    authority_config_map: pulumi.Input[str] | None = None
    authority_key: str = "ca.pem"
    authority_file: str = ""
    administrator: pulumi.Input[str] = "administrator"
    maintenance_database: str = "postgres"
    database: str = "app"
    owner: str = ""
    app: str = ""
    readonly: str = ""
    monitor: str = ""
    statement_timeout: Duration = Duration.of(seconds=60)
    report_timeout: Duration = Duration.of(minutes=5)
    lock_timeout: Duration = Duration.of(seconds=10)
    idle_transaction_timeout: Duration = Duration.of(seconds=60)
    slow_query: Duration = Duration.of(seconds=1)
    config_version: pulumi.Input[str] | None = None
    timeout: Duration = Duration.of(minutes=10)
    retries: int = 3
    identifier: str = ""
    part_of: str = ""
    user: int = 10_001
    labels: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what the cluster or the database would refuse, and a server nobody can verify."""
        self.workload({})
        if self.identifier:
            check_name("identifier", self.identifier, LONGEST)
        if (self.authority_config_map is None) == (not self.authority_file):
            raise ArgumentError(
                "authority_file",
                self.authority_file,
                "either a ConfigMap or a file of certificate authorities",
            )
        names = {"database": self.database, **self._role_names()}
        for argument, name in names.items():
            if not IDENTIFIER.fullmatch(name):
                raise ArgumentError(argument, name, "lower-case letters, digits and underscores")
            if argument != "database" and list(self._role_names().values()).count(name) > 1:
                raise ArgumentError(argument, name, "a role of its own")
        whole_seconds("timeout", self.timeout)
        if self.retries < 0:
            raise ArgumentError("retries", self.retries, "0 or more")

    @property
    def roles(self) -> DatabaseRoles:
        """The roles that the server has afterwards."""
        return DatabaseRoles(**self._role_names())

    def _role_names(self) -> dict[str, str]:
        given = {
            "owner": self.owner,
            "app": self.app,
            "readonly": self.readonly,
            "monitor": self.monitor,
        }
        usual = asdict(DatabaseRoles.of(self.database))
        return {role: name or usual[role] for role, name in given.items()}

    def workload(self, environment: Mapping[str, pulumi.Input[str]]) -> WorkloadArgs:
        """What every workload is told, with the variables of this one."""
        return WorkloadArgs(
            namespace=self.namespace,
            image=self.image,
            identifier=self.identifier,
            part_of=self.part_of,
            command=["/bin/sh", f"{FILES}/bootstrap.sh"],
            environment=environment,
            config_version=self.config_version,
            cpu=0.1,
            cpu_limit=0.5,
            memory=Size.of(mebibytes=64),
            memory_limit=Size.of(mebibytes=256),
            temporary_storage=Size.of(mebibytes=16),
            user=self.user,
            depends_on={"database": self.server},
            labels=self.labels,
        )

    def files(self) -> dict[str, Artefact]:
        """The files that the Job runs, by name."""
        return {
            "bootstrap.sh": BootstrapScript(database=self.database, roles=self.roles),
            "bootstrap.sql": BootstrapSql(
                database=self.database,
                roles=self.roles,
                statement_timeout=self.statement_timeout,
                report_timeout=self.report_timeout,
                lock_timeout=self.lock_timeout,
                idle_transaction_timeout=self.idle_transaction_timeout,
            ),
            "monitoring.sql": MonitoringSql(monitor=self.roles.monitor, slow_query=self.slow_query),
        }


class DatabaseBootstrap(Component):
    """A Job that brings a server's database, roles and views to what was declared.

    What waits for the roles, a migration say, depends on `job`: a component's own `depends_on`
    does not reach its children.

    Attributes:
        account: Its service account.
        network: Its network policy.
        job: The Job; Pulumi waits for its end and fails where it fails.
        job_name: Its name, new whenever what it runs is new.
        roles: The roles that the server has afterwards.
    """

    job_name: pulumi.Output[str]

    def __init__(
        self, name: str, args: DatabaseBootstrapArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        workload = args.workload(_environment(args))
        identity = Identity(name, workload, "bootstrap", longest=LONGEST)
        super().__init__(name, opts)
        texts = {file: artefact.render() for file, artefact in args.files().items()}
        # A Job cannot be changed, so another text or image is another Job beside the old.
        named = f"{identity.name}-{_digest(args.image, *texts.values())}"
        self.roles = args.roles
        self.account = service_account(self, name, identity, workload)
        self.network = network_policy(self, name, identity, workload)
        files = k8s.core.v1.ConfigMap(
            f"{name}-files",
            metadata=identity.metadata(named),
            data=texts,
            immutable=True,
            opts=self.child(),
        )
        found = volumes(
            files,
            administrator=args.administrator_password,
            roles={
                "owner": args.owner_password,
                "app": args.app_password,
                "readonly": args.readonly_password,
                "monitor": args.monitor_password,
            },
            authority=args.authority_config_map,
            authority_key=args.authority_key,
        )
        self.job = k8s.batch.v1.Job(
            f"{name}-job",
            metadata=identity.metadata(named),
            # No ttl_seconds_after_finished: Pulumi would miss the Job and make it again.
            spec=k8s.batch.v1.JobSpecArgs(
                backoff_limit=args.retries,
                active_deadline_seconds=args.timeout.seconds,
                template=pod_template(
                    identity,
                    workload,
                    container(identity, workload, mounts=mounts(found)),
                    self.account,
                    restart_policy="Never",
                    volumes=list(found.values()),
                ),
            ),
            opts=self.child(pulumi.ResourceOptions(depends_on=[self.network])),
        )
        self.job_name = pulumi.Output.from_input(named)
        self.register_outputs({"jobName": self.job_name, "roles": asdict(self.roles)})


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:DIGEST]


def _environment(args: DatabaseBootstrapArgs) -> dict[str, pulumi.Input[str]]:
    return {
        "PGHOST": args.host,
        "PGPORT": str(args.server.ports[0]),
        "PGUSER": args.administrator,
        "PGDATABASE": args.maintenance_database,
        "PGSSLMODE": "verify-full",
        "PGSSLROOTCERT": args.authority_file or f"{AUTHORITY}/ca.pem",
        "PGCONNECT_TIMEOUT": "10",
        "PGPASSWORD_FILE": f"{ADMINISTRATOR}/password",
        "BOOTSTRAP_PASSWORDS": PASSWORDS,
        "TMPDIR": SCRATCH,
    }
