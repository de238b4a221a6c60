"""The script that deletes soft-deleted rows for good."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Final

from airworthy.kit.duration import Duration
from airworthy.templates.artefact import Artefact

__all__ = ["CleanupScript"]

# Tables are the application's own and may have capitals: the script quotes them for SQL.
NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")


@dataclass(frozen=True, kw_only=True, slots=True)
class CleanupScript(Artefact):
    """Deletes rows whose mark of deletion is older than a grace period, in batches.

    Attributes:
        tables: The tables, those that refer to others before the others.
        grace: How long a marked row is kept.
        column: The column that holds when a row was marked; without time zone it is read as UTC.
        schema: Where the tables are.
        batch: The most rows deleted in one transaction.
    """

    template: ClassVar[str] = "cleanup.sh.j2"

    tables: tuple[str, ...]
    grace: Duration
    column: str = "deleted_at"
    schema: str = "public"
    batch: int = 1000

    def __post_init__(self) -> None:
        """Refuse what names no table or would never end.

        Raises:
            ValueError: A name is no plain identifier, there is no table, or no row in a batch.
        """
        for name in (*self.tables, self.column, self.schema):
            if not NAME.fullmatch(name):
                raise ValueError(f"{name!r} is no plain name; use letters, digits and underscores")
        if not self.tables:
            raise ValueError("tables is empty; name at least one")
        if self.batch < 1:
            raise ValueError(f"batch is {self.batch}; wanted 1 or more")
