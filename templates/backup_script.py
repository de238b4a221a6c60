"""The script that dumps a database into a bucket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from airworthy.kit.duration import Duration
from airworthy.templates.artefact import Artefact

__all__ = ["BackupScript"]


@dataclass(frozen=True, kw_only=True, slots=True)
class BackupScript(Artefact):
    """Dumps a database and stores it below `daily/`, `weekly/` or `monthly/` in a bucket.

    How long each generation is kept is the bucket's lifecycle, by those prefixes.

    Attributes:
        compression: Level of compression, 0 to 9.
        lock_wait: How long to wait for a table that a migration holds before the dump fails.
    """

    template: ClassVar[str] = "backup.sh.j2"

    compression: int = 6
    lock_wait: Duration = Duration.of(minutes=1)
