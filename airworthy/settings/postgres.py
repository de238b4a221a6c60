"""The system's PostgreSQL."""

from __future__ import annotations

from typing import Annotated

from airworthy.kit.duration import Duration
from airworthy.kit.size import Size
from airworthy.kit.window import DailyWindow, WeeklyWindow
from airworthy.settings.section import Section, Sets

__all__ = ["PostgresSettings"]


class PostgresSettings(Section):
    """PostgreSQL on RDS; every key is an argument of the Postgres component, with its default.

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
    """

    database: Annotated[str | None, Sets("dbName")] = None
    version: Annotated[int | None, Sets("engineVersion")] = None
    instance_class: str | None = None
    storage: Annotated[Size | None, Sets("allocatedStorage")] = None
    max_storage: Annotated[Size | None, Sets("maxAllocatedStorage")] = None
    multi_az: bool | None = None
    read_replicas: int | None = None
    backup_retention: Annotated[Duration | None, Sets("backupRetentionPeriod")] = None
    backup_window: DailyWindow | None = None
    maintenance_window: WeeklyWindow | None = None
    deletion_protection: bool | None = None
    protect: Annotated[bool | None, Sets("options.protect")] = None
    slow_query: Annotated[Duration | None, Sets("parameters")] = None
    statement_timeout: Annotated[Duration | None, Sets("parameters")] = None
    log_retention: Annotated[Duration | None, Sets("retentionInDays")] = None
