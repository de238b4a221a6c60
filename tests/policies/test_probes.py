import pytest

from airworthy.kit.tree import Tree
from airworthy.policies.probes import HANDLERS, has_probe


@pytest.mark.parametrize("handler", HANDLERS)
def test_a_probe_asks_something(handler: str) -> None:
    """Each way of asking counts."""
    assert has_probe(Tree({"livenessProbe": {handler: {"port": 80}}}), "livenessProbe")


@pytest.mark.parametrize("probe", [None, {}, {"periodSeconds": 10}])
def test_a_probe_that_asks_nothing_is_none(probe: object) -> None:
    """An empty probe is refused by the cluster, and counts as absent."""
    assert not has_probe(Tree({"livenessProbe": probe}), "livenessProbe")
