"""The keys of a Redis: arguments of the component, and nothing that the system decides itself."""

from __future__ import annotations

from dataclasses import fields

import pytest
from pydantic import ValidationError

from airworthy.components.redis import RedisArgs
from airworthy.kit.size import Size
from airworthy.settings.redis import RedisSettings


def test_every_key_is_an_argument() -> None:
    """No key is silently without effect."""
    assert set(RedisSettings.model_fields) <= {field.name for field in fields(RedisArgs)}


def test_what_is_given_makes_the_arguments() -> None:
    """Texts become sizes, and keys that are not given stay the component's to decide."""
    given = RedisSettings.model_validate({"purpose": "cache", "memory": "2Gi"}).given()

    args = RedisArgs(namespace="shop", password_secret="redis", **given)  # noqa: S106 - a name

    assert given == {"purpose": "cache", "memory": Size.of(gibibytes=2)}
    assert args.disk == Size.of(gibibytes=6)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ({}, "purpose"),
        ({"purpose": "cache", "memory": 2}, "is not text"),
        ({"purpose": "cache", "password_secret": "x"}, "password_secret"),
        ({"purpose": "cache", "replicas": 3}, "replicas"),
    ],
)
def test_refusals(written: dict[str, object], why: str) -> None:
    """A missing purpose, a bare number and a key that does not exist are errors."""
    with pytest.raises(ValidationError, match=why):
        RedisSettings.model_validate(written)
