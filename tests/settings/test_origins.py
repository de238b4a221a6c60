"""A finding leads back to the key and line of the stack file that decided the property."""

from __future__ import annotations

import pytest

from airworthy.kit.stackfile import StackFile
from airworthy.settings.origins import origin

FILE = StackFile.parse(
    """\
config:
  airworthy:system: shop
  airworthy:postgres:
    deletion_protection: false
    backup_retention: 3d
""",
    name="Pulumi.prod.yaml",
    project="any",
)


@pytest.mark.parametrize(
    ("ancestry", "at", "key", "line"),
    [
        (("postgres",), "deletionProtection", "airworthy:postgres.deletion_protection", 4),
        (("postgres",), "backupRetentionPeriod", "airworthy:postgres.backup_retention", 5),
        # Not written: its section, whose default it is.
        (("postgres",), "multiAz", "airworthy:postgres.multi_az", 3),
        # Decided by no key.
        (("postgres",), "publiclyAccessible", "airworthy:postgres", 3),
        (("postgres",), "", "airworthy:postgres", 3),
        # A path into a list, by either notation.
        (("postgres",), "parameters[2].value", "airworthy:postgres", 3),
        (("postgres", "inner"), "options.protect", "airworthy:postgres.protect", 3),
    ],
)
def test_origin(ancestry: tuple[str, ...], at: str, key: str, line: int) -> None:
    """The nearest key that is written, or the section that leaves it to the default."""
    found = origin(FILE, ancestry, at)

    assert found is not None
    assert (found[0], str(found[1])) == (key, f"Pulumi.prod.yaml:{line}")


@pytest.mark.parametrize("ancestry", [(), ("elsewhere",), ("network",)])
def test_what_no_section_made_has_no_origin(ancestry: tuple[str, ...]) -> None:
    """A resource outside the system's components is found by its source line instead."""
    assert origin(FILE, ancestry, "deletionProtection") is None
