"""The SQL of the monitoring views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from airworthy.kit.duration import Duration
from airworthy.templates.artefact import Artefact

__all__ = ["MonitoringSql"]


@dataclass(frozen=True, kw_only=True, slots=True)
class MonitoringSql(Artefact):
    """Views on slow queries, index usage, table bloat and connections; may be run again.

    Attributes:
        monitor: The role that may read the views.
        slow_query: Statements that take as long on average are listed as slow.
    """

    template: ClassVar[str] = "monitoring.sql.j2"

    monitor: str
    slow_query: Duration = Duration.of(seconds=1)
