"""Parameter groups of RDS PostgreSQL: what they set, and which group a database runs with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import NotApplicable
from airworthy.kit.tree import Tree
from airworthy.kit.values import UnknownRead
from airworthy.policies.read_replicas import is_replica

__all__ = [
    "CLUSTER",
    "CLUSTER_GROUP",
    "GROUP",
    "INSTANCE",
    "Family",
    "default_family",
    "entries",
    "family_of",
]

INSTANCE: Final = "aws:rds/instance:Instance"
CLUSTER: Final = "aws:rds/cluster:Cluster"
GROUP: Final = "aws:rds/parameterGroup:ParameterGroup"
CLUSTER_GROUP: Final = "aws:rds/clusterParameterGroup:ClusterParameterGroup"

# By the type of a database: the property that names its group, and the type of that group.
NAMED_BY: Final = {
    INSTANCE: ("parameterGroupName", GROUP),
    CLUSTER: ("dbClusterParameterGroupName", CLUSTER_GROUP),
}
FAMILY: Final = re.compile(r"(aurora-)?postgres(?:ql)?([0-9]{1,4})\b.*")
MAJOR: Final = re.compile("[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class Family:
    """A parameter group family of PostgreSQL, as `postgres17` or `aurora-postgresql16`.

    Attributes:
        major: The major version.
        aurora: Whether it is Aurora's.
    """

    major: int
    aurora: bool


def family_of(group: Resource) -> Family:
    """The family of a group.

    Raises:
        NotApplicable: It is a group of another engine.
    """
    return _family(group.text("family"), group.shown("family"))


def entries(group: Resource, name: str) -> tuple[Tree, ...]:
    """The entries of a group that set a parameter; none if the group leaves it at its default.

    Raises:
        UnknownRead: None is seen, but an entry whose name is unknown might be one.
    """
    found, hidden = [], ""
    for entry in group.trees("parameters"):
        if entry.is_unknown("name"):
            hidden = entry.at("name")
        elif entry.text("name") == name:
            found.append(entry)
    if hidden and not found:
        raise UnknownRead(hidden)
    return tuple(found)


def default_family(database: Resource, stack: Stack) -> Family:
    """The family of the default group that a database runs with.

    Raises:
        NotApplicable: It has a group of its own in this stack, which is judged by itself, or its
            engine is another.
        UnknownRead: Its group, engine or version cannot be told before deployment.
    """
    if is_replica(database):
        raise NotApplicable("a replica: its source's parameters are judged")
    engine = database.text("engine")
    if not engine:
        raise UnknownRead("engine, which comes with the snapshot,")
    if "postgres" not in engine:
        raise NotApplicable(
            f"the engine is {database.shown('engine')}; this rule knows PostgreSQL alone"
        )
    name = _group_name(database, stack)
    shown = database.shown(NAMED_BY[database.type][0])
    if name.startswith("default."):
        return _family(name.removeprefix("default."), shown)
    if name:
        raise UnknownRead(f"what parameter group {shown} of another stack holds")
    version = MAJOR.match(database.text("engineVersion"))
    if not version:
        raise UnknownRead("engineVersion, where AWS chooses it,")
    return Family(int(version[0]), engine.startswith("aurora"))


def _group_name(database: Resource, stack: Stack) -> str:
    through, kind = NAMED_BY[database.type]
    referred = database.property_dependencies.get(through, ())
    groups = stack.of_type(kind)
    if any(group.urn in referred for group in groups):
        raise NotApplicable("its parameter group is judged by itself")
    name = database.text(through)
    if name and any(group.peek("name") == name for group in groups):
        raise NotApplicable("its parameter group is judged by itself")
    return name


def _family(text: str, shown: str) -> Family:
    found = FAMILY.fullmatch(text)
    if not found:
        raise NotApplicable(f"the family is {shown}; this rule knows PostgreSQL alone")
    return Family(int(found[2]), bool(found[1]))
