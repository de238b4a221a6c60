import pytest

from airworthy.kit.tree import Tree
from airworthy.policies.container_resources import is_limited, is_requested, is_some


@pytest.mark.parametrize("amount", ["100m", "1", "1Gi", "0.5", 2, "1e3"])
def test_an_amount_is_some(amount: object) -> None:
    """Any quantity above zero counts."""
    assert is_some(Tree({"amount": amount}), "amount")


@pytest.mark.parametrize("amount", [None, "", "0", "0m", "0Gi", "0.0"])
def test_zero_is_none(amount: object) -> None:
    """Zero and nothing are the same."""
    assert not is_some(Tree({"amount": amount}), "amount")


def test_amounts_are_the_containers_or_the_pods() -> None:
    """A limit is also a request; both may be set for the whole pod."""
    limited = Tree({"resources": {"limits": {"cpu": "1"}}})
    requested = Tree({"resources": {"requests": {"cpu": "1"}}})
    nothing = Tree({})

    assert is_limited(nothing, limited, "cpu")
    assert is_limited(limited, nothing, "cpu")
    assert not is_limited(requested, requested, "cpu")
    assert is_requested(nothing, requested, "cpu")
    assert is_requested(requested, nothing, "cpu")
    assert is_requested(nothing, limited, "cpu")
    assert not is_requested(nothing, nothing, "cpu")
