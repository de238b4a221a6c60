"""Pulumi's wire form of property values, read into the values of the kit.

The signatures and sentinels are those of the Pulumi engine protocol
(pulumi/pulumi, sdk/go/common/resource/properties.go and resource/plugin/rpc.go).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from airworthy.kit.values import UNKNOWN, Secret

__all__ = ["from_wire"]

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
SECRET_SIGNATURE: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - a public constant
UNKNOWN_SENTINELS: Final = (
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",  # string, and whatever Python sends
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # boolean
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # number
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # array
    "030794c1-ac77-496b-92df-f27374a8bd58",  # asset
    "e48ece36-62e2-4504-bad9-02848725956a",  # archive
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # object
)
SENTINEL_LENGTH: Final = 36


def from_wire(raw: object) -> object:
    """Decode one value: sentinels to UNKNOWN, marked secrets to Secret, whole floats to int.

    A string that merely contains a sentinel was built from an unknown part, so it is unknown.
    """
    match raw:
        case str():
            if len(raw) >= SENTINEL_LENGTH and any(mark in raw for mark in UNKNOWN_SENTINELS):
                return UNKNOWN
            return raw
        case float():
            return int(raw) if raw.is_integer() else raw
        case Mapping():
            if raw.get(SIGNATURE) == SECRET_SIGNATURE:
                return Secret(from_wire(raw.get("value")))
            return {str(key): from_wire(value) for key, value in raw.items()}
        case list() | tuple():
            return [from_wire(value) for value in raw]
        case _:
            return raw
