"""How long CloudWatch Logs can keep what it is given."""

from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError

__all__ = ["check_log_retention"]

OFFERED = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
    *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
)  # days


def check_log_retention(field: str, retention: Duration) -> None:
    """Refuse a retention that CloudWatch does not offer.

    Raises:
        ArgumentError: It is none of the numbers of days on offer.
    """
    if retention not in {Duration.of(days=days) for days in OFFERED}:
        wanted = "one of " + ", ".join(f"{days}d" for days in OFFERED)
        raise ArgumentError(field, retention, wanted)
