from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from typing import ClassVar, Literal, Self

import pytest
from pydantic import BaseModel, ValidationError

from airworthy.kit import text
from airworthy.kit.duration import Duration
from airworthy.kit.schedule import Schedule
from airworthy.kit.size import Size
from airworthy.kit.text import TextValue


@dataclass(frozen=True, slots=True, repr=False)
class Shout(TextValue):
    word: str

    example: ClassVar[str] = "HELLO"

    @classmethod
    def parse(cls, text: str) -> Self:
        if not text.isupper():
            raise ValueError(f"{text!r} is not loud; write for instance HELLO")
        return cls(text.lower())

    def __str__(self) -> str:
        return self.word.upper()


class Settings(BaseModel):
    greeting: Shout = Shout("hi")


class Stack(BaseModel):
    retention: Duration
    storage: Size
    backup: Schedule


def test_field_takes_the_text() -> None:
    """A model's field holds the value that the text stands for."""
    assert Settings.model_validate({"greeting": "HELLO"}).greeting == Shout("hello")


def test_field_takes_the_value() -> None:
    """A value made in Python goes into the field as it stands."""
    value = Shout("hello")
    assert Settings(greeting=value).greeting is value


@pytest.mark.parametrize("raw", [30, 1.5, True, None, ["HELLO"]])
def test_field_refuses_what_is_not_text(raw: object) -> None:
    """YAML's bare numbers and flags are refused, with the way to write them."""
    with pytest.raises(ValidationError, match=r"is not text; write for instance 'HELLO'"):
        Settings.model_validate({"greeting": raw})


def test_field_reports_why_a_text_cannot_be_read() -> None:
    """The message of parse reaches the reader of pydantic's error."""
    with pytest.raises(ValidationError, match="'hello' is not loud"):
        Settings.model_validate({"greeting": "hello"})


def test_field_is_written_as_its_text() -> None:
    """Dumps hold the canonical text, in Python and in JSON, and read back the same."""
    model = Settings(greeting=Shout("hello"))
    assert model.model_dump() == {"greeting": "HELLO"}
    assert model.model_dump_json() == '{"greeting":"HELLO"}'
    assert Settings.model_validate_json(model.model_dump_json()) == model


@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_json_schema_of_a_field_is_a_string(mode: Literal["validation", "serialization"]) -> None:
    """An editor that completes stack files sees a string."""
    schema = Settings.model_json_schema(mode=mode)
    assert schema["properties"]["greeting"]["type"] == "string"


def test_values_of_the_kit_are_fields() -> None:
    """Durations, sizes and schedules all pass through a model and back."""
    written = {"retention": "30d", "storage": "100Gi", "backup": "0 2 * * * UTC"}
    stack = Stack.model_validate(written)
    assert stack.retention == Duration.of(days=30)
    assert stack.storage == Size.of(gibibytes=100)
    assert stack.backup == Schedule.parse("daily at 02:00 UTC")
    assert stack.model_dump() == written


def test_repr_shows_how_to_make_the_value() -> None:
    """A value in a failing test or a log can be pasted back into Python."""
    assert repr(Shout("hello")) == "Shout.parse('HELLO')"


def test_module_needs_no_pydantic(monkeypatch: pytest.MonkeyPatch) -> None:
    """Importing the kit works where pydantic is not installed."""
    monkeypatch.setitem(sys.modules, "pydantic", None)
    monkeypatch.setitem(sys.modules, "pydantic_core", None)
    spec = importlib.util.spec_from_file_location("text_without_pydantic", text.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.TextValue.__name__ == "TextValue"
