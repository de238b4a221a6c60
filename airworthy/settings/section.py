"""The base of every part of a stack file, and the mark that says what a key sets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

__all__ = ["Section", "Sets"]


class Section(BaseModel):
    """A mapping of a stack file: frozen, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    def given(self) -> dict[str, Any]:
        """The keys that the stack file sets; for all others the component knows the default."""
        return {name: getattr(self, name) for name in sorted(self.model_fields_set)}


@dataclass(frozen=True, slots=True)
class Sets:
    """Says which property of a resource a key decides, where that is not the key in camelCase.

    A finding about the property can then point at the key's line in the stack file.
    """

    property: str
