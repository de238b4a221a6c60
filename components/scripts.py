"""The scripts that tasks without a command run, by their purpose."""

from collections.abc import Sequence

from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError
from airworthy.templates.backup_script import BackupScript
from airworthy.templates.cleanup_script import CleanupScript
from airworthy.templates.monitor_script import MonitorScript

__all__ = ["script_for"]


def script_for(purpose: str | None, tables: Sequence[str], keep: Duration | None) -> str:
    """The script of a purpose.

    Args:
        purpose: `backup`, `cleanup` or `monitor` of the database.
        tables: For a cleanup, the tables to clean.
        keep: For a cleanup, how long a marked row is kept.

    Raises:
        ArgumentError: There is no such script, or a cleanup lacks what it needs.
    """
    if purpose == "backup":
        return BackupScript().render()
    if purpose == "monitor":
        return MonitorScript().render()
    if purpose != "cleanup":
        wanted = "backup, cleanup or monitor, or a command of its own"
        raise ArgumentError("purpose", purpose, wanted)
    if not tables or keep is None:
        raise ArgumentError("tables", ", ".join(tables), "tables to clean, and keep")
    try:
        return CleanupScript(tables=tuple(tables), grace=keep).render()
    except ValueError as refusal:
        raise ArgumentError("tables", ", ".join(tables), str(refusal)) from None
