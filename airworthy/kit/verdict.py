"""What one rule says of one resource."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

__all__ = ["Finding", "Outcome", "Severity", "Verdict"]


class Severity(IntEnum):
    """How much a finding matters; higher is worse."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    def __str__(self) -> str:
        return self.name.lower()


class Outcome(StrEnum):
    """The verdicts of the vocabulary. UNKNOWN is never PASS."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    WAIVED = "waived"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a resource.

    Attributes:
        message: What was seen and what was expected; never a secret's text.
        at: The dotted path of the property at fault, where there is one.
    """

    message: str
    at: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What one rule says of one resource.

    Attributes:
        rule: The rule's id.
        urn: The resource's URN.
        outcome: The verdict proper.
        findings: What is wrong, for FAIL, WAIVED and ERROR.
        reason: Why it is UNKNOWN, NOT_APPLICABLE, WAIVED or ERROR.
        exempt: Whether NOT_APPLICABLE settles the question instead of leaving it open.
    """

    rule: str
    urn: str
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    exempt: bool = False
