from __future__ import annotations

from dataclasses import replace

import pytest

from airworthy.kit.resource import STACK_TYPE, Resource, Stack, urn_name, urn_type
from airworthy.kit.testing import resource
from airworthy.kit.values import UNKNOWN, Secret, UnknownRead
from airworthy.kit.verdict import Finding

BUCKET = resource("a:s3:Bucket", {"bucket": "photos"}, name="bucket")
BLOCK = "a:s3:Block"
POLICY = "a:s3:Policy"


@pytest.mark.parametrize(
    ("urn", "kind", "name"),
    [
        ("urn:pulumi:dev::shop::a:b:C::it", "a:b:C", "it"),
        ("urn:pulumi:dev::shop::x:y:Z$a:b:C::it", "a:b:C", "it"),
        ("urn:pulumi:dev::shop::x:y:Z$q:r:S$a:b:C::odd::name$", "a:b:C", "odd::name$"),
    ],
)
def test_a_urn_holds_type_and_name(urn: str, kind: str, name: str) -> None:
    """The type of the resource itself, and a name that may hold colons."""
    assert (urn_type(urn), urn_name(urn)) == (kind, name)
    assert (Resource(urn=urn).type, Resource(urn=urn).name) == (kind, name)


def test_options_read_as_properties_do() -> None:
    """With the same readers and the same place in messages."""
    it = resource("a:b:C", options={"protect": True, "customTimeouts": {"create": "5m"}})

    assert it.option.flag("protect", default=False)
    assert it.option.tree("customTimeouts").at("create") == "options.customTimeouts.create"


def test_the_usual_finding() -> None:
    """What is, and what should be; a secret stays masked."""
    it = resource("a:b:C", {"a": {"b": 1}, "s": Secret("correct horse")})

    assert it.expected("a.b", "2") == Finding("a.b is 1, expected 2", at="a.b")
    assert it.expected("none", "true").message == "none is absent, expected true"
    assert it.expected("s", "longer").message == "s is [secret], expected longer"


def test_a_resource_is_itself() -> None:
    """Two registrations are two, however alike; each can be a key."""
    assert resource("a:b:C") != resource("a:b:C")
    assert len({BUCKET, BUCKET}) == 1


def test_a_stack_keeps_the_order_of_registration() -> None:
    """And finds by URN and by type."""
    one, two, three = (resource(f"a:b:{kind}", name=kind.lower()) for kind in "CDE")
    again = resource("a:b:C", name="again")
    stack = Stack(iter((one, two, three, again)))

    assert len(stack) == 4
    assert list(stack) == [one, two, three, again]
    assert stack.find(two.urn) is two
    assert stack.find("urn:pulumi:x::y::z::none") is None
    assert stack.of_type("a:b:D", "a:b:C") == (two, one, again)
    assert stack.of_type("a:b:F") == ()


def test_paths_lead_from_the_outermost_parent_down() -> None:
    """The stack itself is left out, and a parent that was not recorded ends the path."""
    root = Resource(urn=f"urn:pulumi:t::p::{STACK_TYPE}::p-t", custom=False)
    shop = replace(resource("x:y:Shop", name="shop"), parent=root.urn)
    database = resource("x:y:Db", name="db", parent=shop)
    disk = resource("a:b:Disk", name="disk", parent=database)
    stray = resource("a:b:Disk", name="stray", parent=resource("x:y:Gone", name="gone"))
    stack = Stack((root, shop, database, disk, stray))

    assert stack.ancestors(disk) == (database, shop)
    assert stack.path(disk) == "shop/db/disk"
    assert stack.path(shop) == "shop"
    assert stack.path(stray) == "stray"


def test_a_ring_of_parents_ends() -> None:
    """No engine makes one; a file could."""
    one = resource("a:b:C", name="one")
    two = resource("a:b:C", name="two", parent=one)
    one = replace(one, parent=two.urn)
    stack = Stack((one, two))

    assert stack.path(one) == "one/two/one"


def test_secrets_come_longest_first() -> None:
    """So that one secret inside another leaves no rest behind."""
    stack = Stack((resource("a:b:C", {"a": Secret("pass"), "b": {"c": Secret("password")}}),))

    assert stack.secrets == ("password", "pass")


def linked(*others: Resource, names: tuple[str, ...] = ("bucket",)) -> list[str]:
    found = Stack((BUCKET, *others)).linked(BUCKET, BLOCK, POLICY, through="bucket", names=names)
    return [each.name for each in found]


def other(
    value: object, kind: str = BLOCK, *, name: str = "it", to: Resource | None = None
) -> Resource:
    return resource(kind, {"bucket": value}, name=name, refers={"bucket": (to,)} if to else None)


@pytest.mark.parametrize(
    "block",
    [
        other(UNKNOWN, to=BUCKET),
        other("photos", to=BUCKET),
        other("photos"),
        other(Secret("photos")),
    ],
    ids=["unknown, by dependency", "known, by dependency", "by a literal", "by a secret literal"],
)
def test_links_are_seen(block: Resource) -> None:
    """As a dependency of the property, or as a literal equal to the target's own name."""
    assert linked(block) == ["it"]


def test_links_of_both_forms_count() -> None:
    """One found by dependency does not hide one found by its literal, and each counts once."""
    found = linked(
        other("photos", POLICY, name="policy"),
        other(UNKNOWN, name="twice", to=BUCKET),
        other("photos", name="block"),
    )

    assert found == ["twice", "block", "policy"]


@pytest.mark.parametrize(
    "block",
    [
        other("videos"),
        other(None),
        other(["photos"]),
        other("photos", "a:s3:Object"),
        other(UNKNOWN, to=resource("a:s3:Bucket", name="another")),
    ],
    ids=["another name", "absent", "malformed", "another type", "another target"],
)
def test_what_is_not_linked(block: Resource) -> None:
    """Another name, type or target."""
    assert linked(block) == []


def test_a_literal_links_by_the_properties_named_only() -> None:
    """A name that the target does not have, or has malformed, links nothing."""
    assert linked(other("photos"), names=()) == []
    assert linked(other(None), names=("none",)) == []


def test_an_unknown_of_unknown_origin_might_be_a_link() -> None:
    """So nobody can say that there is none."""
    with pytest.raises(UnknownRead, match="bucket of it"):
        linked(other(UNKNOWN))
    assert linked(other(UNKNOWN), other("photos", name="known")) == ["known"]
