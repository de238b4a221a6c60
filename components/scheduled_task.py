"""A scheduled task: one run at a time, on a clock that is named, with an end that is certain."""

import hashlib
from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as k8s

from airworthy.components.base import Component
from airworthy.components.connections import Peer
from airworthy.components.pod import container, pod_template, safe_pod
from airworthy.components.safe import Safe
from airworthy.components.workload import (
    DOMAIN,
    Identity,
    WorkloadArgs,
    check_name,
    network_policy,
    service_account,
    whole_seconds,
)
from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError
from airworthy.kit.schedule import Schedule

__all__ = ["ENCODES", "SAFE", "ScheduledTask", "ScheduledTaskArgs"]

CRON_JOB = "kubernetes:batch/v1:CronJob"

ENCODES = (
    "images-pinned",
    "non-root-containers",
    "pod-security-restricted",
    "resource-limits",
    "scheduled-tasks-disciplined",
    "service-account-token-restricted",
)
SAFE = (
    *safe_pod(CRON_JOB, "spec.jobTemplate.spec.template.spec"),
    Safe(CRON_JOB, "spec.timeZone", broken=None),
    Safe(CRON_JOB, "spec.concurrencyPolicy", broken="Allow"),
    Safe(CRON_JOB, "spec.startingDeadlineSeconds", broken=None),
    Safe(CRON_JOB, "spec.jobTemplate.spec.activeDeadlineSeconds", broken=None),
)

LONGEST_NAME = 52  # Kubernetes adds eleven characters for each run's Job
SHORTEST_DEADLINE = 10  # seconds; the controller looks every ten and would miss a shorter one
LONGEST_RUN = Duration.of(hours=1)
FOLDER, FILE = "/etc/airworthy/task", "run"
EXECUTABLE = 0o555


@dataclass(frozen=True, kw_only=True, slots=True)
class ScheduledTaskArgs(WorkloadArgs):
    """Arguments of ScheduledTask, besides those of every workload.

    A backup writes its dump below /tmp before it stores it: `temporary_storage` must fit the
    compressed dump, and `timeout` the time to dump it, read it back and store it.

    Attributes:
        schedule: When it runs, with its time zone.
        purpose: What it is for, such as `backup`: the label by which rules and alerts know it.
        script: The text of an executable script, which starts with `#!`; excludes `command`.
            It holds no secret and no address: those are variables.
        timeout: When a run is ended, retries included; if none, the time to the next run, at
            most one hour.
        starting_deadline: How late a run may start that could not start on time.
        retries: How often a failed run is tried again before it counts as failed.
        grace: When a run that was told to end is killed.
    """

    schedule: Schedule
    purpose: str = ""
    script: str = ""
    timeout: Duration | None = None
    starting_deadline: Duration = Duration.of(hours=1)
    retries: int = 2
    grace: Duration = Duration.of(seconds=30)

    def __post_init__(self) -> None:
        """Refuse what would never run, or run what is not meant."""
        WorkloadArgs.__post_init__(self)
        if self.identifier:
            check_name("identifier", self.identifier, LONGEST_NAME)
        if self.purpose:
            check_name("purpose", self.purpose)
        if self.script and self.command:
            raise ArgumentError("command", list(self.command), "none, for there is a script")
        if self.script and not self.script.startswith("#!"):
            raise ArgumentError("script", self.script[:20], "text that starts with #!")
        whole_seconds("starting_deadline", self.starting_deadline, least=SHORTEST_DEADLINE)
        whole_seconds("grace", self.grace)
        if self.timeout is not None:
            whole_seconds("timeout", self.timeout)
        if self.retries < 0:
            raise ArgumentError("retries", self.retries, "0 or more")

    @property
    def longest_run(self) -> Duration:
        """When a run is ended: with overlaps forbidden, a hung run would hold up all others."""
        return self.timeout or min(self.schedule.longest_gap, LONGEST_RUN)


class ScheduledTask(Component):
    """A scheduled task on Kubernetes, which nobody connects to.

    Attributes:
        account: Its service account.
        network: Its network policy.
        cron_job: The task.
        peer: What its database or Redis in the namespace declares as a caller.
        task_name: Its name in the cluster: `kubectl create job --from=cronjob/<name>` runs it now.
    """

    task_name: pulumi.Output[str]

    def __init__(
        self, name: str, args: ScheduledTaskArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        marks = {f"{DOMAIN}/task": args.purpose} if args.purpose else {}
        identity = Identity(name, args, "task", longest=LONGEST_NAME, marks=marks)
        super().__init__(name, opts)
        self.peer = Peer(labels=identity.selector)
        self.account = service_account(self, name, identity, args)
        self.network = network_policy(self, name, identity, args)
        script = self._script(name, identity, args.script) if args.script else None
        self.cron_job = k8s.batch.v1.CronJob(
            f"{name}-cron-job",
            metadata=identity.metadata(identity.name),
            spec=k8s.batch.v1.CronJobSpecArgs(
                schedule=args.schedule.cron,
                time_zone=args.schedule.time_zone,
                concurrency_policy="Forbid",
                starting_deadline_seconds=args.starting_deadline.seconds,
                successful_jobs_history_limit=3,
                failed_jobs_history_limit=5,
                job_template=k8s.batch.v1.JobTemplateSpecArgs(
                    metadata=k8s.meta.v1.ObjectMetaArgs(labels=identity.labels),
                    spec=k8s.batch.v1.JobSpecArgs(
                        active_deadline_seconds=args.longest_run.seconds,
                        backoff_limit=args.retries,
                        template=self._pod(identity, args, script),
                    ),
                ),
            ),
            opts=self.child(pulumi.ResourceOptions(depends_on=[self.network])),
        )
        self.task_name = pulumi.Output.from_input(identity.name)
        self.register_outputs({"taskName": self.task_name})

    def _script(self, name: str, identity: Identity, text: str) -> k8s.core.v1.ConfigMap:
        # Its digest is in its name: a run that has begun keeps the script it began with.
        digest = hashlib.sha256(text.encode()).hexdigest()[:8]
        return k8s.core.v1.ConfigMap(
            f"{name}-script",
            metadata=identity.metadata(f"{identity.name}-{digest}"),
            data={FILE: text},
            immutable=True,
            opts=self.child(),
        )

    def _pod(
        self, identity: Identity, args: ScheduledTaskArgs, script: k8s.core.v1.ConfigMap | None
    ) -> k8s.core.v1.PodTemplateSpecArgs:
        mounts, volumes = [], []
        if script is not None:
            mounts = [k8s.core.v1.VolumeMountArgs(name="script", mount_path=FOLDER, read_only=True)]
            volumes = [
                k8s.core.v1.VolumeArgs(
                    name="script",
                    config_map=k8s.core.v1.ConfigMapVolumeSourceArgs(
                        name=script.metadata.name, default_mode=EXECUTABLE
                    ),
                )
            ]
        return pod_template(
            identity,
            args,
            container(
                identity,
                args,
                command=[f"{FOLDER}/{FILE}"] if script is not None else (),
                mounts=mounts,
            ),
            self.account,
            grace=args.grace,
            # Each try is a pod of its own, so the logs of failed ones stay.
            restart_policy="Never",
            volumes=volumes,
        )
