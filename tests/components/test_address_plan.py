from __future__ import annotations

from ipaddress import IPv4Network
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airworthy.components.address_plan import KINDS, address_plan, subnet_cidr
from airworthy.kit.errors import ArgumentError

LETTERS = "abcdefgh"
ZONES = tuple(f"us-east-1{letter}" for letter in LETTERS)


def test_the_plan_of_the_default_network() -> None:
    """The addresses are a promise: a subnet that gets others is replaced with all that is in it."""
    plan = address_plan("10.0.0.0/16", ("us-east-1a", "us-east-1b", "us-east-1h"), {})

    assert plan == {
        "public": {
            "us-east-1a": "10.0.128.0/22",
            "us-east-1b": "10.0.132.0/22",
            "us-east-1h": "10.0.156.0/22",
        },
        "private": {
            "us-east-1a": "10.0.0.0/20",
            "us-east-1b": "10.0.16.0/20",
            "us-east-1h": "10.0.112.0/20",
        },
        "data": {
            "us-east-1a": "10.0.160.0/22",
            "us-east-1b": "10.0.164.0/22",
            "us-east-1h": "10.0.188.0/22",
        },
    }


@given(prefix=st.integers(16, 22))
def test_no_two_subnets_share_an_address(prefix: int) -> None:
    """Eight zones of three kinds lie apart in a VPC of any size that can be planned."""
    whole = IPv4Network(f"10.64.0.0/{prefix}")
    plan = address_plan(str(whole), ZONES, {})
    subnets = [IPv4Network(cidr) for by_zone in plan.values() for cidr in by_zone.values()]

    assert len(subnets) == len(ZONES) * len(KINDS)
    assert all(subnet.subnet_of(whole) and subnet.prefixlen <= 28 for subnet in subnets)
    assert not any(one.overlaps(other) for one, other in combinations(subnets, 2))


@given(zones=st.lists(st.sampled_from(ZONES), unique=True, min_size=1))
def test_a_zone_has_its_addresses_whatever_others_there_are(zones: list[str]) -> None:
    """Neither the number of zones nor their order moves anything."""
    plan = address_plan("10.0.0.0/16", zones, {})

    for kind in KINDS:
        assert plan[kind] == {zone: subnet_cidr("10.0.0.0/16", kind, zone[-1]) for zone in zones}


def test_a_given_cidr_stands_in_place_of_the_plan() -> None:
    """What exists already keeps its addresses, and the rest is planned around it."""
    plan = address_plan("10.0.0.0/16", ZONES[:2], {"data": {"us-east-1a": "10.0.200.0/24"}})

    assert plan["data"] == {"us-east-1a": "10.0.200.0/24", "us-east-1b": "10.0.164.0/22"}


def test_a_small_network_needs_every_cidr_given() -> None:
    """A VPC too small to be cut up by the plan can be laid out by hand."""
    cidrs = {
        "public": {"us-east-1a": "10.0.0.0/28"},
        "private": {"us-east-1a": "10.0.0.16/28"},
        "data": {"us-east-1a": "10.0.0.32/28"},
    }

    assert address_plan("10.0.0.0/26", ["us-east-1a"], cidrs) == cidrs
    with pytest.raises(ArgumentError, match="/16 to /22"):
        address_plan("10.0.0.0/26", ["us-east-1a"], {"public": cidrs["public"]})


@pytest.mark.parametrize(
    ("vpc", "zones", "cidrs", "words"),
    [
        ("10.0.0.0", ["us-east-1a"], {}, "cidr is '10.0.0.0'; wanted a prefix"),
        ("10.0.0.1/16", ["us-east-1a"], {}, "host bits"),
        ("fd00::/56", ["us-east-1a"], {}, "a CIDR such as"),
        ("10.0.0.0/8", ["us-east-1a"], {}, "/16 to /28"),
        ("10.0.0.0/16", ["us-east-1"], {}, "names of zones"),
        ("10.0.0.0/16", ["us-east-1i"], {}, "names of zones"),
        ("10.0.0.0/16", ["us-west-2-lax-1a"], {}, "names of zones"),
        ("10.0.0.0/16", ["us-east-1a", "us-east-1a"], {}, "each zone once"),
        ("10.0.0.0/16", ["us-east-1a", "us-east-2b"], {}, "zones of one region"),
        ("10.0.0.0/16", ["us-east-1a"], {"cache": {}}, "public, private, data"),
        ("10.0.0.0/16", ["us-east-1a"], {"data": {"us-east-1b": "10.0.1.0/24"}}, "us-east-1b"),
        ("10.0.0.0/16", ["us-east-1a"], {"data": {"us-east-1a": "10.1.0.0/24"}}, "a part of"),
        ("10.0.0.0/16", ["us-east-1a"], {"data": {"us-east-1a": "10.0.0.0/24"}}, "clear of"),
        ("10.0.0.0/16", ["us-east-1a"], {"data": {"us-east-1a": "10.0.200.0/29"}}, "/28"),
        ("10.0.0.0/16", ["us-east-1a"], {"data": {"us-east-1a": "anything"}}, "subnet_cidrs is"),
    ],
)
def test_what_cannot_work_is_refused(
    vpc: str, zones: list[str], cidrs: dict[str, dict[str, str]], words: str
) -> None:
    """Each refusal says what was seen and what would do."""
    with pytest.raises(ArgumentError, match=words):
        address_plan(vpc, zones, cidrs)


@pytest.mark.parametrize("zone", ["us-gov-west-1a", "cn-north-1b", "ap-southeast-2c"])
def test_zones_of_every_partition_are_known(zone: str) -> None:
    """The names of zones in all of AWS's partitions can be read."""
    assert list(address_plan("10.0.0.0/16", [zone], {})["public"]) == [zone]
