"""How many connections an instance class is counted on for."""

import pytest

from airworthy.components.instance_memory import max_connections, usable_connections


@pytest.mark.parametrize(
    ("instance_class", "formula", "usable"),
    [
        ("db.t4g.micro", 112, 100),
        ("db.m7g.large", 901, 810),
        ("db.r7g.16xlarge", 5_000, 4_500),
    ],
)
def test_connections(instance_class: str, formula: int, usable: int) -> None:
    """A tenth less than the formula yields, whose memory is not all the database's."""
    assert max_connections(instance_class) == formula
    assert usable_connections(instance_class) == usable
