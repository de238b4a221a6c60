"""What a security group lets in from anywhere, whichever resource type says so."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Final

from airworthy.kit.rule import Findings
from airworthy.kit.tree import Items, Reader
from airworthy.kit.values import MASK, show
from airworthy.kit.verdict import Finding
from airworthy.policies.unknowns import each

__all__ = ["openings"]

PROTOCOLS: Final = ("ipProtocol", "protocol")
SOURCES: Final = ("cidrIpv4", "cidrIpv6", "cidrBlocks", "ipv6CidrBlocks")
NUMBERS: Final = {"1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6"}
# Protocol with the range of ports, for ICMP with type and code.
PUBLIC: Final = {
    ("tcp", 80, 80),
    ("tcp", 443, 443),
    ("udp", 443, 443),  # HTTP/3
    ("icmp", 3, 4),  # fragmentation needed: without it large answers vanish
    ("icmpv6", 2, 0),  # packet too big, the same in IPv6
    ("icmpv6", 2, -1),
}
# What is wider than the widest private range (10.0.0.0/8, fc00::/7) is the internet in pieces.
WIDEST_PRIVATE: Final = {4: 8, 6: 7}


def openings(rule: Reader) -> Findings:
    """What one ingress rule opens to the world beside the web's ports."""
    if not _ports_unknown(rule) and _is_public(rule):
        return
    yield from each(SOURCES, lambda path: _open_to(rule, path))


def _open_to(rule: Reader, path: str) -> Findings:
    value = rule.get(path)
    sources = value if isinstance(value, Items) else Items([rule.peek(path)] if value else [])

    def judge(index: int) -> Findings:
        if _is_world(str(sources[index])) and not _is_public(rule):
            yield Finding(
                f"{_traffic(rule)} is open to {show(sources.raw[index])}, "
                "expected the world on ports 80 and 443 alone",
                at=rule.at(path),
            )

    yield from each(range(len(sources)), judge)


def _is_world(source: str) -> bool:
    try:
        network = ip_network(source, strict=False)
    except ValueError:
        return False  # AWS refuses it by itself
    return network.prefixlen < WIDEST_PRIVATE[network.version]


def _is_public(rule: Reader) -> bool:
    return (_protocol(rule), rule.number("fromPort", -1), rule.number("toPort", -1)) in PUBLIC


def _ports_unknown(rule: Reader) -> bool:
    return any(rule.is_unknown(path) for path in (*PROTOCOLS, "fromPort", "toPort"))


def _protocol(rule: Reader) -> str:
    named = next((rule.text(path) for path in PROTOCOLS if rule.has(path)), "-1").lower()
    return NUMBERS.get(named, named)


def _traffic(rule: Reader) -> str:
    protocol = _protocol(rule)
    if protocol in {"-1", "all"}:
        return "every port"
    shown = MASK if any(map(rule.is_secret, PROTOCOLS)) else protocol
    if not rule.has("fromPort"):
        return shown
    return f"{shown} {rule.shown('fromPort')} to {rule.shown('toPort')}"
