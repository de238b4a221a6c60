"""What releases and autoscaling add up to."""

import pytest

from airworthy.components.replicas import most_pods, strategy


@pytest.mark.parametrize(("replicas", "pods"), [(1, 2), (2, 3), (4, 5), (5, 7), (10, 13), (20, 25)])
def test_a_release_adds_a_quarter_rounded_up(replicas: int, pods: int) -> None:
    """Kubernetes rounds a surge in per cent up to whole pods."""
    assert most_pods(replicas) == pods


def test_what_is_counted_is_what_is_deployed() -> None:
    """The strategy adds the same share, and takes no pod away before."""
    rolling = strategy().rolling_update

    assert (rolling.max_surge, rolling.max_unavailable) == ("25%", 0)  # type: ignore[union-attr]
