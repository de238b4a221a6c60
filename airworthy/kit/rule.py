"""A rule: a pure function that judges one resource before it is created."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.verdict import Finding, Severity

__all__ = ["Exempt", "Findings", "NotApplicable", "Rule", "rule"]

Findings: TypeAlias = Iterator[Finding | str]
Body: TypeAlias = Callable[[Resource], Findings] | Callable[[Resource, Stack], Findings]


class NotApplicable(Exception):  # noqa: N818 - a signal to the judge, not an error
    """Raised by a rule whose question does not arise for a resource; says why.

    It is no evidence: a control none of whose rules had anything to judge stays OPEN.
    """


class Exempt(NotApplicable):
    """Raised where the resource is what the rule is about, and yet owes nothing; says why.

    A cache owes no persistence: where nothing else is judged, the control is NOT_APPLICABLE.
    """


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A rule and what surrounds it.

    Attributes:
        id: Kebab-case and permanent; the file's name with hyphens.
        title: What is true where the rule passes.
        reason: Why that matters.
        proves: The controls it gives evidence for.
        on: The resource types it judges.
        severity: How much a finding matters.
        fix: What to do about a finding.
        waivable: Whether a waiver may excuse it.
        source: Where the rule or its numbers come from, a document's name or address.
        across: Whether it looks at the whole stack while judging one resource.
        body: Yields what is wrong.
    """

    id: str
    title: str
    reason: str
    proves: tuple[str, ...]
    on: tuple[str, ...]
    severity: Severity
    fix: str
    waivable: bool
    source: str
    across: bool
    body: Callable[..., Findings]

    def findings(self, resource: Resource, stack: Stack) -> Findings:
        """Run the body; what it raises passes through."""
        return self.body(resource, stack) if self.across else self.body(resource)


def rule(
    *,
    proves: tuple[str, ...],
    on: tuple[str, ...],
    severity: Severity,
    fix: str,
    waivable: bool = True,
    source: str = "",
) -> Callable[[Body], Rule]:
    """Make a rule of a function.

    Its name gives the id, its docstring title and reason. A function of one parameter judges a
    resource by itself; a second parameter receives the stack, for what must be present beside
    the resource or agree with it.

    Raises:
        TypeError: The function lacks a title or a reason, or takes other than one or two
            parameters.
    """

    def make(body: Body) -> Rule:
        title, _, reason = (inspect.getdoc(body) or "").partition("\n")
        count = len(inspect.signature(body).parameters)
        if not title or not reason.strip() or count not in {1, 2}:
            raise TypeError(
                f"rule {body.__name__}: wanted a docstring of title, blank line and reason, "
                f"and one or two parameters (resource, stack)"
            )
        return Rule(
            id=body.__name__.replace("_", "-"),
            title=title.rstrip("."),
            reason=" ".join(reason.split()),
            proves=proves,
            on=on,
            severity=severity,
            fix=fix,
            waivable=waivable,
            source=source,
            across=count == 2,  # noqa: PLR2004 - resource and stack
            body=body,
        )

    return make
