import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.workloads.backup_task_scheduled import backup_task_scheduled

BASELINE = resource(
    "kubernetes:batch/v1:CronJob",
    {
        "metadata": {"labels": {"airworthy.dev/task": "backup"}},
        "spec": {"schedule": "0 2 * * *"},
    },
)
OTHER = "no label airworthy.dev/task"

CASES = [
    Case("daily", {}, Outcome.PASS),
    Case("suspended", {"spec.suspend": True}, Outcome.FAIL, "suspend is true"),
    Case("missing: no schedule", {"spec.schedule": ABSENT}, Outcome.FAIL, "schedule is absent"),
    Case("six fields", {"spec.schedule": "0 0 2 * * *"}, Outcome.FAIL, "five cron fields"),
    Case("another task", {"metadata.labels": {"app": "mail"}}, Outcome.NOT_APPLICABLE, OTHER),
    Case(
        "a task of another kind",
        {"metadata.labels": {"airworthy.dev/task": "retention"}},
        Outcome.NOT_APPLICABLE,
        OTHER,
    ),
    Case("missing: no labels", {"metadata": ABSENT}, Outcome.NOT_APPLICABLE, OTHER),
    Case("unknown", {"spec.suspend": UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {"spec.suspend": Secret(True)}, Outcome.FAIL, "[secret]"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(backup_task_scheduled, BASELINE)
