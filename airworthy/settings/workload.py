"""What services, workers and scheduled tasks share in a stack file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from airworthy.kit.duration import Duration
from airworthy.kit.size import Size
from airworthy.settings.section import Section, Sets

__all__ = ["SecretSettings", "WorkloadSettings"]


class SecretSettings(Section):
    """Where a variable's value is kept.

    Attributes:
        name: The Kubernetes Secret.
        key: Its entry.
    """

    name: str
    key: str


class WorkloadSettings(Section):
    """Keys of every workload, each an argument of its component, with its default there.

    Attributes:
        image: The image, by digest; the one key without a default.
        command: What the container runs.
        arguments: What the command is given.
        environment: Variables in plain.
        secrets: Variables taken from Kubernetes Secrets.
        cpu: Cores it is promised.
        cpu_limit: Cores it may use.
        memory: Memory it is promised.
        memory_limit: Memory it may use.
        temporary_storage: Disk under /tmp.
        user: Numeric user it runs as.
        depends_on: What it may connect to: `postgres`, `redis.<key>` or `services.<key>`, of
            which it learns by variables (`<KEY>_HOST` and `<KEY>_PORT` of a service).
        outside: Whether it may use HTTPS to the internet.
        grace: When a stopping pod is killed.
        role_arn: The IAM role that its service account may take.
    """

    image: str
    command: tuple[str, ...] | None = None
    arguments: Annotated[tuple[str, ...] | None, Sets("args")] = None
    environment: Annotated[Mapping[str, str] | None, Sets("env")] = None
    secrets: Annotated[Mapping[str, SecretSettings] | None, Sets("env")] = None
    cpu: Annotated[float | None, Sets("resources.requests.cpu")] = None
    cpu_limit: Annotated[float | None, Sets("resources.limits.cpu")] = None
    memory: Annotated[Size | None, Sets("resources.requests.memory")] = None
    memory_limit: Annotated[Size | None, Sets("resources.limits.memory")] = None
    temporary_storage: Annotated[Size | None, Sets("emptyDir.sizeLimit")] = None
    user: Annotated[int | None, Sets("securityContext.runAsUser")] = None
    depends_on: Annotated[tuple[str, ...] | None, Sets("spec.egress")] = None
    outside: Annotated[bool | None, Sets("spec.egress")] = None
    grace: Annotated[Duration | None, Sets("terminationGracePeriodSeconds")] = None
    role_arn: Annotated[str | None, Sets("metadata.annotations")] = None
