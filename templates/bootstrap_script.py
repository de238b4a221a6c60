"""The script that applies the bootstrap SQL and sets the roles' passwords."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from airworthy.templates.artefact import Artefact
from airworthy.templates.bootstrap_sql import DatabaseRoles

__all__ = ["BootstrapScript"]


@dataclass(frozen=True, kw_only=True, slots=True)
class BootstrapScript(Artefact):
    """Runs bootstrap.sql and monitoring.sql, which must lie beside it.

    Attributes:
        database: The application's database.
        roles: The roles that get passwords.
        shortest_password: A password of fewer characters is refused.
    """

    template: ClassVar[str] = "bootstrap.sh.j2"

    database: str
    roles: DatabaseRoles
    shortest_password: int = 16
