"""A key's alias, which a second stack in the same account must be able to have too."""

from __future__ import annotations

from collections.abc import Callable

import pulumi

from airworthy.components.base import Component
from airworthy.components.encryption import encryption_key
from airworthy.kit.resource import Stack


class Keeper(Component):
    """A component that keeps something encrypted."""

    def __init__(self, name: str) -> None:
        super().__init__(name, pulumi.ResourceOptions())
        encryption_key(self, f"{name}-key", description="A test", tags={}, protect=True)
        self.register_outputs({})


def test_an_alias_is_no_fixed_name(recorded: Callable[[Callable[[], object]], Stack]) -> None:
    """Aliases are unique in an account and region, so Pulumi makes a name for each stack."""
    (alias,) = recorded(lambda: Keeper("one")).of_type("aws:kms/alias:Alias")

    assert set(alias.inputs) == {"targetKeyId"}
