"""The SQL that makes a database, its roles and their privileges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from airworthy.kit.duration import Duration
from airworthy.templates.artefact import Artefact

__all__ = ["BootstrapSql", "DatabaseRoles"]


@dataclass(frozen=True, kw_only=True, slots=True)
class DatabaseRoles:
    """The names of a database's roles.

    Attributes:
        owner: The role that owns the database and runs migrations.
        app: The role that reads and writes rows, and changes no structure.
        readonly: The role that reads rows.
        monitor: The role that reads statistics, and no rows.

    Raises:
        ValueError: Two share a name: the weaker would have the rights of the stronger.
    """

    owner: str
    app: str
    readonly: str
    monitor: str

    def __post_init__(self) -> None:
        names = (self.owner, self.app, self.readonly, self.monitor)
        if len(set(names)) < len(names):
            raise ValueError(f"roles {', '.join(names)} share a name; each needs its own")

    @classmethod
    def of(cls, database: str) -> Self:
        """The usual names: those of the database with what each role is for."""
        return cls(
            owner=f"{database}_owner",
            app=f"{database}_app",
            readonly=f"{database}_readonly",
            monitor=f"{database}_monitor",
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class BootstrapSql(Artefact):
    """Database, roles and privileges; may be run again at any time.

    Attributes:
        database: The application's database; made where it is missing.
        roles: The roles; made where they are missing.
        statement_timeout: Statements of the application that take longer are ended.
        report_timeout: Statements of the read-only role that take longer are ended.
        monitor_timeout: Statements of the monitor role that take longer are ended.
        lock_timeout: How long application and migrations wait for a lock: who waits longer makes
            everybody behind them wait.
        idle_transaction_timeout: Transactions that do nothing for longer are ended.
    """

    template: ClassVar[str] = "bootstrap.sql.j2"

    database: str
    roles: DatabaseRoles
    statement_timeout: Duration = Duration.of(seconds=60)
    report_timeout: Duration = Duration.of(minutes=5)
    monitor_timeout: Duration = Duration.of(seconds=10)
    lock_timeout: Duration = Duration.of(seconds=10)
    idle_transaction_timeout: Duration = Duration.of(seconds=60)
