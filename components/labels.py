"""The labels of Kubernetes' own standard that every object of ours carries."""

from collections.abc import Mapping

__all__ = ["standard_labels"]


def standard_labels(
    name: str, part_of: str, given: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Labels of an object; ours prevail over those given.

    Args:
        name: The name of what the object belongs to.
        part_of: The system; left out if empty.
        given: Further labels.
    """
    return {
        **(given or {}),
        "app.kubernetes.io/name": name,
        **({"app.kubernetes.io/part-of": part_of} if part_of else {}),
        "app.kubernetes.io/managed-by": "pulumi",
    }
