"""Every rule answers whatever it is asked, and tells no secret.

The questions are the rows of the rules' own tests, with parts replaced by what no row thought
of: unknowns, secrets, other shapes. So a new rule is covered by having a test.
"""

from __future__ import annotations

import contextlib
import importlib.util
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from airworthy.kit.judge import judge_one
from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import NotApplicable, Rule
from airworthy.kit.testing import Case, resource
from airworthy.kit.testing import changed as with_changes
from airworthy.kit.values import UNKNOWN, Malformed, Secret, UnknownRead
from airworthy.kit.verdict import Finding, Outcome
from airworthy.policies.discovery import load_rules

HERE = Path(__file__).parent / "rules"
RULES = load_rules()
CANARY = "canary-7f3a9"


@dataclass(frozen=True, slots=True)
class Table:
    """What one rule's test asks: its resources, and its rows."""

    resources: tuple[Resource, ...]
    cases: tuple[Case, ...]


def table(rule: Rule) -> Table:
    """The questions that a rule's own test asks."""
    (path,) = HERE.rglob(f"test_{rule.id.replace('-', '_')}.py")
    spec = importlib.util.spec_from_file_location(f"asking_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where dataclasses look for their own
    spec.loader.exec_module(module)
    parts = list(parts_in(vars(module).values()))
    return Table(
        tuple(part for part in parts if isinstance(part, Resource)),
        tuple(part for part in parts if isinstance(part, Case)),
    )


def parts_in(values: Iterable[object]) -> Iterator[Resource | Case]:
    for value in values:
        match value:
            case Resource():
                yield value
            case Case():
                yield value
                yield from value.beside or ()
            case tuple() | list():
                yield from parts_in(value)


def keys_in(value: object) -> Iterator[str]:
    match value:
        case Secret():
            yield from keys_in(value.value)
        case Mapping():
            for key, part in value.items():
                yield str(key)
                yield from keys_in(part)
        case list() | tuple():
            for part in value:
                yield from keys_in(part)


TABLES = {rule.id: table(rule) for rule in RULES.values()}
ALL = tuple(asked for found in TABLES.values() for asked in found.resources)
KEYS = sorted({key for asked in ALL for key in keys_in(asked.inputs)})
ODD = ["", "*", "0", "-1", "100%", "1Gi", "true", "NaN", "9" * 5000, "²", "a:b", "{", "[1]", "\n"]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(ODD),
    st.sampled_from([UNKNOWN, Secret(UNKNOWN), Secret(CANARY), Secret({CANARY: CANARY})]),
)
VALUES = st.recursive(
    SCALARS,
    lambda parts: st.one_of(
        st.lists(parts, max_size=3),
        st.dictionaries(st.sampled_from(KEYS), parts, max_size=4),
        parts.map(Secret),
    ),
    max_leaves=6,
)
Container = dict[str, object] | list[object]


def thawed(value: object) -> object:
    """A copy that can be written to."""
    match value:
        case Mapping():
            return {str(key): thawed(part) for key, part in value.items()}
        case list() | tuple():
            return [thawed(part) for part in value]
        case _:
            return value


def sealed(value: object) -> object:
    """A value of the same shape, with other texts."""
    match value:
        case str():
            return CANARY
        case dict():
            return {key: sealed(part) for key, part in value.items()}
        case list():
            return [sealed(part) for part in value]
        case _:
            return value


def places_in(holder: Container) -> Iterator[tuple[Container, str | int]]:
    """Each place below that can be written to: what holds it, and its key or number."""
    keys: list[str | int] = list(holder) if isinstance(holder, dict) else [*range(len(holder))]
    for key in keys:
        part = read(holder, key)
        yield holder, key
        if isinstance(part, dict | list):
            yield from places_in(part)


def read(holder: Container, key: str | int) -> object:
    return holder[str(key)] if isinstance(holder, dict) else holder[int(key)]


def write(holder: Container, key: str | int, value: object) -> None:
    if isinstance(holder, dict):
        holder[str(key)] = value
    else:
        holder[int(key)] = value


@st.composite
def changed(draw: st.DrawFn, asked: Resource) -> Resource:
    """A resource with a few parts replaced, marked or added."""
    inputs = thawed(asked.inputs)
    assert isinstance(inputs, dict)
    for _ in range(draw(st.sampled_from([0, 1, 1, 1, 2, 3]))):
        places = list(places_in(inputs))
        if not places or draw(st.integers(0, 9)) == 0:
            write(inputs, draw(st.sampled_from(KEYS)), draw(VALUES))
            continue
        holder, key = draw(st.sampled_from(places))
        old = read(holder, key)
        seals = [Secret(old), Secret(sealed(old)), Secret(CANARY), UNKNOWN]
        write(holder, key, draw(st.one_of(st.sampled_from(seals), VALUES)))
    references = draw(st.sampled_from([asked.property_dependencies, {}]))
    return replace(asked, inputs=inputs, property_dependencies=references)


@st.composite
def question(draw: st.DrawFn, rule: Rule) -> tuple[Resource, Stack]:
    """A resource that a rule judges, and a stack around it."""
    asking = TABLES[rule.id]
    own = [asked for asked in asking.resources if asked.type in rule.on]
    others = [resource(kind) for kind in rule.on]
    judged = draw(st.sampled_from(own * 4 + others))
    beside = asking.resources
    if asking.cases:
        case = draw(st.sampled_from(asking.cases))
        beside = beside if case.beside is None else case.beside
        # A row may be about a resource of another shape.
        with contextlib.suppress(LookupError, ValueError):
            judged = with_changes(judged, case.changes)
    judged = draw(changed(judged))
    around = {asked.urn: draw(changed(asked)) for asked in beside if asked.urn != judged.urn}
    return judged, Stack((judged, *around.values()))


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_a_rule_always_answers_and_never_tells(rule: Rule, data: st.DataObject) -> None:
    """No input makes a rule crash, and no message holds the text of a secret."""
    judged, stack = data.draw(question(rule))

    verdict = judge_one(rule, judged, stack)

    assert verdict.outcome is not Outcome.ERROR, verdict.reason
    # Without the judge's redaction, which is the last line of defence and not the first.
    assert CANARY not in " ".join(said(rule, judged, stack))


def said(rule: Rule, judged: Resource, stack: Stack) -> Iterator[str]:
    """The words of a rule, as it leaves them."""
    try:
        for found in rule.findings(judged, stack):
            yield f"{found.message} {found.at}" if isinstance(found, Finding) else found
    except (NotApplicable, UnknownRead, Malformed) as end:
        yield str(end)
