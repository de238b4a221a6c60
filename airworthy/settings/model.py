"""What a stack file may say; every section's defaults are those of its component."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import Field
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from airworthy.settings.backups import BackupSettings
from airworthy.settings.cluster import ClusterSettings
from airworthy.settings.network import NetworkSettings
from airworthy.settings.objectives import ObjectivesSettings
from airworthy.settings.postgres import PostgresSettings
from airworthy.settings.redis import RedisSettings
from airworthy.settings.secrets import SecretSettings
from airworthy.settings.service import ServiceSettings
from airworthy.settings.task import TaskSettings
from airworthy.settings.worker import WorkerSettings

__all__ = ["KIT_KEYS", "Settings"]

NAME = r"^[a-z][a-z0-9-]*$"  # a part of names in AWS and Kubernetes
KIT_KEYS = frozenset({"waivers", "gate"})  # the kit's own; read by the tool, not by the program


class Settings(BaseSettings):
    """One system, as its stack file describes it.

    Attributes:
        system: The system's name, a part of physical names.
        environment: `production`, `staging`, ...
        domain: The domain its users know.
        checklists: The checklists it is held to.
        objectives: What it promises, and who is told.
        network: Created, or adopted.
        cluster: The cluster it runs on.
        postgres: Its PostgreSQL.
        redis: Its Redis instances, by a name for each.
        secrets: Its secrets, by name.
        backups: Where its backups are kept.
        services: Its services, by name.
        workers: Its workers, by name.
        tasks: Its scheduled tasks, by name.
    """

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        extra="forbid", frozen=True, strict=True
    )

    system: Annotated[str, Field(pattern=NAME)]
    environment: Annotated[str, Field(pattern=NAME)]
    domain: str = ""
    checklists: tuple[str, ...] = ()
    objectives: ObjectivesSettings | None = None
    network: NetworkSettings | None = None
    cluster: ClusterSettings
    postgres: PostgresSettings | None = None
    redis: Mapping[str, RedisSettings] = {}
    secrets: Mapping[str, SecretSettings] = {}
    backups: BackupSettings | None = None
    services: Mapping[str, ServiceSettings] = {}
    workers: Mapping[str, WorkerSettings] = {}
    tasks: Mapping[str, TaskSettings] = {}

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the signature is pydantic-settings'
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The stack's configuration alone: environment variables never say what a system is."""
        return (init_settings,)
