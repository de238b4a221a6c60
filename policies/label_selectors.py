"""Which pods a Kubernetes label selector picks, as far as a program tells before it runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.tree import Reader
from airworthy.kit.values import Secret, Unknown, UnknownRead
from airworthy.policies.namespaces import Place, place_of
from airworthy.policies.pods import WORKLOADS, template_path

__all__ = [
    "BUDGET",
    "NETWORK_POLICY",
    "SELECTORS",
    "SERVICE",
    "Picked",
    "Selector",
    "labels_of",
    "neighbours",
    "picked_by",
    "picking",
    "selector_at",
    "selector_of",
]

SERVICE: Final = "kubernetes:core/v1:Service"
BUDGET: Final = "kubernetes:policy/v1:PodDisruptionBudget"
NETWORK_POLICY: Final = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
# Where an object keeps the selector of the pods that it is about.
SELECTORS: Final[Mapping[str, str]] = {
    SERVICE: "spec.selector",
    BUDGET: "spec.selector",
    NETWORK_POLICY: "spec.podSelector",
}

Labels = Mapping[str, object]


class Requirement(NamedTuple):
    """One condition of a selector on one label; None stands for what is unknown."""

    key: str | None
    operator: str | None
    values: tuple[object, ...] | None

    def holds(self, labels: Labels) -> bool | None:
        """Whether labels satisfy it; None where that is unknown."""
        if self.key is None or self.operator is None:
            return None
        there = self.key in labels
        match self.operator:
            case "Exists":
                return there
            case "DoesNotExist":
                return not there
            case "In" | "NotIn":
                within = self._within(labels[self.key]) if there else False
                return within if self.operator == "In" or within is None else not within
            case _:
                return None

    def _within(self, value: object) -> bool | None:
        if self.values is None or isinstance(value, Unknown):
            return None
        if value in self.values:
            return True
        return None if any(isinstance(wanted, Unknown) for wanted in self.values) else False


@dataclass(frozen=True, slots=True)
class Selector:
    """A label selector: all of its requirements together.

    Attributes:
        requirements: Empty for a selector without conditions; None if the whole is unknown.
    """

    requirements: tuple[Requirement, ...] | None

    def picks(self, labels: Labels | None) -> bool | None:
        """Whether it picks pods with some labels; None where that is unknown."""
        if self.requirements is None or labels is None:
            return None
        answers = {requirement.holds(labels) for requirement in self.requirements}
        return False if False in answers else None if None in answers else True

    @property
    def first_pair(self) -> tuple[str, str] | None:
        """A label and value that every pod it picks must have, where one is known."""
        for key, operator, values in self.requirements or ():
            if key and operator == "In" and values and len(values) == 1:
                (value,) = values
                if isinstance(value, str):
                    return key, value
        return None


class Picked(NamedTuple):
    """What a selector picks: surely, and perhaps (which only deployment shows)."""

    sure: tuple[Resource, ...] = ()
    perhaps: tuple[Resource, ...] = ()

    def certain(self) -> tuple[Resource, ...]:
        """What is surely picked.

        Raises:
            UnknownRead: Nothing is, but something might be.
        """
        if self.perhaps and not self.sure:
            raise UnknownRead(f"whether it belongs to {self.perhaps[0].name}")
        return self.sure


class _Pods(NamedTuple):
    workload: Resource
    labels: Labels | None
    place: Place


class _Index:
    """The pods of a stack's workloads, found by label without asking each of them."""

    def __init__(self, stack: Stack) -> None:
        self.all = [
            _Pods(workload, labels_of(workload), place_of(workload, stack))
            for workload in stack.of_type(*WORKLOADS)
            if not workload.opaque
        ]
        self.unclear: list[_Pods] = []
        self.by_pair: defaultdict[tuple[str, str], list[_Pods]] = defaultdict(list)
        for pods in self.all:
            if pods.labels is None or any(isinstance(v, Unknown) for v in pods.labels.values()):
                self.unclear.append(pods)
            else:
                for key, value in pods.labels.items():
                    self.by_pair[key, str(value)].append(pods)

    def picked(self, selector: Selector, place: Place) -> Picked:
        """The workloads whose pods a selector picks within a namespace."""
        pair = selector.first_pair
        candidates = [*self.by_pair.get(pair, ()), *self.unclear] if pair else self.all
        sure: list[Resource] = []
        perhaps: list[Resource] = []
        for workload, labels, where in candidates:
            answers = {selector.picks(labels), where.same(place)}
            if answers == {True}:
                sure.append(workload)
            elif False not in answers:
                perhaps.append(workload)
        return Picked(tuple(sure), tuple(perhaps))


def labels_of(workload: Resource) -> Labels | None:
    """The labels of a workload's pods; None if they are unknown as a whole."""
    path = template_path(workload, "metadata.labels")
    raw = _bare(workload.peek(path))
    return None if isinstance(raw, Unknown) else _map(raw)


def selector_of(owner: Resource) -> Selector | None:
    """The selector of the pods that an object is about; None if it has none."""
    path = SELECTORS[owner.type]
    if owner.type != SERVICE:
        return selector_at(owner, path)
    raw = _bare(owner.peek(path))
    if isinstance(raw, Unknown):
        return Selector(None)
    pairs = _map(raw).items()
    return Selector(tuple(Requirement(k, "In", (v,)) for k, v in pairs)) if pairs else None


def selector_at(reader: Reader, path: str) -> Selector | None:
    """A LabelSelector (matchLabels and matchExpressions) at a path; None if it is absent."""
    raw = _bare(reader.peek(path))
    if raw is None:
        return None
    if isinstance(raw, Unknown):
        return Selector(None)
    parts = _map(raw)
    pairs, expressions = parts.get("matchLabels"), parts.get("matchExpressions")
    if isinstance(pairs, Unknown) or isinstance(expressions, Unknown):
        return Selector(None)
    requirements = [Requirement(key, "In", (value,)) for key, value in _map(pairs).items()]
    if isinstance(expressions, list | tuple):
        requirements += [_requirement(_map(expression)) for expression in expressions]
    return Selector(tuple(requirements))


def picked_by(owner: Resource, stack: Stack) -> Picked:
    """The workloads whose pods an object picks; none if it has no selector."""
    return _picks(stack, owner.type).get(owner.urn, Picked())


def neighbours(owner: Resource, stack: Stack) -> Picked:
    """The workloads in an object's namespace."""
    return _index(stack).picked(Selector(()), place_of(owner, stack))


def picking(workload: Resource, stack: Stack, kind: str) -> Picked:
    """The objects of a type (Services, budgets, ...) whose selector picks a workload's pods."""
    return _picking(stack, kind).get(workload.urn, Picked())


# One stack is judged at a time; a few are kept for the tests that hold several.
@lru_cache(maxsize=8)
def _index(stack: Stack) -> _Index:
    return _Index(stack)


@lru_cache(maxsize=32)
def _picks(stack: Stack, kind: str) -> Mapping[str, Picked]:
    selectors = ((owner, selector_of(owner)) for owner in stack.of_type(kind) if not owner.opaque)
    return {
        owner.urn: _index(stack).picked(selector, place_of(owner, stack))
        for owner, selector in selectors
        if selector is not None
    }


@lru_cache(maxsize=32)
def _picking(stack: Stack, kind: str) -> Mapping[str, Picked]:
    sure: defaultdict[str, list[Resource]] = defaultdict(list)
    perhaps: defaultdict[str, list[Resource]] = defaultdict(list)
    picks = _picks(stack, kind)
    for owner in stack.of_type(kind):
        picked = picks.get(owner.urn, Picked())
        for table, workloads in ((sure, picked.sure), (perhaps, picked.perhaps)):
            for workload in workloads:
                table[workload.urn].append(owner)
    return {
        urn: Picked(tuple(sure[urn]), tuple(perhaps[urn])) for urn in sure.keys() | perhaps.keys()
    }


def _requirement(parts: Labels) -> Requirement:
    key, operator, values = (_bare(parts.get(name)) for name in ("key", "operator", "values"))
    return Requirement(
        key if isinstance(key, str) else None,
        operator if isinstance(operator, str) else None,
        tuple(_bare(value) for value in values) if isinstance(values, list | tuple) else None,
    )


def _map(raw: object) -> Labels:
    """A mapping without its secret marks; empty for any other shape, which no cluster takes."""
    inner = _bare(raw)
    if not isinstance(inner, Mapping):
        return {}
    return {str(key): _bare(value) for key, value in inner.items()}


def _bare(raw: object) -> object:
    while isinstance(raw, Secret):
        raw = raw.value
    return raw
