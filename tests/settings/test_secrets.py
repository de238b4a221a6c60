import pytest
from pydantic import ValidationError

from airworthy.kit.duration import Duration
from airworthy.settings.secrets import SecretSettings

REFUSALS = [
    ({}, "either generate or config"),
    ({"config": "token", "generate": {"length": 32}}, "either generate or config"),
    ({"generate": {}}, "either length"),
    ({"generate": {"length": 32, "bytes": 32}}, "either length"),
    ({"generate": {"bytes": 32, "specials": "-"}}, "specials belong to a password"),
    ({"generate": {"length": 0}}, "greater than 0"),
    ({"value": "hunter22"}, "Extra inputs"),
]


@pytest.mark.parametrize(("written", "message"), REFUSALS, ids=[str(w) for w, _ in REFUSALS])
def test_contradictions_are_refused(written: dict[str, object], message: str) -> None:
    """A secret has one source, and no value of its own."""
    with pytest.raises(ValidationError, match=message):
        SecretSettings.model_validate(written)


def test_both_kinds() -> None:
    """A secret is generated, or names the configuration that holds it."""
    made = SecretSettings.model_validate({"generate": {"bytes": 32}, "rotate_every": "30d"})
    given = SecretSettings.model_validate({"config": "vendorToken", "owner": "payments"})

    assert made.generate is not None
    assert made.generate.given() == {"bytes": 32}
    assert made.rotate_every == Duration.of(days=30)
    assert given.given() == {"config": "vendorToken", "owner": "payments"}
