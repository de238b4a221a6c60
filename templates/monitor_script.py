"""The script that asks a database for its health."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from airworthy.kit.duration import Duration
from airworthy.templates.artefact import Artefact

__all__ = ["MonitorScript"]


@dataclass(frozen=True, kw_only=True, slots=True)
class MonitorScript(Artefact):
    """Prints one line of JSON; fails where the database cannot be reached or is in trouble.

    It runs as the monitor role, which sees what other roles do.

    Attributes:
        connect_timeout: How long connecting and asking may take each, in whole seconds.
        connections_percent: The most client connections, of the server's limit.
        replicas: How many standbys must be streaming; one that stopped is not in the statistics.
        replication_lag: The most that a standby may be behind.
        longest_query: The longest that a statement may run.
        longest_transaction: The longest that a transaction may be open.
    """

    template: ClassVar[str] = "monitor.sh.j2"

    connect_timeout: Duration = Duration.of(seconds=5)
    connections_percent: int = 80
    replicas: int = 0
    replication_lag: Duration = Duration.of(seconds=30)
    longest_query: Duration = Duration.of(seconds=60)
    longest_transaction: Duration = Duration.of(minutes=5)
