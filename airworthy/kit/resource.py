"""One registered resource, and the stack it stands in, whichever source they came from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from airworthy.kit.location import Location
from airworthy.kit.tree import Reader, Tree
from airworthy.kit.values import Secret, Unknown, UnknownRead, secret_texts
from airworthy.kit.verdict import Finding

__all__ = ["STACK_TYPE", "Resource", "Stack", "urn_name", "urn_type"]

STACK_TYPE: Final = "pulumi:pulumi:Stack"


def urn_type(urn: str) -> str:
    """The type token inside a URN, without those of its parents."""
    return urn.split("::", 3)[2].rpartition("$")[2]


def urn_name(urn: str) -> str:
    """The logical name inside a URN."""
    return urn.split("::", 3)[3]


@dataclass(frozen=True, kw_only=True, eq=False)
class Resource(Reader):
    """A registration, frozen; reads as its inputs do: `database.get("storageEncrypted")`.

    Attributes:
        urn: Unique resource name.
        inputs: The properties the program set, as raw values of the kit.
        parent: URN of the parent, empty for the stack itself.
        options: Resource options by their protocol names (protect, retainOnDelete, ...).
            What a source cannot tell is UNKNOWN there, not absent.
        dependencies: URNs this resource waits for, or UNKNOWN.
        property_dependencies: The URNs behind each property.
        provider: URN and id of its provider, empty for the default provider.
        custom: Whether a provider manages it; components are not custom.
        opaque: Whether its parts are hidden from us (a remote component, a Helm release).
        source: The program's line that made it, where the source tells.
    """

    urn: str
    inputs: Mapping[str, object] = field(default_factory=dict)
    parent: str = ""
    options: Mapping[str, object] = field(default_factory=dict)
    dependencies: tuple[str, ...] | Unknown = ()
    property_dependencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    provider: str = ""
    custom: bool = True
    opaque: bool = False
    source: Location | None = None

    _at = ""

    @property
    def _root(self) -> Mapping[str, object]:  # type: ignore[override]
        return self.inputs

    @property
    def type(self) -> str:
        """The type token, as `aws:rds/instance:Instance`."""
        return urn_type(self.urn)

    @property
    def name(self) -> str:
        """The logical name."""
        return urn_name(self.urn)

    @property
    def option(self) -> Tree:
        """The resource options, read as properties are."""
        return Tree(self.options, "options")

    def expected(self, path: str, wanted: str) -> Finding:
        """The usual finding: what a property is, and what it should be."""
        return Finding(f"{path} is {self.shown(path)}, expected {wanted}", at=path)


class Stack:
    """All resources of one stack, and how they hang together."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self._resources = tuple(resources)
        self._indexes: dict[tuple[str, str], _Index] = {}

    def __iter__(self) -> Iterator[Resource]:
        return iter(self._resources)

    def __len__(self) -> int:
        return len(self._resources)

    @cached_property
    def _by_urn(self) -> Mapping[str, Resource]:
        return {resource.urn: resource for resource in self._resources}

    @cached_property
    def _by_type(self) -> Mapping[str, list[Resource]]:
        table: defaultdict[str, list[Resource]] = defaultdict(list)
        for resource in self._resources:
            table[resource.type].append(resource)
        return dict(table)

    @cached_property
    def secrets(self) -> tuple[str, ...]:
        """Every text that Pulumi marks as secret anywhere in the stack, longest first."""
        found = {text for resource in self._resources for text in secret_texts(resource.inputs)}
        return tuple(sorted(found, key=lambda text: (-len(text), text)))

    def find(self, urn: str) -> Resource | None:
        """The resource with a URN, if the stack has it."""
        return self._by_urn.get(urn)

    def of_type(self, *types: str) -> tuple[Resource, ...]:
        """The resources of some types, in the order of registration within each type."""
        return tuple(found for name in types for found in self._by_type.get(name, ()))

    def ancestors(self, resource: Resource) -> tuple[Resource, ...]:
        """The parents of a resource, nearest first, the stack itself left out."""
        chain: list[Resource] = []
        here = self.find(resource.parent)
        while here is not None and here.type != STACK_TYPE and here not in chain:
            chain.append(here)
            here = self.find(here.parent)
        return tuple(chain)

    def path(self, resource: Resource) -> str:
        """The logical path that people and waivers use: names from the outermost parent down."""
        names = [parent.name for parent in reversed(self.ancestors(resource))]
        return "/".join([*names, resource.name])

    def linked(
        self, target: Resource, *types: str, through: str, names: tuple[str, ...] = ()
    ) -> tuple[Resource, ...]:
        """Resources of some types whose property `through` points at the target.

        A link is seen as a dependency of that property, or as a literal equal to one of the
        target's own properties `names` (a bucket named by hand on both sides).

        Raises:
            UnknownRead: No link is seen, but an unknown value of unknown origin might be one.
        """
        own = {_literal(target, name) for name in names} - {None}
        indexes = [self._index(kind, through) for kind in types]
        linked: dict[str, Resource] = {}
        for index in indexes:
            found = list(index.by_dependency.get(target.urn, ()))
            for text in own:
                found += index.by_text.get(text, ())
            found.sort(key=lambda each: self._position[each.urn])
            linked |= {each.urn: each for each in found}
        if linked:
            return tuple(linked.values())
        for index in indexes:
            if index.loose is not None:
                raise UnknownRead(f"{through} of {index.loose.name}")
        return ()

    @cached_property
    def _position(self) -> Mapping[str, int]:
        return {resource.urn: place for place, resource in enumerate(self._resources)}

    def _index(self, kind: str, through: str) -> _Index:
        """What the property `through` of each resource of a type points at, looked up once."""
        found = self._indexes.get((kind, through))
        if found is None:
            found = self._indexes[kind, through] = _Index.of(self.of_type(kind), through)
        return found


@dataclass(frozen=True, slots=True)
class _Index:
    """The resources of a type by what one of their properties points at.

    Attributes:
        by_dependency: By the URNs behind the property.
        by_text: By the property's literal text.
        loose: One whose property is unknown and depends on nothing that is known.
    """

    by_dependency: Mapping[str, list[Resource]]
    by_text: Mapping[str | None, list[Resource]]
    loose: Resource | None

    @classmethod
    def of(cls, resources: Iterable[Resource], through: str) -> _Index:
        by_dependency: defaultdict[str, list[Resource]] = defaultdict(list)
        by_text: defaultdict[str | None, list[Resource]] = defaultdict(list)
        loose = None
        for resource in resources:
            urns = resource.property_dependencies.get(through, ())
            for urn in urns:
                by_dependency[urn].append(resource)
            by_text[_literal(resource, through)].append(resource)
            if loose is None and not urns and resource.is_unknown(through):
                loose = resource
        return cls(dict(by_dependency), dict(by_text), loose)


def _literal(resource: Resource, path: str) -> str | None:
    raw = resource.peek(path)
    value = raw.value if isinstance(raw, Secret) else raw
    return value if isinstance(value, str) else None
