"""What the Job of a database's bootstrap finds as files: scripts, passwords and authorities."""

from collections.abc import Mapping

import pulumi
import pulumi_kubernetes as k8s

from airworthy.components.secret_files import secret_files
from airworthy.components.workload import SecretRef

__all__ = ["ADMINISTRATOR", "AUTHORITY", "FILES", "PASSWORDS", "SCRATCH", "mounts", "volumes"]

FILES, AUTHORITY = "/etc/bootstrap", "/etc/database-authority"
ADMINISTRATOR, PASSWORDS = "/run/secrets/administrator", "/run/secrets/roles"
SCRATCH = "/run/bootstrap"
EXECUTABLE = 0o555


def volumes(
    files: k8s.core.v1.ConfigMap,
    *,
    administrator: SecretRef,
    roles: Mapping[str, SecretRef],
    authority: pulumi.Input[str] | None,
    authority_key: str,
) -> dict[str, k8s.core.v1.VolumeArgs]:
    """The volumes, by where they are mounted.

    Args:
        files: The scripts.
        administrator: The administrator's password, in the file `password`.
        roles: The passwords of the roles, each in a file of the role's name.
        authority: The ConfigMap of the certificate authorities, if they are not in the image;
            they come in the file `ca.pem`.
        authority_key: Its key.
    """
    made = {
        FILES: k8s.core.v1.VolumeArgs(
            name="files",
            config_map=k8s.core.v1.ConfigMapVolumeSourceArgs(
                name=files.metadata.name, default_mode=EXECUTABLE
            ),
        ),
        ADMINISTRATOR: secret_files("administrator", {"password": administrator}),
        PASSWORDS: secret_files("roles", roles),
        # In memory: the script puts the administrator's password here, as libpq wants it.
        SCRATCH: k8s.core.v1.VolumeArgs(
            name="scratch",
            empty_dir=k8s.core.v1.EmptyDirVolumeSourceArgs(medium="Memory", size_limit="1Mi"),
        ),
    }
    if authority is not None:
        made[AUTHORITY] = k8s.core.v1.VolumeArgs(
            name="authority",
            config_map=k8s.core.v1.ConfigMapVolumeSourceArgs(
                name=authority,
                items=[k8s.core.v1.KeyToPathArgs(key=authority_key, path="ca.pem")],
            ),
        )
    return made


def mounts(found: Mapping[str, k8s.core.v1.VolumeArgs]) -> list[k8s.core.v1.VolumeMountArgs]:
    """Where the container finds each volume; it writes to the scratch one alone."""
    return [
        k8s.core.v1.VolumeMountArgs(
            name=volume.name, mount_path=path, read_only=True if path != SCRATCH else None
        )
        for path, volume in found.items()
    ]
