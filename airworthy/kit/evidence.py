"""What speaks for a control, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Evidence", "Kind", "Status"]


class Kind(StrEnum):
    """The kinds of evidence."""

    RULE = "rule"
    DRILL = "drill"
    LIVE_CHECK = "live-check"
    STEP = "step"
    ATTESTATION = "attestation"


class Status(StrEnum):
    """What an item or a control comes to, worst first; always computed."""

    FAILED = "failed"
    OPEN = "open"
    DEFERRED = "deferred"
    WAIVED = "waived"
    ATTESTED = "attested"
    MET = "met"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """What one source says of a control.

    Attributes:
        kind: The kind of source.
        source: Its id: a rule's, a drill's.
        status: What it comes to by itself.
        detail: The count behind it, or what is missing; one phrase.
    """

    kind: Kind
    source: str
    status: Status
    detail: str
