from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airworthy.kit.tree import Tree
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.wire import SECRET_SIGNATURE, SIGNATURE, UNKNOWN_SENTINELS, from_wire

plain_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=35),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=10,
)


def secret(value: object) -> dict[str, object]:
    return {SIGNATURE: SECRET_SIGNATURE, "value": value}


def test_the_protocol_has_seven_sentinels() -> None:
    """One for each type of value; Python programs send the first for all of them."""
    assert len(set(UNKNOWN_SENTINELS)) == 7


@pytest.mark.parametrize("sentinel", UNKNOWN_SENTINELS)
@pytest.mark.parametrize("text", ["{}", "arn:aws:s3:::{}/*", "{{{}"])
def test_a_string_that_holds_a_sentinel_is_unknown(sentinel: str, text: str) -> None:
    """What is built from an unknown part is unknown."""
    assert from_wire(text.replace("{}", sentinel)) is UNKNOWN


@pytest.mark.parametrize("sentinel", UNKNOWN_SENTINELS)
def test_sentinels_are_found_at_any_depth(sentinel: str) -> None:
    """Inside lists, mappings and secrets."""
    read = from_wire({"a": [{"b": sentinel}], "s": secret(sentinel)})

    assert read == {"a": [{"b": UNKNOWN}], "s": Secret(UNKNOWN)}


def test_most_of_a_sentinel_is_text() -> None:
    """Another identifier of the same form is not unknown."""
    text = UNKNOWN_SENTINELS[0][:-1] + "0"

    assert from_wire(text) == text


def test_secrets_nest() -> None:
    """A secret inside a secret container keeps its own mark."""
    read = from_wire(secret({"user": "app", "password": secret("pw"), "list": [secret(1.0)]}))

    assert read == Secret({"user": "app", "password": Secret("pw"), "list": [Secret(1)]})
    assert Tree({"x": read}).is_secret("x.password")


def test_a_secret_without_a_value_is_a_secret_null() -> None:
    """Null is left out by some marshallers."""
    assert from_wire({SIGNATURE: SECRET_SIGNATURE}) == Secret(None)


def test_other_marks_stay_mappings() -> None:
    """Assets and archives are read as the mappings they are."""
    asset = {SIGNATURE: "c44067f5952c0a294b673a41bacd8c17", "text": "hello"}

    assert from_wire(asset) == asset


@pytest.mark.parametrize(
    ("raw", "value"),
    [(5.0, 5), (1.5, 1.5), (float("inf"), float("inf")), (True, True), ((1,), [1])],
)
def test_numbers_arrive_as_floats(raw: object, value: object) -> None:
    """Whole ones are read as integers, as the program wrote them."""
    read = from_wire(raw)

    assert read == value
    assert type(read) is type(value)


@given(plain_json)
def test_what_is_neither_secret_nor_unknown_stays(raw: object) -> None:
    """Reading changes nothing else."""
    assert from_wire(raw) == raw
