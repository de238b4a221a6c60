"""Why an item has its status, in as few lines as will do; shared by the formats people read."""

from __future__ import annotations

from airworthy.checklists.status import ItemStatus
from airworthy.kit.evidence import Evidence, Kind, Status

__all__ = ["evidence_lines"]


def evidence_lines(status: ItemStatus) -> tuple[str, ...]:
    """What decides the item's status, and for an OPEN item what is there already.

    Missing evidence is summed up by kind: `wants drill: restore-proven, redis-persistence`.
    """
    deciding: dict[str, list[str]] = {}
    wanted: dict[Kind, list[str]] = {}
    there: list[str] = []
    for control in status.controls:
        for evidence in control.evidence:
            if evidence.source == "":
                wanted.setdefault(evidence.kind, []).append(control.control.id)
            elif evidence.status is status.status and status.status is not Status.OPEN:
                deciding.setdefault(_said(evidence), []).append(control.control.id)
            elif evidence.status is not status.status:
                there.append(_said(evidence))
    lines = list(deciding)
    if status.status is Status.OPEN:
        lines += [f"wants {kind}: {', '.join(dict.fromkeys(ids))}" for kind, ids in wanted.items()]
        lines += [f"has {said}" for said in dict.fromkeys(there)]
    return tuple(lines)


def _said(evidence: Evidence) -> str:
    return f"{evidence.source}: {evidence.detail}"
