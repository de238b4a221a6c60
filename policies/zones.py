"""Whether subnets stand in several zones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from airworthy.kit.resource import Resource
from airworthy.kit.values import UnknownRead

__all__ = ["SUBNET", "span_zones"]

SUBNET: Final = "aws:ec2/subnet:Subnet"
# A name and an id may mean one zone, so each counts among its own kind.
NAMES: Final = ("availabilityZone", "availabilityZoneId")


def span_zones(subnets: Sequence[Resource]) -> bool:
    """Whether subnets stand in two zones or more; without a zone given, AWS picks one.

    Raises:
        UnknownRead: Too little is known to tell.
    """
    if len(subnets) <= 1:
        return False
    for path in NAMES:
        given = [s for s in subnets if s.has(path) and not s.is_unknown(path)]
        zones = {subnet.text(path) for subnet in given}
        if len(zones) > 1:
            return True
        if len(given) == len(subnets):
            return False
    raise UnknownRead(f"the zone of each of {', '.join(subnet.name for subnet in subnets)}")
