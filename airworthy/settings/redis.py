"""A Redis of the system."""

from __future__ import annotations

from typing import Annotated

from airworthy.kit.duration import Duration
from airworthy.kit.size import Size
from airworthy.settings.section import Section, Sets

__all__ = ["RedisSettings"]


class RedisSettings(Section):
    """Redis on Kubernetes; every key is an argument of the Redis component, with its default.

    Its password is generated with the system's other secrets, and its callers are the workloads
    that depend on it.

    Attributes:
        purpose: `cache`, `queue` or `session`; the one key without a default.
        image: Redis by digest.
        memory: The container's memory, of which 60 % are for data.
        cpu: Cores it is promised.
        cpu_limit: Cores it may use.
        storage: Its disk, three times `memory` or more.
        storage_class: The disk's storage class.
        disabled_commands: Commands nobody may run, in capitals.
        grace: When a stopping pod is killed.
        protect: Pulumi refuses to delete or replace it.
    """

    # Rules about redis.conf point at the server's arguments, which name that file.
    purpose: Annotated[str, Sets("args"), Sets("data")]
    image: str | None = None
    memory: Annotated[
        Size | None, Sets("resources.limits.memory"), Sets("resources.requests.memory")
    ] = None
    cpu: Annotated[float | None, Sets("resources.requests.cpu")] = None
    cpu_limit: Annotated[float | None, Sets("resources.limits.cpu")] = None
    storage: Annotated[
        Size | None, Sets("volumeClaimTemplates"), Sets("resources.requests.storage")
    ] = None
    storage_class: Annotated[str | None, Sets("storageClassName")] = None
    disabled_commands: Annotated[tuple[str, ...] | None, Sets("data")] = None
    grace: Annotated[Duration | None, Sets("terminationGracePeriodSeconds")] = None
    protect: Annotated[bool | None, Sets("options.protect")] = None
