"""The system's PostgreSQL."""

from __future__ import annotations

from typing import Annotated, Any

from airworthy.kit.duration import Duration
from airworthy.kit.size import Size
from airworthy.kit.window import DailyWindow, WeeklyWindow
from airworthy.settings.section import Section, Sets

__all__ = ["BootstrapSettings", "PoolSettings", "PostgresSettings"]


class PoolSettings(Section):
    """A connection pool; every key is an argument of the ConnectionPool component.

    How many pods there are at most, and how many connections the database takes, is known from
    elsewhere in the file.

    Attributes:
        role: The database role that clients use.
        pool_per_pod: Connections that one pod opens at most.
        max_connections_percent: The pool's part of the database's connections, in per cent.
        reserve: Connections of the database kept for migrations, backups and people.
        sharing: Clients that may share a connection to the database.
        idle_timeout: Clients that send nothing for longer are disconnected.
        borrow_timeout: How long a client waits for a connection before it gets an error.
        log_retention: How long its logs are kept.
    """

    role: Annotated[str, Sets("auths")]
    pool_per_pod: Annotated[int, Sets("threshold")]
    max_connections_percent: Annotated[
        int | None, Sets("connectionPoolConfig.maxConnectionsPercent")
    ] = None
    reserve: Annotated[int | None, Sets("connectionPoolConfig.maxConnectionsPercent")] = None
    sharing: int | None = None
    idle_timeout: Annotated[Duration | None, Sets("idleClientTimeout")] = None
    borrow_timeout: Annotated[
        Duration | None, Sets("connectionPoolConfig.connectionBorrowTimeout")
    ] = None
    log_retention: Annotated[Duration | None, Sets("retentionInDays")] = None


class BootstrapSettings(Section):
    """The Job that makes roles and views; every key is an argument of DatabaseBootstrap.

    Attributes:
        image: An image with psql and a shell, by digest.
        timeout: When the Job is ended, retries included.
        retries: How often it is tried again.
    """

    image: str
    timeout: Annotated[Duration | None, Sets("activeDeadlineSeconds")] = None
    retries: Annotated[int | None, Sets("backoffLimit")] = None


class PostgresSettings(Section):
    """PostgreSQL on RDS; every other key is an argument of the Postgres component.

    Attributes:
        database: The application's database.
        version: Major version.
        instance_class: The instance's size.
        storage: Disk at the start.
        max_storage: Disk up to which it grows by itself.
        multi_az: A standby in a second zone.
        read_replicas: How many read replicas.
        backup_retention: How far back point-in-time recovery reaches.
        backup_window: When the daily snapshot is taken, UTC.
        maintenance_window: When RDS may patch, UTC.
        deletion_protection: RDS refuses to delete it.
        protect: Pulumi refuses to delete or replace it.
        slow_query: Statements that take longer are logged.
        statement_timeout: Statements that take longer are ended.
        log_retention: How long its logs are kept.
        authority_file: The file with the certificate authorities of RDS, in the images of the
            bootstrap and of scheduled tasks, and of all others where there is no pool.
        pool: A connection pool in front of it. Services and workers trust its certificate by
            `PGSSLROOTCERT=system`, which libpq knows from version 16 on.
        bootstrap: The Job that makes its roles and views.
    """

    database: Annotated[str | None, Sets("dbName")] = None
    version: Annotated[int | None, Sets("engineVersion")] = None
    instance_class: str | None = None
    storage: Annotated[Size | None, Sets("allocatedStorage")] = None
    max_storage: Annotated[Size | None, Sets("maxAllocatedStorage")] = None
    multi_az: bool | None = None
    read_replicas: Annotated[int | None, Sets("replicateSourceDb")] = None
    backup_retention: Annotated[Duration | None, Sets("backupRetentionPeriod")] = None
    backup_window: DailyWindow | None = None
    maintenance_window: WeeklyWindow | None = None
    deletion_protection: bool | None = None
    protect: Annotated[bool | None, Sets("options.protect")] = None
    slow_query: Annotated[Duration | None, Sets("parameters")] = None
    statement_timeout: Annotated[Duration | None, Sets("parameters")] = None
    log_retention: Annotated[Duration | None, Sets("retentionInDays")] = None
    authority_file: str | None = None
    pool: PoolSettings | None = None
    bootstrap: BootstrapSettings | None = None

    def given(self) -> dict[str, Any]:
        """The keys for the Postgres component; the others are for components beside it."""
        others = {"authority_file", "pool", "bootstrap"}
        return {name: value for name, value in super().given().items() if name not in others}
