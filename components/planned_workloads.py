"""The arguments of a system's workloads, from its settings."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from airworthy.components.connections import Peer
from airworthy.components.plan import APPLICATION, Planned
from airworthy.components.replicas import most_pods
from airworthy.components.scheduled_task import ScheduledTaskArgs
from airworthy.components.scripts import script_for
from airworthy.components.service import ServiceArgs
from airworthy.components.worker import WorkerArgs
from airworthy.components.workload import SecretRef
from airworthy.kit.errors import ArgumentError
from airworthy.settings.model import Settings
from airworthy.settings.service import ServiceSettings
from airworthy.settings.task import TaskSettings
from airworthy.settings.worker import WorkerSettings
from airworthy.settings.workload import SecretSettings, WorkloadSettings

__all__ = ["database_pods", "service_args", "task_args", "uses_database", "worker_args"]

DATABASE = "postgres"


def service_args(settings: Settings, key: str, given: ServiceSettings) -> ServiceArgs:
    """The arguments of a service; those who depend on it become callers with the composition."""
    whole = _common(settings, given)
    whole["callers"] = {name: Peer(**peer.given()) for name, peer in given.callers.items()}
    return ServiceArgs(identifier=key, **whole)


def worker_args(settings: Settings, key: str, given: WorkerSettings) -> WorkerArgs:
    """The arguments of a worker."""
    return WorkerArgs(identifier=f"worker-{key}", **_common(settings, given))


def task_args(settings: Settings, key: str, given: TaskSettings) -> ScheduledTaskArgs:
    """The arguments of a scheduled task, with our script for its purpose if it has no command."""
    script = "" if given.command else script_for(given.purpose, given.tables, given.keep)
    return ScheduledTaskArgs(identifier=f"task-{key}", script=script, **_common(settings, given))


def database_pods(
    planned: Iterable[Planned[ServiceArgs]] | Iterable[Planned[WorkerArgs]],
) -> int:
    """How many pods that use the database there are at most, amid a rolling release."""
    users = [each.args for each in planned if DATABASE in each.depends_on]
    return sum(most_pods(args.max_replicas) for args in users)


def uses_database(settings: Settings) -> bool:
    """Whether a workload depends on the database."""
    sections: Sequence[Mapping[str, WorkloadSettings]] = (
        settings.services,
        settings.workers,
        settings.tasks,
    )
    return any(DATABASE in (each.depends_on or ()) for part in sections for each in part.values())


def _common(settings: Settings, given: WorkloadSettings) -> dict[str, Any]:
    """The arguments that every workload has; destinations come with the composition."""
    whole = given.given()
    _check_known(settings, whole.pop("depends_on", ()))
    role = whole.pop("role_arn", None)
    if role:
        whole["service_account_annotations"] = {"eks.amazonaws.com/role-arn": role}
    secrets = whole.pop("secrets", {})
    _check_references(settings, secrets.values())
    whole["secrets"] = {name: SecretRef(**ref.given()) for name, ref in secrets.items()}
    return {"namespace": "", "part_of": settings.system, **whole}


def _check_references(settings: Settings, references: Iterable[SecretSettings]) -> None:
    """Refuse an entry of the application's Secret that no secret of the stack file fills.

    Other Secrets may be somebody else's, and are not known here.
    """
    for each in references:
        if each.name == APPLICATION and each.key not in settings.secrets:
            wanted = f"one of {', '.join(settings.secrets) or 'nothing: there is no such section'}"
            raise ArgumentError("secrets", f"{each.name}/{each.key}", wanted)


def _check_known(settings: Settings, wanted: Sequence[str]) -> None:
    """Refuse a dependency that the stack file does not have."""
    there = [DATABASE] if settings.postgres else []
    there += [f"redis.{key}" for key in settings.redis]
    there += [f"services.{key}" for key in settings.services]
    for name in wanted:
        if name not in there:
            raise ArgumentError("depends_on", name, f"one of {', '.join(there) or 'nothing'}")
