"""Which objects stand in a namespace: by its name, or by a reference to it."""

from __future__ import annotations

import pytest

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.testing import resource
from airworthy.kit.values import UNKNOWN, Secret, UnknownRead
from airworthy.policies.namespace_objects import objects_in, refuse_unseen

QUOTA = "kubernetes:core/v1:ResourceQuota"
NAMED = resource("kubernetes:core/v1:Namespace", {"metadata": {"name": "shop"}}, name="named")
UNNAMED = resource("kubernetes:core/v1:Namespace", {"metadata": {}}, name="unnamed")


def quota(namespace: object, *, of: Resource | None = None, provider: str = "") -> Resource:
    refers = {"metadata": (of,)} if of else {}
    inputs = {"metadata": {"namespace": namespace}}
    return resource(QUOTA, inputs, refers=refers, provider=provider)


@pytest.mark.parametrize(
    ("namespace", "found", "sure", "perhaps"),
    [
        (NAMED, quota("shop"), True, False),
        (NAMED, quota(Secret("shop")), True, False),
        (NAMED, quota("other"), False, False),
        (NAMED, quota(UNKNOWN, of=NAMED), True, False),
        (NAMED, quota(UNKNOWN), False, True),
        (NAMED, quota("shop", provider="another"), False, True),
        (UNNAMED, quota(UNKNOWN, of=UNNAMED), True, False),
        (UNNAMED, quota(None, of=UNNAMED), True, False),
        (UNNAMED, quota(UNKNOWN, of=NAMED), False, False),
        (UNNAMED, quota(UNKNOWN), False, True),
        (UNNAMED, quota("shop"), False, False),
    ],
)
def test_objects_in(namespace: Resource, found: Resource, *, sure: bool, perhaps: bool) -> None:
    """Each object is surely inside, perhaps inside, or outside."""
    stack = Stack((NAMED, UNNAMED, found))

    assert objects_in(namespace, stack, QUOTA) == (
        (found,) if sure else (),
        (found,) if perhaps else (),
    )


def test_what_may_be_unseen() -> None:
    """Where nothing may be hidden the judgement goes on; otherwise it is unknown."""
    refuse_unseen(())
    with pytest.raises(UnknownRead, match="the namespace of it"):
        refuse_unseen((quota(UNKNOWN),))
