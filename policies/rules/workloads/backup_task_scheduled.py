"""See the rule's own docstring."""

from typing import Final

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.verdict import Severity
from airworthy.policies.cron import schedule_fault
from airworthy.policies.pods import CRON_JOB

LABEL: Final = "airworthy.dev/task"


@rule(
    proves=("backup-scheduled",),
    on=(CRON_JOB,),
    severity=Severity.CRITICAL,
    fix="Set suspend=False and a schedule of five cron fields.",
    source="Airworthy: a CronJob labelled airworthy.dev/task: backup is a backup; none is known "
    "by its name. Kubernetes: suspend defaults to false",
)
def backup_task_scheduled(task: Resource) -> Findings:
    """Tasks that make backups run on their schedule.

    A suspended backup looks like any other in a list, and is missed when it is needed.
    """
    labels = task.tree("metadata.labels")
    if LABEL not in labels or labels[LABEL] != "backup":
        raise NotApplicable(f"it has no label {LABEL}: backup")
    if task.flag("spec.suspend", default=False):
        yield task.expected("spec.suspend", "false")
    fault = schedule_fault(task.text("spec.schedule"))
    if fault:
        yield task.expected("spec.schedule", fault)
