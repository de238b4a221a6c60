"""Values that a person writes as text and a program holds as typed, frozen objects."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Self

if TYPE_CHECKING:
    from pydantic_core.core_schema import CoreSchema

__all__ = ["TextValue"]


class TextValue(ABC):
    """A value with one canonical text: `parse(str(value)) == value`.

    It can be the field of a pydantic model as it stands: the field takes the text or the value
    itself, and is written back as its canonical text, in Python mode too.

    Attributes:
        example: A text that parses, for error messages.
    """

    __slots__ = ()

    example: ClassVar[str]

    @classmethod
    @abstractmethod
    def parse(cls, text: str) -> Self:
        """The value a text stands for.

        Raises:
            ValueError: The text cannot be read; says what was seen and what would do.
        """

    @abstractmethod
    def __str__(self) -> str: ...

    def __repr__(self) -> str:
        return f"{type(self).__name__}.parse({str(self)!r})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> CoreSchema:
        """How pydantic reads and writes the value; the contract of pydantic v2's hook."""
        # Imported here: the kit is read by interpreters that have no pydantic.
        from pydantic_core import core_schema  # noqa: PLC0415

        text = core_schema.str_schema()
        return core_schema.no_info_plain_validator_function(
            cls._validated,
            json_schema_input_schema=text,
            serialization=core_schema.plain_serializer_function_ser_schema(str, return_schema=text),
        )

    @classmethod
    def _validated(cls, raw: Any) -> Self:  # noqa: ANN401 - pydantic hands in whatever was written
        if isinstance(raw, cls):
            return raw
        if isinstance(raw, str):
            return cls.parse(raw)
        raise ValueError(f"{raw!r} is not text; write for instance {cls.example!r}, in quotes")
