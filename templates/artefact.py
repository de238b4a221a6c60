"""The one renderer: an artefact is a template and the typed values it takes."""

from __future__ import annotations

import hashlib
import math
import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import ClassVar, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Undefined

from airworthy.kit.text import TextValue

__all__ = ["Artefact"]

IDENTIFIER: Final = re.compile(r"[a-z_][a-z0-9_]{0,62}")
WORD: Final = re.compile(r"[A-Za-z0-9_./:*%@+-]+")


class Verbatim(str):
    """Text that has been escaped already."""

    __slots__ = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Artefact:
    """Base of every artefact: a subclass names its template and has a field for each value.

    Artefacts hold no host, port, path of a machine or credential: those come from the
    environment or from files at run time, so that what a drill runs is what a stack deploys.

    Every expression in a template is escaped for the template's target, which its suffix names:
    a literal in SQL (`{{ name | identifier }}` for an identifier), a quoted word in a shell
    script, a plain word in a configuration file. A value that its target cannot hold is refused.
    """

    template: ClassVar[str]

    def render(self) -> str:
        """The text.

        Raises:
            ValueError: A value cannot stand where the template puts it.
        """
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        target = self.template.removesuffix(".j2").rpartition(".")[2]
        return _environment(target).get_template(self.template).render(values)

    def digest(self) -> str:
        """The SHA-256 of the text, in hexadecimal; it names what a run record speaks of."""
        return hashlib.sha256(self.render().encode()).hexdigest()


def _plain(value: object) -> str:
    """The value as text, before any escaping."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | TextValue():
            return str(value)
        case float() if math.isfinite(value):
            return str(value)
        case str() if "\0" not in value:
            return value
        case Undefined():
            return str(value)  # raises, and says which name is missing
        case _:
            raise ValueError(
                f"{value!r} cannot stand in an artefact; give text without NUL, a finite number, "
                "true or false"
            )


def _sql(value: object) -> str:
    text = _plain(value)
    if isinstance(value, int | float):  # a boolean is an int
        return text
    return "'" + text.replace("'", "''") + "'"


def _shell(value: object) -> str:
    return shlex.quote(_plain(value))


def _word(value: object) -> str:
    text = _plain(value)
    if not WORD.fullmatch(text):
        raise ValueError(f"{text!r} is no single word, and a configuration file needs one here")
    return text


def _identifier(value: object) -> Verbatim:
    text = _plain(value)
    if not IDENTIFIER.fullmatch(text):
        raise ValueError(
            f"{text!r} is no plain SQL identifier; use lower-case letters, digits and underscores"
        )
    return Verbatim(f'"{text}"')


ESCAPES: Final[Mapping[str, Callable[[object], str]]] = {
    "sql": _sql,
    "sh": _shell,
    "conf": _word,
}


@cache
def _environment(target: str) -> Environment:
    escape = ESCAPES.get(target)
    if escape is None:
        raise LookupError(f"nothing says how to escape for {target!r}; add it to ESCAPES")
    environment = Environment(
        loader=PackageLoader("airworthy.templates", "."),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - escaped by finalize, for a target that is not HTML
        finalize=lambda value: value if isinstance(value, Verbatim) else escape(value),
    )
    environment.filters["identifier"] = _identifier
    return environment
