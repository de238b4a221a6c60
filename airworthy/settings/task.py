"""A scheduled task of the system."""

from __future__ import annotations

from typing import Annotated, Any

from airworthy.kit.duration import Duration
from airworthy.kit.schedule import Schedule
from airworthy.settings.section import Sets
from airworthy.settings.workload import WorkloadSettings

__all__ = ["TaskSettings"]


class TaskSettings(WorkloadSettings):
    """A scheduled task; every key is an argument of the ScheduledTask component.

    Attributes:
        schedule: When it runs, with its time zone.
        purpose: What it is for. `backup`, `cleanup` and `monitor` of the database run our own
            script where no command is given.
        tables: For a cleanup, the tables whose rows are marked before they are deleted.
        keep: For a cleanup, how long a marked row is kept.
        timeout: When a run is ended, retries included.
        starting_deadline: How late a run may start that could not start on time.
        retries: How often a failed run is tried again.
    """

    schedule: Annotated[Schedule, Sets("spec.schedule"), Sets("spec.timeZone")]
    purpose: Annotated[str | None, Sets("metadata.labels")] = None
    tables: Annotated[tuple[str, ...], Sets("data")] = ()
    keep: Annotated[Duration | None, Sets("data")] = None
    timeout: Annotated[Duration | None, Sets("activeDeadlineSeconds")] = None
    starting_deadline: Annotated[Duration | None, Sets("startingDeadlineSeconds")] = None
    retries: Annotated[int | None, Sets("backoffLimit")] = None

    def given(self) -> dict[str, Any]:
        """The keys for the component; what the script needs goes into the script."""
        others = {"tables", "keep"}
        return {name: value for name, value in super().given().items() if name not in others}
