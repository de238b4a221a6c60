from __future__ import annotations

from airworthy.kit.location import Location


def test_a_place_reads_as_editors_take_it() -> None:
    """File, colon, line."""
    assert str(Location("Pulumi.prod.yaml", 3)) == "Pulumi.prod.yaml:3"
