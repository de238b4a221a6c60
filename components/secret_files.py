"""Entries of Kubernetes Secrets as files that a pod mounts."""

from collections.abc import Mapping

import pulumi_kubernetes as k8s

from airworthy.components.workload import SecretRef

__all__ = ["secret_files"]

OF_THE_GROUP = 0o440  # the pod's group, which fs_group sets


def secret_files(volume: str, entries: Mapping[str, SecretRef]) -> k8s.core.v1.VolumeArgs:
    """A volume with one file an entry, whichever Secrets they come from.

    Args:
        volume: The volume's name.
        entries: What each file holds, by the file's name.
    """
    sources = [
        k8s.core.v1.VolumeProjectionArgs(
            secret=k8s.core.v1.SecretProjectionArgs(
                name=entry.name, items=[k8s.core.v1.KeyToPathArgs(key=entry.key, path=file)]
            )
        )
        for file, entry in entries.items()
    ]
    return k8s.core.v1.VolumeArgs(
        name=volume,
        projected=k8s.core.v1.ProjectedVolumeSourceArgs(sources=sources, default_mode=OF_THE_GROUP),
    )
