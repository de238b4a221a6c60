"""A task that runs on a named clock, one at a time, and certainly ends."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from airworthy.components.scheduled_task import ScheduledTask, ScheduledTaskArgs
from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError
from airworthy.kit.resource import Resource, Stack
from airworthy.kit.schedule import Schedule

Recorded = Callable[[Callable[[], object]], Stack]

POD = "spec.jobTemplate.spec.template.spec"
SCRIPT = "#!/bin/sh\nset -eu\necho done\n"


def arguments(**given: object) -> ScheduledTaskArgs:
    whole: dict[str, Any] = {
        "namespace": "marketplace",
        "image": "registry.example.com/tools:1.2.0@sha256:" + "0" * 64,
        "schedule": Schedule.parse("daily at 02:00 UTC"),
        **given,
    }
    return ScheduledTaskArgs(**whole)


@pytest.fixture
def built(recorded: Recorded) -> Callable[..., Stack]:
    return lambda **given: recorded(lambda: ScheduledTask("backup", arguments(**given)))


def cron_job(stack: Stack) -> Resource:
    (found,) = stack.of_type("kubernetes:batch/v1:CronJob")
    return found


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"identifier": "a" * 53}, "identifier"),
        ({"purpose": "Backup of the shop"}, "purpose"),
        ({"script": SCRIPT, "command": ["backup"]}, "command"),
        ({"script": "echo done"}, "script"),
        ({"starting_deadline": Duration.of(seconds=9)}, "starting_deadline"),
        ({"timeout": Duration.of()}, "timeout"),
        ({"grace": Duration.of()}, "grace"),
        ({"retries": -1}, "retries"),
    ],
)
def test_refusals(given: dict[str, Any], field: str) -> None:
    """What would never run, or would run what is not meant."""
    with pytest.raises(ArgumentError) as refusal:
        arguments(**given)

    assert refusal.value.field == field


def test_its_name_leaves_room_for_that_of_a_run() -> None:
    """Kubernetes adds eleven characters to it, and 63 are the most."""
    assert arguments(identifier="a" * 52).identifier == "a" * 52
    with pytest.raises(ArgumentError, match="up to 52"):
        ScheduledTask("a" * 53, arguments())


@pytest.mark.parametrize(
    ("schedule", "cron", "zone", "longest"),
    [
        ("daily at 02:00 UTC", "0 2 * * *", "UTC", 3600),
        ("daily at 03:00 Europe/Berlin", "0 3 * * *", "Europe/Berlin", 3600),
        ("every 5 minutes", "*/5 * * * *", "UTC", 300),
    ],
)
def test_when_it_runs_and_ends(
    schedule: str, cron: str, zone: str, longest: int, built: Callable[..., Stack]
) -> None:
    """Five fields and a zone; a hung run is over when the next is due, or after an hour."""
    task = cron_job(built(schedule=Schedule.parse(schedule)))

    assert (task.text("spec.schedule"), task.text("spec.timeZone")) == (cron, zone)
    assert task.number("spec.jobTemplate.spec.activeDeadlineSeconds", 0) == longest


def test_a_run_may_be_given_its_time(built: Callable[..., Stack]) -> None:
    """A large backup takes longer than an hour, and says so."""
    task = cron_job(built(timeout=Duration.of(hours=4), retries=0))

    assert task.number("spec.jobTemplate.spec.activeDeadlineSeconds", 0) == 4 * 3600
    assert task.number("spec.jobTemplate.spec.backoffLimit", 6) == 0


def test_runs_do_not_overlap_and_leave_their_logs(built: Callable[..., Stack]) -> None:
    """One at a time, late rather than never, each try in a pod that stays to be read."""
    task = cron_job(built())

    assert task.text("spec.concurrencyPolicy") == "Forbid"
    assert task.number("spec.startingDeadlineSeconds", 0) == 3600
    assert task.number("spec.failedJobsHistoryLimit", 1) == 5
    assert task.text(f"{POD}.restartPolicy") == "Never"


def test_a_script_is_run_as_it_stands(built: Callable[..., Stack], tmp_path: Path) -> None:
    """The file that the pod executes is the artefact's text, with the mode that it is mounted."""
    stack = built(script=SCRIPT)
    (config,) = stack.of_type("kubernetes:core/v1:ConfigMap")
    task = cron_job(stack)
    (only,) = task.trees(f"{POD}.containers")
    volume = task.trees(f"{POD}.volumes")[-1]
    file = tmp_path / "run"
    file.write_text(config.text("data.run"))
    file.chmod(int(volume.number("configMap.defaultMode", 0o644)))

    assert only.texts("command") == ("/etc/airworthy/task/run",)
    assert only.trees("volumeMounts")[-1]["mountPath"] == "/etc/airworthy/task"
    assert volume.text("configMap.name") == config.text("metadata.name")
    assert subprocess.run([file], check=True, capture_output=True).stdout == b"done\n"


def test_a_run_keeps_the_script_it_began_with(built: Callable[..., Stack]) -> None:
    """Another text is another ConfigMap; neither is ever changed."""
    first, second = (
        built(script=text).of_type("kubernetes:core/v1:ConfigMap")[0]
        for text in (SCRIPT, SCRIPT + "# more\n")
    )

    assert first.text("metadata.name") != second.text("metadata.name")
    assert first.flag("immutable", default=False)


def test_a_command_of_the_image(built: Callable[..., Stack]) -> None:
    """Without a script there is no ConfigMap, and the image's command runs."""
    stack = built(command=["backup"], arguments=["--all"])
    (only,) = cron_job(stack).trees(f"{POD}.containers")

    assert stack.of_type("kubernetes:core/v1:ConfigMap") == ()
    assert (only.texts("command"), only.texts("args")) == (("backup",), ("--all",))


def test_its_purpose_is_a_label(built: Callable[..., Stack]) -> None:
    """Rules and alerts know a backup by what it is for, never by its name."""
    labels = cron_job(built(purpose="backup")).tree("metadata.labels")

    assert labels["airworthy.dev/task"] == "backup"
    assert "airworthy.dev/task" not in cron_job(built()).tree("metadata.labels")
