from __future__ import annotations

import pytest

from airworthy.kit.rule import NotApplicable
from airworthy.kit.testing import resource
from airworthy.policies.parameter_groups import GROUP, Family, family_of


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("postgres9.6", Family(9, aurora=False)),
        ("postgres17", Family(17, aurora=False)),
        ("aurora-postgresql16", Family(16, aurora=True)),
    ],
)
def test_families_of_postgresql(text: str, family: Family) -> None:
    """A family names its major version, and whether it is Aurora's."""
    assert family_of(resource(GROUP, {"family": text})) == family


@pytest.mark.parametrize("text", ["mysql8.4", "aurora-mysql8.0", "postgres", ""])
def test_families_of_others(text: str) -> None:
    """The rules about PostgreSQL say nothing about another engine's group."""
    with pytest.raises(NotApplicable, match="PostgreSQL alone"):
        family_of(resource(GROUP, {"family": text}))
