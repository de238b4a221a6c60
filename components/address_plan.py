"""Where each subnet's addresses lie: decided by kind and zone, never by a place in a list.

A VPC of prefix p is cut once and for all, with room for eight zones:

    first half              private, eight of p+4
    fifth eighth            public, eight of p+6
    sixth eighth            data, eight of p+6
    last quarter            free, for what nobody thought of yet

So a zone that is added, removed or listed elsewhere moves no address of any other.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from ipaddress import IPv4Network

from airworthy.kit.errors import ArgumentError

__all__ = ["KINDS", "address_plan", "subnet_cidr"]

KINDS = ("public", "private", "data")
LETTERS = "abcdefgh"  # AWS has used six letters in its largest region
ZONE = re.compile(r"[a-z]{2}(-[a-z]+)+-[0-9]+(?P<letter>[a-z])")
WIDEST, NARROWEST = 16, 28  # prefixes that AWS takes, for a VPC as for a subnet
NARROWEST_PLANNED = 22  # six bits further are a subnet of /28

Cidrs = Mapping[str, Mapping[str, str]]


def address_plan(vpc: str, zones: Sequence[str], given: Cidrs) -> dict[str, dict[str, str]]:
    """The CIDR of every subnet, by kind and zone name.

    Args:
        vpc: The VPC's CIDR.
        zones: Names of zones of one region, each with a letter of its own.
        given: CIDRs that stand in place of the plan's, by kind and zone name.

    Raises:
        ArgumentError: A zone, a CIDR or their combination cannot work.
    """
    whole = _network("cidr", vpc)
    letters = _letters(zones)
    _known(given, zones)
    plan = {
        kind: {
            zone: given.get(kind, {}).get(zone) or subnet_cidr(vpc, kind, letter)
            for zone, letter in letters.items()
        }
        for kind in KINDS
    }
    _apart(whole, plan)
    return plan


def subnet_cidr(vpc: str, kind: str, letter: str) -> str:
    """The addresses of one kind of subnet in the zone of one letter.

    Raises:
        ArgumentError: The VPC is too small to be cut up.
    """
    whole = _network("cidr", vpc)
    if whole.prefixlen > NARROWEST_PLANNED:
        raise ArgumentError(
            "cidr", vpc, f"a prefix of /{WIDEST} to /{NARROWEST_PLANNED}, or every CIDR given"
        )
    half, *_ = whole.subnets(prefixlen_diff=1)
    eighths = tuple(whole.subnets(prefixlen_diff=3))
    room = {"private": half, "public": eighths[4], "data": eighths[5]}[kind]
    return str(tuple(room.subnets(prefixlen_diff=3))[LETTERS.index(letter)])


def _letters(zones: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for zone in zones:
        named = ZONE.fullmatch(zone)
        if not named or named["letter"] not in LETTERS:
            raise ArgumentError("zones", zone, "names of zones, for instance us-east-1a")
        if zone in found:
            raise ArgumentError("zones", zone, "each zone once")
        found[zone] = named["letter"]
    regions = sorted({zone[:-1] for zone in zones})
    if len(regions) > 1:
        raise ArgumentError("zones", ", ".join(regions), "zones of one region")
    return found


def _known(given: Cidrs, zones: Sequence[str]) -> None:
    for kind, cidrs in given.items():
        if kind not in KINDS:
            raise ArgumentError("subnet_cidrs", kind, f"kinds of subnet: {', '.join(KINDS)}")
        for zone in cidrs:
            if zone not in zones:
                raise ArgumentError("subnet_cidrs", zone, f"zones of the network: {zones}")


def _apart(whole: IPv4Network, plan: Cidrs) -> None:
    """Refuse subnets outside the VPC and subnets that share addresses."""
    taken: list[tuple[str, IPv4Network]] = []
    for place, cidr in _places(plan):
        subnet = _network("subnet_cidrs", cidr)
        if not subnet.subnet_of(whole):
            raise ArgumentError("subnet_cidrs", f"{place} {subnet}", f"a part of {whole}")
        for other, there in taken:
            if subnet.overlaps(there):
                raise ArgumentError(
                    "subnet_cidrs", f"{place} {subnet}", f"addresses clear of {other} {there}"
                )
        taken.append((place, subnet))


def _places(plan: Cidrs) -> Iterator[tuple[str, str]]:
    for kind, cidrs in plan.items():
        for zone, cidr in cidrs.items():
            yield f"{kind} {zone}", cidr


def _network(field: str, cidr: str) -> IPv4Network:
    try:
        network = IPv4Network(cidr)
    except ValueError as error:
        raise ArgumentError(field, cidr, f"a CIDR such as 10.0.0.0/16 ({error})") from None
    if not WIDEST <= network.prefixlen <= NARROWEST:
        raise ArgumentError(field, cidr, f"a prefix of /{WIDEST} to /{NARROWEST}, as AWS takes")
    return network
