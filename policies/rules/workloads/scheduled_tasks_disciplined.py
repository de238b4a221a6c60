"""See the rule's own docstring."""

from typing import Final

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, rule
from airworthy.kit.verdict import Severity
from airworthy.policies.cron import schedule_fault
from airworthy.policies.pods import CRON_JOB, template_path

SHORTEST_DEADLINE: Final = 10  # seconds
JOB: Final = "spec.jobTemplate.spec"


@rule(
    proves=("scheduled-tasks-disciplined",),
    on=(CRON_JOB,),
    severity=Severity.MEDIUM,
    fix="Set timeZone, concurrencyPolicy Forbid or Replace, startingDeadlineSeconds, and on the "
    "job activeDeadlineSeconds and backoffLimit; keep at least one failed job.",
    source="Kubernetes: the zone is the controller's own unless set, runs may overlap, deadlines "
    "are off, a job is tried seven times; under 10 seconds a start may be missed",
)
def scheduled_tasks_disciplined(task: Resource) -> Findings:
    """Scheduled tasks have a time zone, a deadline, a limit of tries and no overlap.

    Cron jobs fail by piling up or by silently not starting: a hundred missed starts without a
    deadline end the schedule for good, and a hung run blocks or doubles the next.
    """
    fault = schedule_fault(task.text("spec.schedule"))
    if fault:
        yield task.expected("spec.schedule", fault)
    if not task.text("spec.timeZone"):
        yield task.expected("spec.timeZone", "the name of a time zone, as Etc/UTC")
    if task.text("spec.concurrencyPolicy", "Allow") not in {"Forbid", "Replace"}:
        yield task.expected("spec.concurrencyPolicy", "Forbid or Replace")
    if task.number("spec.startingDeadlineSeconds", 0) < SHORTEST_DEADLINE:
        yield task.expected("spec.startingDeadlineSeconds", f"{SHORTEST_DEADLINE} or more")
    if task.number("spec.failedJobsHistoryLimit", 1) < 1:
        yield task.expected("spec.failedJobsHistoryLimit", "1 or more, so that a failure is seen")
    if task.number(f"{JOB}.activeDeadlineSeconds", 0) <= 0:
        yield task.expected(f"{JOB}.activeDeadlineSeconds", "the seconds after which a run hangs")
    if not task.has(f"{JOB}.backoffLimit"):
        yield task.expected(f"{JOB}.backoffLimit", "the number of tries that do no harm")
    restart = template_path(task, "spec.restartPolicy")
    if task.text(restart, "Always") not in {"Never", "OnFailure"}:
        yield task.expected(restart, "Never or OnFailure")
