"""What a stack file may say, with the defaults of a production system."""

from __future__ import annotations

from typing import ClassVar

from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from airworthy.settings.network import NetworkSettings
from airworthy.settings.postgres import PostgresSettings

__all__ = ["KIT_KEYS", "Settings"]

KIT_KEYS = frozenset({"waivers", "gate"})  # the kit's own; read by the tool, not by the program


class Settings(BaseSettings):
    """One system, as its stack file describes it.

    Attributes:
        system: The system's name, a part of physical names.
        environment: `production`, `staging`, ...
        checklists: The checklists it is held to.
        network: Created, or adopted.
        postgres: Its PostgreSQL.
    """

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        extra="forbid", frozen=True, strict=True
    )

    system: str
    environment: str
    checklists: tuple[str, ...] = ()
    network: NetworkSettings = NetworkSettings()
    postgres: PostgresSettings | None = None

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
