import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.workloads.scheduled_tasks_disciplined import (
    scheduled_tasks_disciplined,
)

JOB = "spec.jobTemplate.spec"
SCHEDULE, ZONE = "spec.schedule", "spec.timeZone"
RESTART = f"{JOB}.template.spec.restartPolicy"
BASELINE = resource(
    "kubernetes:batch/v1:CronJob",
    {
        "spec": {
            "schedule": "0 2 * * *",
            "timeZone": "Etc/UTC",
            "concurrencyPolicy": "Forbid",
            "startingDeadlineSeconds": 600,
            "jobTemplate": {
                "spec": {
                    "activeDeadlineSeconds": 3600,
                    "backoffLimit": 2,
                    "template": {"spec": {"restartPolicy": "Never"}},
                }
            },
        }
    },
)

CASES = [
    Case("disciplined", {}, Outcome.PASS),
    Case("six fields", {SCHEDULE: "0 0 2 * * *"}, Outcome.FAIL, "neither seconds nor years"),
    Case("a zone in front", {SCHEDULE: "CRON_TZ=UTC 0 2 * * *"}, Outcome.FAIL, "spec.timeZone"),
    Case("by name", {SCHEDULE: "@daily"}, Outcome.PASS),
    Case("by interval", {SCHEDULE: "@every 6h"}, Outcome.PASS),
    Case("by no name there is", {SCHEDULE: "@reboot"}, Outcome.FAIL, "@daily"),
    Case("missing schedule", {SCHEDULE: ABSENT}, Outcome.FAIL, "five cron fields"),
    Case("missing: the controller's own zone", {ZONE: ABSENT}, Outcome.FAIL, "timeZone is absent"),
    Case("overlapping", {"spec.concurrencyPolicy": "Allow"}, Outcome.FAIL, "Forbid or Replace"),
    Case("missing: overlapping by default", {"spec.concurrencyPolicy": ABSENT}, Outcome.FAIL),
    Case("replacing", {"spec.concurrencyPolicy": "Replace"}, Outcome.PASS),
    Case("too late to start", {"spec.startingDeadlineSeconds": 5}, Outcome.FAIL, "10 or more"),
    Case("missing: starts at any time", {"spec.startingDeadlineSeconds": ABSENT}, Outcome.FAIL),
    Case("no trace", {"spec.failedJobsHistoryLimit": 0}, Outcome.FAIL, "a failure is seen"),
    Case("missing: may hang", {f"{JOB}.activeDeadlineSeconds": ABSENT}, Outcome.FAIL, "hangs"),
    Case("missing: seven tries", {f"{JOB}.backoffLimit": ABSENT}, Outcome.FAIL, "tries"),
    Case("restarting for ever", {RESTART: ABSENT}, Outcome.FAIL, "Never or OnFailure"),
    Case("unknown", {SCHEDULE: UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {ZONE: Secret("")}, Outcome.FAIL, "[secret]"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(scheduled_tasks_disciplined, BASELINE)
