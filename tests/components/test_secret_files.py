"""Entries of several Secrets in one folder."""

from __future__ import annotations

from collections.abc import Callable

import pulumi_kubernetes as k8s
import pytest

from airworthy.components.secret_files import secret_files
from airworthy.components.workload import SecretRef
from airworthy.kit.resource import Stack
from airworthy.kit.tree import Tree

Recorded = Callable[[Callable[[], object]], Stack]


@pytest.fixture
def volume(recorded: Recorded) -> Tree:
    """The volume as a pod that has it registers it."""
    made = secret_files(
        "passwords",
        {
            "app": SecretRef(name="first", key="password"),
            "owner": SecretRef(name="second", key="p"),
        },
    )

    def program() -> None:
        k8s.core.v1.Pod("pod", spec=k8s.core.v1.PodSpecArgs(containers=[], volumes=[made]))

    (pod,) = recorded(program).of_type("kubernetes:core/v1:Pod")
    (found,) = pod.trees("spec.volumes")
    return found


def test_one_file_an_entry(volume: Tree) -> None:
    """Each file has its name, and its content from the entry of its own Secret."""
    files = {
        item.text("path"): (source.text("secret.name"), item.text("key"))
        for source in volume.trees("projected.sources")
        for item in source.trees("secret.items")
    }

    assert volume.text("name") == "passwords"
    assert files == {"app": ("first", "password"), "owner": ("second", "p")}


def test_only_owner_and_group_read_them(volume: Tree) -> None:
    """Others on the node's file system cannot, and nobody writes."""
    assert volume.number("projected.defaultMode", 0) == 0o440
