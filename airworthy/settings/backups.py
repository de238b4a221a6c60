"""Where the system's backups are kept, and for how long."""

from __future__ import annotations

from typing import Annotated

from airworthy.kit.duration import Duration
from airworthy.settings.section import Section, Sets

__all__ = ["BackupSettings"]


class BackupSettings(Section):
    """The bucket of backups; every key is an argument of the BackupStore component.

    Attributes:
        bucket_name: The bucket's name in AWS.
        daily: When daily backups expire.
        weekly: When weekly backups expire.
        monthly: When monthly backups expire.
        noncurrent: How long an overwritten, expired or deleted backup can be brought back.
        incomplete_uploads: When the parts of an unfinished upload are removed.
        object_lock: How long nobody may delete a version.
        compliance: Not even the account's root user may.
        acknowledge_irreversible: Says that compliance can never be taken back.
        log_retention: How long the records of access are kept.
        protect: Pulumi refuses to delete or replace buckets and key.
    """

    bucket_name: Annotated[str | None, Sets("bucket")] = None
    daily: Annotated[Duration | None, Sets("rules")] = None
    weekly: Annotated[Duration | None, Sets("rules")] = None
    monthly: Annotated[Duration | None, Sets("rules")] = None
    noncurrent: Annotated[Duration | None, Sets("rules")] = None
    incomplete_uploads: Annotated[Duration | None, Sets("rules")] = None
    object_lock: Annotated[Duration | None, Sets("rule.defaultRetention.days")] = None
    compliance: Annotated[bool | None, Sets("rule.defaultRetention.mode")] = None
    acknowledge_irreversible: bool | None = None
    log_retention: Annotated[Duration | None, Sets("rules")] = None
    protect: Annotated[bool | None, Sets("options.protect")] = None
