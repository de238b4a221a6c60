"""Every rule on every resource of its types, in one pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Exempt, NotApplicable, Rule
from airworthy.kit.values import MASK, Malformed, UnknownRead
from airworthy.kit.verdict import Finding, Outcome, Verdict

__all__ = ["judge", "judge_one"]


def judge(rules: Iterable[Rule], stack: Stack) -> tuple[Verdict, ...]:
    """Every verdict of every rule on a stack, by resource in the order of registration."""
    by_type: defaultdict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        for name in rule.on:
            by_type[name].append(rule)
    return tuple(
        judge_one(rule, resource, stack)
        for resource in stack
        if not resource.opaque
        for rule in by_type.get(resource.type, ())
    )


def judge_one(rule: Rule, resource: Resource, stack: Stack) -> Verdict:
    """One rule's verdict on one resource; a crash of the rule is ERROR, never an exception."""
    findings: list[Finding] = []
    outcome, reason, exempt = Outcome.PASS, "", False
    try:
        for found in rule.findings(resource, stack):
            findings.append(_finding(found))  # noqa: PERF401 - what was found stays if one raises
    except UnknownRead as unknown:
        outcome, reason = Outcome.UNKNOWN, f"{unknown.path} is only known after deployment"
    except NotApplicable as why:
        outcome, reason, exempt = Outcome.NOT_APPLICABLE, str(why), isinstance(why, Exempt)
    except Malformed as malformed:
        findings.append(Finding(str(malformed), at=malformed.path))
    except Exception as crash:  # noqa: BLE001 - a rule that crashes blocks, whatever it raised
        outcome = Outcome.ERROR
        reason = f"the rule crashed: {type(crash).__name__}: {crash}"
    if findings and outcome is not Outcome.ERROR:
        outcome, exempt = Outcome.FAIL, False
    return Verdict(
        rule=rule.id,
        urn=resource.urn,
        outcome=outcome,
        findings=tuple(_redacted(finding, stack) for finding in findings),
        reason=_redact(reason, stack),
        exempt=exempt,
    )


def _finding(found: object) -> Finding:
    if isinstance(found, Finding):
        return found
    if isinstance(found, str):
        return Finding(found)
    raise TypeError(f"it yielded {type(found).__name__}, expected Finding or str")


def _redacted(finding: Finding, stack: Stack) -> Finding:
    return Finding(_redact(finding.message, stack), _redact(finding.at, stack))


def _redact(text: str, stack: Stack) -> str:
    """The last line of defence: no text that Pulumi marks as secret stays in a message."""
    for secret in stack.secrets if text else ():
        text = text.replace(secret, MASK)
    return text
