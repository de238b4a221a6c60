from dataclasses import replace

import pytest

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.testing import resource
from airworthy.kit.tree import Tree
from airworthy.kit.values import UNKNOWN, Secret, UnknownRead
from airworthy.policies.label_selectors import (
    BUDGET,
    SERVICE,
    Picked,
    labels_of,
    neighbours,
    picked_by,
    picking,
    selector_at,
    selector_of,
)

LABELS = {"app": "web", "tier": "front"}


def workload(labels: object, name: str = "web", namespace: object = "shop") -> Resource:
    template = {"metadata": {"labels": labels}}
    inputs = {"metadata": {"namespace": namespace}, "spec": {"template": template}}
    return resource("kubernetes:apps/v1:Deployment", inputs, name=name)


def budget(selector: object, name: str = "budget") -> Resource:
    inputs = {"metadata": {"namespace": "shop"}, "spec": {"selector": selector}}
    return resource(BUDGET, inputs, name=name)


def having(key: str, operator: str, *values: object) -> dict[str, object]:
    return {"matchExpressions": [{"key": key, "operator": operator, "values": list(values)}]}


@pytest.mark.parametrize(
    ("selector", "picks"),
    [
        ({}, True),
        ({"matchLabels": {"app": "web"}}, True),
        ({"matchLabels": {"app": "api"}}, False),
        ({"matchLabels": {"app": "web", "zone": "a"}}, False),
        ({"matchLabels": {"app": UNKNOWN}}, None),
        ({"matchLabels": {"app": UNKNOWN, "zone": "a"}}, False),
        ({"matchLabels": UNKNOWN}, None),
        ({"matchLabels": Secret({"app": Secret("web")})}, True),
        (having("app", "In", "api", "web"), True),
        (having("app", "In", "api"), False),
        (having("app", "In", "api", UNKNOWN), None),
        (having("zone", "In", "a"), False),
        (having("app", "NotIn", "api"), True),
        (having("app", "NotIn", "web"), False),
        (having("app", "NotIn", "api", UNKNOWN), None),
        (having("zone", "NotIn", "a"), True),
        (having("app", "Exists"), True),
        (having("zone", "Exists"), False),
        (having("app", "DoesNotExist"), False),
        (having("zone", "DoesNotExist"), True),
        (having("app", "Near", "web"), None),
        ({"matchExpressions": [{"operator": "Exists"}]}, None),
        ({"matchExpressions": [{"key": "app"}]}, None),
        ({"matchExpressions": [{"key": "app", "operator": "In"}]}, None),
        ({"matchExpressions": UNKNOWN}, None),
        (UNKNOWN, None),
    ],
)
def test_a_selector_picks_as_in_kubernetes(
    selector: object,
    picks: bool | None,  # noqa: FBT001 - a table's column
) -> None:
    """All requirements hold together; what is unknown decides only where nothing else does."""
    found = selector_at(Tree({"selector": selector}), "selector")

    assert found is not None
    assert found.picks(LABELS) is picks
    assert found.picks(None) is None


def test_a_label_still_unknown_may_be_the_one_wanted() -> None:
    """A label whose value is unknown neither matches nor fails to match."""
    selector = selector_at(Tree({"selector": {"matchLabels": {"app": "web"}}}), "selector")

    assert selector is not None
    assert selector.picks({"app": UNKNOWN}) is None


def test_without_a_selector_nothing_is_picked() -> None:
    """No selector picks nothing, and for a Service an empty one is none."""
    assert selector_at(Tree({}), "selector") is None
    assert selector_of(resource(SERVICE, {"spec": {"selector": {}}})) is None
    assert picked_by(budget(None), Stack((budget(None), workload(LABELS)))) == Picked()


def test_labels_are_read_without_their_marks() -> None:
    """A secret label is compared like any other; malformed ones are none."""
    assert labels_of(workload(Secret({"app": Secret("web")}))) == {"app": "web"}
    assert labels_of(workload(["app"])) == {}
    assert labels_of(workload(UNKNOWN)) is None


@pytest.mark.parametrize("selector", [{"matchLabels": LABELS}, having("app", "In", "web", "api")])
def test_both_ends_find_each_other(selector: object) -> None:
    """What an object picks, and which objects pick a workload, are one relation."""
    owner = budget(selector)
    sure, unclear = workload(LABELS), workload({**LABELS, "app": UNKNOWN}, "unclear")
    hidden = workload(LABELS, "hidden", UNKNOWN)
    read = replace(workload(LABELS, "read"), opaque=True)
    others = (workload({"app": "db"}, "db"), workload(LABELS, "blog", "blog"), read)
    stack = Stack((owner, sure, unclear, hidden, *others))

    picked = picked_by(owner, stack)
    assert picked.sure == (sure,)
    assert set(picked.perhaps) == {unclear, hidden}
    assert picked.certain() == (sure,)
    assert picking(sure, stack, BUDGET) == Picked((owner,), ())
    assert picking(hidden, stack, BUDGET) == Picked((), (owner,))
    assert picking(others[0], stack, BUDGET) == Picked()
    assert others[0] in neighbours(owner, stack).sure
    assert others[1] not in neighbours(owner, stack).sure


def test_nothing_sure_but_something_perhaps_is_unknown() -> None:
    """A rule must not conclude from a relation that only deployment shows."""
    owner = budget(UNKNOWN)
    stack = Stack((owner, workload(LABELS)))

    with pytest.raises(UnknownRead, match="whether it belongs to web"):
        picked_by(owner, stack).certain()
