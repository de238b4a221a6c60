"""A test kit for rules: a compliant baseline, one changed property a row, the verdict expected."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from airworthy.kit.judge import judge_one
from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Rule
from airworthy.kit.verdict import Outcome, Verdict

__all__ = ["ABSENT", "Absent", "Case", "changed", "resource"]


class Absent:
    """Stands for a property that is not there."""

    def __repr__(self) -> str:
        return "absent"


ABSENT: Final = Absent()


def resource(
    kind: str,
    inputs: Mapping[str, object] | None = None,
    *,
    name: str = "it",
    parent: Resource | None = None,
    options: Mapping[str, object] | None = None,
    refers: Mapping[str, tuple[Resource, ...]] | None = None,
    provider: str = "",
) -> Resource:
    """A registered resource of a type, for a test.

    Args:
        kind: The type token.
        inputs: Its properties, as raw values of the kit.
        name: Its logical name.
        parent: Its parent, the stack itself if none is given.
        options: Resource options by their protocol names.
        refers: The resources behind some properties.
        provider: URN and id of an explicit provider.
    """
    above = parent.urn.split("::", 3)[2] + "$" if parent else ""
    refers = refers or {}
    return Resource(
        urn=f"urn:pulumi:test::project::{above}{kind}::{name}",
        inputs=dict(inputs or {}),
        parent=parent.urn if parent else "",
        options=dict(options or {}),
        property_dependencies={key: tuple(r.urn for r in found) for key, found in refers.items()},
        dependencies=tuple(dict.fromkeys(r.urn for found in refers.values() for r in found)),
        provider=provider,
    )


def changed(of: Resource, changes: Mapping[str, object]) -> Resource:
    """A copy with some properties changed.

    Paths are dotted; a number indexes a list (`spec.containers.0.image`); `options:protect`
    changes a resource option; ABSENT removes.
    """
    inputs, options = copy.deepcopy(dict(of.inputs)), copy.deepcopy(dict(of.options))
    for path, value in changes.items():
        if path.startswith("options:"):
            _set(options, path.removeprefix("options:").split("."), value)
        else:
            _set(inputs, path.split("."), value)
    return replace(of, inputs=inputs, options=options)


@dataclass(frozen=True, slots=True)
class Case:
    """One row of a rule's table.

    Attributes:
        name: What is special about it.
        changes: What differs from the baseline, by path.
        outcome: The verdict expected.
        message: Words that the findings or the reason must hold.
        beside: Other resources of the stack; replaces the table's own.
    """

    name: str
    changes: Mapping[str, object]
    outcome: Outcome
    message: str = ""
    beside: tuple[Resource, ...] | None = field(default=None)

    def __str__(self) -> str:
        return self.name

    def verdict(self, rule: Rule, baseline: Resource, beside: tuple[Resource, ...] = ()) -> Verdict:
        """The verdict that the rule gives in this case."""
        judged = changed(baseline, self.changes)
        others = beside if self.beside is None else self.beside
        return judge_one(rule, judged, Stack((judged, *others)))

    def check(self, rule: Rule, baseline: Resource, beside: tuple[Resource, ...] = ()) -> None:
        """Expect the verdict of this row.

        Raises:
            AssertionError: The verdict or its words are others.
        """
        verdict = self.verdict(rule, baseline, beside)
        words = " ".join((*(finding.message for finding in verdict.findings), verdict.reason))
        if baseline.type not in rule.on:
            raise AssertionError(f"{rule.id} does not judge {baseline.type}")
        if verdict.outcome is not self.outcome or self.message not in words:
            raise AssertionError(
                f"{rule.id}, {self.name}: {verdict.outcome} ({words}), "
                f"expected {self.outcome} ({self.message})"
            )


def _set(where: object, parts: list[str], value: object) -> None:
    *way, last = parts
    for part in way:
        if isinstance(where, dict):
            if isinstance(value, Absent) and part not in where:
                return
            where = where.setdefault(part, {})
        elif isinstance(where, list):
            where = where[int(part)]
    if isinstance(where, list):
        if isinstance(value, Absent):
            del where[int(last)]
        else:
            where[int(last)] = value
    elif isinstance(where, dict):
        if isinstance(value, Absent):
            where.pop(last, None)
        else:
            where[last] = value
    else:
        raise LookupError(f"nothing to change at {'.'.join(parts)}")
