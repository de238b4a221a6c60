"""The pod that Redis runs in, and the files it is started and questioned with."""

import pulumi
import pulumi_kubernetes as k8s

from airworthy.kit.duration import Duration
from airworthy.templates.artefact import Artefact
from airworthy.templates.redis_conf import RedisAlive, RedisConf, RedisReady, RedisStart

__all__ = ["DATA", "PORT", "files", "redis_container", "redis_pod"]

PORT = 6379
USER = 999  # redis in the official images, on Alpine and on Debian
CONFIG, DATA, PASSWORD = "config", "data", "password"
FOLDERS = {CONFIG: "/etc/redis", DATA: "/data", PASSWORD: "/run/secrets/redis"}


def files(conf: RedisConf) -> dict[str, Artefact]:
    """The files that the pod finds in its ConfigMap, by name."""
    return {
        "redis.conf": conf,
        "start.sh": RedisStart(),
        "alive.sh": RedisAlive(),
        "ready.sh": RedisReady(),
    }


def redis_container(
    image: str, resources: k8s.core.v1.ResourceRequirementsArgs
) -> k8s.core.v1.ContainerArgs:
    """The server: its configuration as an argument, its password from a file."""
    return k8s.core.v1.ContainerArgs(
        name="redis",
        image=image,
        working_dir=FOLDERS[DATA],
        command=["/bin/sh", f"{FOLDERS[CONFIG]}/start.sh"],
        args=[f"{FOLDERS[CONFIG]}/redis.conf"],
        env=[
            k8s.core.v1.EnvVarArgs(
                name="REDIS_PASSWORD_FILE", value=f"{FOLDERS[PASSWORD]}/{PASSWORD}"
            )
        ],
        ports=[k8s.core.v1.ContainerPortArgs(name="redis", container_port=PORT)],
        resources=resources,
        security_context=k8s.core.v1.SecurityContextArgs(
            allow_privilege_escalation=False,
            read_only_root_filesystem=True,
            capabilities=k8s.core.v1.CapabilitiesArgs(drop=["ALL"]),
        ),
        # Alive is true while it loads, too: a long append-only file takes its time, and a restart
        # would begin anew. So the start needs no allowance that grows with the data.
        startup_probe=_probe("alive.sh", every=2, failures=30),
        liveness_probe=_probe("alive.sh", every=10, failures=6),
        readiness_probe=_probe("ready.sh", every=5, failures=2),
        volume_mounts=[
            k8s.core.v1.VolumeMountArgs(name=volume, mount_path=path, read_only=volume != DATA)
            for volume, path in FOLDERS.items()
        ],
    )


def redis_pod(
    only: k8s.core.v1.ContainerArgs,
    *,
    config: str,
    secret: pulumi.Input[str],
    key: str,
    grace: Duration,
) -> k8s.core.v1.PodSpecArgs:
    """A pod that the restricted pod security standard admits, around the server.

    It has no preStop hook: on SIGTERM the server saves and leaves by itself.

    Args:
        only: The server.
        config: The ConfigMap of its files.
        secret: The Secret that holds its password.
        key: The key inside that.
        grace: Time to save.
    """
    return k8s.core.v1.PodSpecArgs(
        automount_service_account_token=False,
        enable_service_links=False,
        termination_grace_period_seconds=grace.seconds,
        security_context=k8s.core.v1.PodSecurityContextArgs(
            run_as_non_root=True,
            run_as_user=USER,
            run_as_group=USER,
            fs_group=USER,
            fs_group_change_policy="OnRootMismatch",
            seccomp_profile=k8s.core.v1.SeccompProfileArgs(type="RuntimeDefault"),
        ),
        containers=[only],
        volumes=[
            k8s.core.v1.VolumeArgs(
                name=CONFIG,
                config_map=k8s.core.v1.ConfigMapVolumeSourceArgs(name=config, default_mode=0o444),
            ),
            k8s.core.v1.VolumeArgs(
                name=PASSWORD,
                secret=k8s.core.v1.SecretVolumeSourceArgs(
                    secret_name=secret,
                    default_mode=0o440,
                    items=[k8s.core.v1.KeyToPathArgs(key=key, path=PASSWORD)],
                ),
            ),
        ],
    )


def _probe(script: str, *, every: int, failures: int) -> k8s.core.v1.ProbeArgs:
    command = ["/bin/sh", f"{FOLDERS[CONFIG]}/{script}"]
    return k8s.core.v1.ProbeArgs(
        exec_=k8s.core.v1.ExecActionArgs(command=command),
        period_seconds=every,
        timeout_seconds=5,
        failure_threshold=failures,
    )
