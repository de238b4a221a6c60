import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.workloads.backup_task_scheduled import backup_task_scheduled

BASELINE = resource(
    "kubernetes:batch/v1:CronJob",
    {
        "metadata": {"labels": {"airworthy.dev/task": "backup"}},
        "spec": {
            "schedule": "0 2 * * *",
            "jobTemplate": {
                "spec": {
                    "template": {
                        "spec": {
                            "containers": [
                                {
                                    "name": "backup",
                                    "env": [
                                        {"name": "PGHOST", "value": "db.example"},
                                        {"name": "BACKUP_BUCKET", "value": "backups"},
                                    ],
                                }
                            ]
                        }
                    }
                }
            },
        },
    },
)
CONTAINER = "spec.jobTemplate.spec.template.spec.containers.0"
ENV = f"{CONTAINER}.env"
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
    Case(
        "an address from a secret",
        {f"{ENV}.0": {"name": "ADDRESS", "valueFrom": {"secretKeyRef": {"name": "db"}}}},
        Outcome.PASS,
    ),
    Case("another target", {f"{ENV}.1.name": "RESTIC_REPOSITORY"}, Outcome.PASS),
    Case("a bucket of another name", {f"{ENV}.1.name": "S3_BUCKET"}, Outcome.PASS),
    Case("values not yet known", {f"{ENV}.1.value": UNKNOWN}, Outcome.PASS),
    Case(
        "nothing to do",
        {f"{CONTAINER}.command": ["/bin/true"], ENV: ABSENT},
        Outcome.FAIL,
        "a database to copy",
    ),
    Case("no database", {f"{ENV}.0": {"name": "MODE"}}, Outcome.FAIL, "a database to copy"),
    Case("an empty database", {f"{ENV}.0.value": ""}, Outcome.FAIL, "a database to copy"),
    Case("no target", {f"{ENV}.1.name": "MODE"}, Outcome.FAIL, "a target"),
    Case(
        "perhaps from a ConfigMap",
        {ENV: ABSENT, f"{CONTAINER}.envFrom": [{"configMapRef": {"name": "backup"}}]},
        Outcome.UNKNOWN,
        "envFrom",
    ),
    Case("variables not yet known", {ENV: UNKNOWN}, Outcome.UNKNOWN),
    Case("missing: no containers", {"spec.jobTemplate": ABSENT}, Outcome.FAIL, "a container"),
    Case("secret", {"spec.suspend": Secret(True)}, Outcome.FAIL, "[secret]"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(backup_task_scheduled, BASELINE)
