"""The secrets that the application needs: generated, or taken from encrypted configuration."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from airworthy.kit.duration import Duration
from airworthy.settings.section import Section, Sets

__all__ = ["GenerateSettings", "SecretSettings"]


class GenerateSettings(Section):
    """How a secret is generated; either length or bytes.

    Attributes:
        length: Characters of a password.
        specials: Further characters for a password, besides letters and digits.
        bytes: Random bytes of a key, delivered as base64.
        generation: Counts up to make a new value.
    """

    length: Annotated[int | None, Field(gt=0)] = None
    specials: Annotated[str | None, Sets("overrideSpecial")] = None
    bytes: Annotated[int | None, Field(gt=0), Sets("length")] = None
    generation: Annotated[int | None, Sets("keepers")] = None

    @model_validator(mode="after")
    def _one(self) -> GenerateSettings:
        if (self.length is None) == (self.bytes is None):
            raise ValueError("write either length (characters) or bytes")
        if self.bytes is not None and self.specials is not None:
            raise ValueError("specials belong to a password: write length instead of bytes")
        return self


class SecretSettings(Section):
    """One secret; either generated or configured.

    Attributes:
        generate: How it is generated.
        config: The key of the stack's configuration that holds it encrypted, never the value.
        rotate_every: How old a value should get.
        owner: Who rotates it.
    """

    generate: GenerateSettings | None = None
    config: str | None = None
    rotate_every: Annotated[Duration | None, Sets("tags")] = None
    owner: Annotated[str | None, Sets("tags")] = None

    @model_validator(mode="after")
    def _one(self) -> SecretSettings:
        if (self.generate is None) == (self.config is None):
            raise ValueError("write either generate or config, the key of an encrypted value")
        return self
