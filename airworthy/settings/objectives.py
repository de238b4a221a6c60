"""What the system promises, and who is told when it does not hold."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from airworthy.settings.section import Section, Sets

__all__ = ["ObjectivesSettings"]


class ObjectivesSettings(Section):
    """Objectives, as alarms watch them.

    Attributes:
        emails: Addresses that alarms notify.
        cpu: The share of the database's CPU, in per cent, over which an alarm fires.
    """

    emails: Annotated[tuple[str, ...], Sets("endpoint")]
    cpu: Annotated[int | None, Field(ge=1, le=99), Sets("threshold")] = None
