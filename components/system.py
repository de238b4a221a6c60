"""Composes a whole system from its settings; the one component module that reads them."""

from collections.abc import Callable
from typing import TypeVar

import pulumi

from airworthy.components.postgres import Postgres, PostgresArgs
from airworthy.kit.errors import ArgumentError
from airworthy.settings.load import Loaded
from airworthy.settings.model import Settings

__all__ = ["compose"]

Args = TypeVar("Args")


def compose(loaded: Loaded) -> dict[str, pulumi.Output[str]]:
    """Create every component that the settings name; each is called after its key.

    Returns:
        The outputs worth exporting, none of them secret in clear.

    Raises:
        SettingsError: A component refused its arguments; all refusals at once, by key and line.
    """
    settings = loaded.settings
    refusals: dict[str, ArgumentError] = {}

    def checked(section: str, make: Callable[[], Args]) -> Args | None:
        try:
            return make()
        except ArgumentError as refusal:
            refusals[section] = refusal
            return None

    postgres = checked("postgres", lambda: _postgres_args(settings))
    if refusals:
        raise loaded.refused(refusals)
    exports: dict[str, pulumi.Output[str]] = {}
    if postgres:
        database = Postgres("postgres", postgres)
        exports["postgresEndpoint"] = database.endpoint
        exports["postgresMasterSecret"] = database.master_secret_arn
    return exports


def _postgres_args(settings: Settings) -> PostgresArgs | None:
    given = settings.postgres
    if given is None:
        return None
    return PostgresArgs(
        vpc_id=settings.network.vpc_id or "",
        subnet_ids=settings.network.data_subnet_ids,
        identifier=f"{settings.system}-{settings.environment}",
        tags={"system": settings.system, "environment": settings.environment},
        **given.given(),
    )
