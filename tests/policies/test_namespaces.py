import pytest

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.testing import resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.policies.namespaces import NAMESPACE, place_of

NAMED = resource(NAMESPACE, {"metadata": {"name": "shop"}}, name="named")
AUTONAMED = resource(NAMESPACE, name="autonamed")
SECOND = resource(NAMESPACE, name="second")
QUOTA = "kubernetes:core/v1:ResourceQuota"


def placed(namespace: object, *sources: Resource, provider: str = "") -> Resource:
    metadata = {"namespace": namespace} if namespace else {}
    return resource(QUOTA, {"metadata": metadata}, refers={"metadata": sources}, provider=provider)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (placed("shop"), placed("shop"), True),
        (placed("shop"), placed(Secret("shop")), True),
        (placed("shop"), placed("blog"), False),
        (placed(None), placed(None), True),
        (placed(None), placed("shop"), None),
        (placed("shop"), placed("shop", provider="urn::cluster::id"), None),
        (placed("shop"), placed("blog", provider="urn::cluster::id"), False),
        (placed("shop"), placed(UNKNOWN), None),
        (placed("shop"), placed(UNKNOWN, NAMED), True),
        (placed("blog"), placed(UNKNOWN, NAMED), False),
        (placed("shop"), placed(UNKNOWN, AUTONAMED), None),
        (placed(UNKNOWN, AUTONAMED), placed(UNKNOWN, AUTONAMED), True),
        (placed(UNKNOWN, AUTONAMED), placed(UNKNOWN, SECOND), False),
        (placed(UNKNOWN, AUTONAMED), placed(UNKNOWN, SECOND, AUTONAMED), None),
        (placed(UNKNOWN, AUTONAMED), placed(UNKNOWN, placed("shop")), None),
    ],
)
def test_two_objects_stand_in_one_namespace(
    one: Resource,
    other: Resource,
    same: bool | None,  # noqa: FBT001 - a table's column
) -> None:
    """By name, or by the Namespace that the name is taken from; otherwise nobody knows."""
    stack = Stack((NAMED, AUTONAMED, SECOND))

    assert place_of(one, stack).same(place_of(other, stack)) is same
    assert place_of(other, stack).same(place_of(one, stack)) is same


def test_unknown_metadata_hide_the_namespace() -> None:
    """Where the metadata are unknown as a whole, so is the namespace."""
    hidden = resource(QUOTA, {"metadata": UNKNOWN})

    assert place_of(hidden, Stack(())).name is None
