"""What a stack file says of services, workers and tasks is what their components take."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from pydantic import ValidationError

from airworthy.components.scheduled_task import ScheduledTaskArgs
from airworthy.components.service import ServiceArgs
from airworthy.components.worker import WorkerArgs
from airworthy.components.workload import WorkloadArgs
from airworthy.kit.duration import Duration
from airworthy.kit.size import Size
from airworthy.settings.service import ServiceSettings
from airworthy.settings.task import TaskSettings
from airworthy.settings.worker import WorkerSettings
from airworthy.settings.workload import WorkloadSettings

IMAGE = "registry.example.com/app:1.2.0@sha256:" + "0" * 64


@pytest.mark.parametrize(
    ("settings", "args"),
    [
        (ServiceSettings, ServiceArgs),
        (WorkerSettings, WorkerArgs),
        (TaskSettings, ScheduledTaskArgs),
    ],
)
def test_keys_are_arguments(settings: type[WorkloadSettings], args: type[WorkloadArgs]) -> None:
    """Every key has an argument of the same name, but for those that composition makes use of."""
    composed = {"role_arn", "tables", "keep"}

    assert set(settings.model_fields) - composed <= {field.name for field in fields(args)}


@pytest.mark.parametrize(
    ("model", "given", "key", "value"),
    [
        (ServiceSettings, {"memory": "512Mi"}, "memory", Size.of(mebibytes=512)),
        (ServiceSettings, {"pre_stop": "15s"}, "pre_stop", Duration.of(seconds=15)),
        (ServiceSettings, {"cpu": 1}, "cpu", 1),
        (ServiceSettings, {"depends_on": ("postgres",)}, "depends_on", ("postgres",)),
        (WorkerSettings, {"drain": "2m"}, "drain", Duration.of(minutes=2)),
        (TaskSettings, {"timeout": "4h"}, "timeout", Duration.of(hours=4)),
    ],
)
def test_values_arrive_typed(
    model: type[WorkloadSettings], given: dict[str, Any], key: str, value: object
) -> None:
    """Sizes, durations and names; what is left out stays the component's to decide."""
    whole = model(**{**required(model), **given})

    assert whole.given()[key] == value
    assert set(whole.given()) == {*required(model), *given}


@pytest.mark.parametrize(
    ("model", "given"),
    [
        (ServiceSettings, {"cpu": "250m"}),
        (ServiceSettings, {"secrets": {"TOKEN": "plain"}}),
        (ServiceSettings, {"callers": {"gateway": {"name_space": "gateway"}}}),
        (WorkerSettings, {"queue": ("orders",)}),
        (TaskSettings, {"schedule": "0 0 2 * * *"}),
        (TaskSettings, {"schedule": "sometimes"}),
    ],
)
def test_refusals(model: type[WorkloadSettings], given: dict[str, Any]) -> None:
    """Unknown keys, secrets in plain, and a cron of six fields."""
    with pytest.raises(ValidationError):
        model(**{**required(model), **given})


def required(model: type[WorkloadSettings]) -> dict[str, Any]:
    own: dict[type[WorkloadSettings], dict[str, Any]] = {
        ServiceSettings: {
            "port": 3000,
            "readiness_path": "/api/v1/health",
            "callers": {"gateway": {"namespace": "gateway"}},
        },
        WorkerSettings: {"queues": ("orders",)},
        TaskSettings: {"schedule": "daily at 02:00 UTC"},
    }
    return {"image": IMAGE, **own[model]}
