"""See the rule's own docstring."""

from typing import Final

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.values import UnknownRead
from airworthy.kit.verdict import Finding, Severity
from airworthy.policies.cron import schedule_fault
from airworthy.policies.pods import CRON_JOB, all_containers, template_path

LABEL: Final = "airworthy.dev/task"
DATABASES: Final = ("PGHOST", "PGDATABASE", "PGSERVICE", "DATABASE_URL")


@rule(
    proves=("backup-scheduled",),
    on=(CRON_JOB,),
    severity=Severity.CRITICAL,
    fix="Set suspend=False and a schedule of five cron fields, and give the task its database and "
    "its target as variables: PGHOST and BACKUP_BUCKET, for instance.",
    source="Airworthy: a CronJob labelled airworthy.dev/task: backup is a backup, and its "
    "variables name what it copies and where to; none is known by its own name. Kubernetes: "
    "suspend defaults to false",
)
def backup_task_scheduled(task: Resource) -> Findings:
    """Tasks that make backups run on their schedule, and know what to copy and where to.

    A backup that is suspended, or has nothing to copy, looks like any other in a list, and is
    missed when it is needed.
    """
    labels = task.tree("metadata.labels")
    if LABEL not in labels or labels[LABEL] != "backup":
        raise NotApplicable(f"it has no label {LABEL}: backup")
    if task.flag("spec.suspend", default=False):
        yield task.expected("spec.suspend", "false")
    fault = schedule_fault(task.text("spec.schedule"))
    if fault:
        yield task.expected("spec.schedule", fault)
    yield from _aimless(task)


def _aimless(task: Resource) -> Findings:
    containers = all_containers(task)
    variables = [
        variable
        for container in containers
        for variable in container.trees("env")
        if variable.peek("value") != ""
    ]
    names = [variable.text("name") for variable in variables]
    lacking = []
    if not any(map(_says_database, names)) and not any(
        variable.has("valueFrom.secretKeyRef") for variable in variables
    ):
        lacking.append("a database to copy, as PGHOST or a secret")
    if not any(map(_says_target, names)):
        lacking.append("a target, as BACKUP_BUCKET")
    for container in containers:
        if lacking and container.list("envFrom"):
            raise UnknownRead(container.at("envFrom"))
    for wanted in lacking:
        at = template_path(task, "spec.containers")
        yield Finding(f"no variable of a container names {wanted}", at=at)


def _says_database(name: str) -> bool:
    return name.upper().endswith(DATABASES)


def _says_target(name: str) -> bool:
    return name.upper().startswith("BACKUP_") or name.upper().endswith(("BUCKET", "REPOSITORY"))
