"""The pod that every workload runs in: restricted, bounded, with no token and no plain secret."""

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_kubernetes as k8s

from airworthy.components.safe import Safe
from airworthy.components.workload import DOMAIN, Identity, SecretRef, WorkloadArgs, cpu_quantity
from airworthy.kit.duration import Duration
from airworthy.kit.size import Size

__all__ = ["container", "pod_template", "safe_pod", "version_annotation"]

SCRATCH = "tmp"
LOGS = Size.of(mebibytes=128)  # above the five files of 10 MiB that a node keeps by default


def container(
    identity: Identity,
    args: WorkloadArgs,
    *,
    command: Sequence[str] = (),
    environment: Mapping[str, pulumi.Input[str]] | None = None,
    ports: Sequence[k8s.core.v1.ContainerPortArgs] = (),
    startup: k8s.core.v1.ProbeArgs | None = None,
    readiness: k8s.core.v1.ProbeArgs | None = None,
    liveness: k8s.core.v1.ProbeArgs | None = None,
    lifecycle: k8s.core.v1.LifecycleArgs | None = None,
    mounts: Sequence[k8s.core.v1.VolumeMountArgs] = (),
) -> k8s.core.v1.ContainerArgs:
    """The workload's one container: bounded, and able to do nothing beyond its own process."""
    plain = {**args.environment, **(environment or {})}
    # Promised, too: a node that has no such room would evict the pod for what it may write.
    disk = {"ephemeral-storage": str(Size(args.temporary_storage.bytes + LOGS.bytes))}
    return k8s.core.v1.ContainerArgs(
        name=identity.name,
        image=args.image,
        command=list(command or args.command) or None,
        args=list(args.arguments) or None,
        env=[_variable(name, plain, args.secrets) for name in _ordered(plain, args.secrets)],
        ports=list(ports) or None,
        resources=k8s.core.v1.ResourceRequirementsArgs(
            requests={"cpu": cpu_quantity(args.cpu), "memory": str(args.memory), **disk},
            limits={"cpu": cpu_quantity(args.cpu_limit), "memory": str(args.memory_limit), **disk},
        ),
        startup_probe=startup,
        readiness_probe=readiness,
        liveness_probe=liveness,
        lifecycle=lifecycle,
        security_context=k8s.core.v1.SecurityContextArgs(
            allow_privilege_escalation=False,
            read_only_root_filesystem=True,
            capabilities=k8s.core.v1.CapabilitiesArgs(drop=["ALL"]),
        ),
        volume_mounts=[
            k8s.core.v1.VolumeMountArgs(name=SCRATCH, mount_path="/tmp"),  # noqa: S108 - a mount
            *mounts,
        ],
    )


def pod_template(
    identity: Identity,
    args: WorkloadArgs,
    only: k8s.core.v1.ContainerArgs,
    account: k8s.core.v1.ServiceAccount,
    *,
    annotations: Mapping[str, pulumi.Input[str]] | None = None,
    grace: Duration | None = None,
    spread: Sequence[k8s.core.v1.TopologySpreadConstraintArgs] = (),
    restart_policy: str | None = None,
    volumes: Sequence[k8s.core.v1.VolumeArgs] = (),
) -> k8s.core.v1.PodTemplateSpecArgs:
    """A pod that the restricted pod security standard admits, around its one container."""
    rolled = version_annotation(args.config_version)
    scratch = k8s.core.v1.EmptyDirVolumeSourceArgs(size_limit=str(args.temporary_storage))
    return k8s.core.v1.PodTemplateSpecArgs(
        metadata=k8s.meta.v1.ObjectMetaArgs(
            labels=identity.labels, annotations={**rolled, **(annotations or {})} or None
        ),
        spec=k8s.core.v1.PodSpecArgs(
            service_account_name=account.metadata.name,
            automount_service_account_token=False,
            # Or a Service called redis would set REDIS_PORT=tcp://... in every container.
            enable_service_links=False,
            restart_policy=restart_policy,
            termination_grace_period_seconds=grace.seconds if grace else None,
            topology_spread_constraints=list(spread) or None,
            security_context=k8s.core.v1.PodSecurityContextArgs(
                run_as_non_root=True,
                run_as_user=args.user,
                run_as_group=args.user,
                fs_group=args.user,
                seccomp_profile=k8s.core.v1.SeccompProfileArgs(type="RuntimeDefault"),
            ),
            containers=[only],
            volumes=[k8s.core.v1.VolumeArgs(name=SCRATCH, empty_dir=scratch), *volumes],
        ),
    )


def version_annotation(version: pulumi.Input[str] | None) -> dict[str, pulumi.Input[str]]:
    """The annotation by which a pod is replaced when a Secret that it uses changes."""
    return {} if version is None else {f"{DOMAIN}/config-version": version}


def safe_pod(kind: str, template: str) -> tuple[Safe, ...]:
    """The safe properties of every workload's pod.

    Args:
        kind: The resource type that holds the pod's template.
        template: The path of the template's spec.
    """
    only = f"{template}.containers.0"
    return (
        Safe(kind, f"{template}.automountServiceAccountToken", broken=True),
        Safe(kind, f"{template}.securityContext.runAsNonRoot", broken=False),
        Safe(kind, f"{template}.securityContext.runAsUser", broken=0),
        Safe(kind, f"{template}.securityContext.seccompProfile", broken=None),
        Safe(kind, f"{only}.securityContext.allowPrivilegeEscalation", broken=True),
        Safe(kind, f"{only}.securityContext.capabilities", broken=None),
        Safe(kind, f"{only}.resources", broken=None),
        Safe(kind, f"{only}.resources.limits.memory", broken=None),
        Safe(kind, f"{only}.image", broken="registry.example.com/app:latest"),
    )


def _ordered(plain: Mapping[str, pulumi.Input[str]], secrets: Mapping[str, SecretRef]) -> list[str]:
    """Names of variables; those made of others last, as Kubernetes expands what it has seen."""

    def composed(name: str) -> bool:
        value = plain.get(name)
        return isinstance(value, str) and "$(" in value

    return sorted({*plain, *secrets}, key=lambda name: (composed(name), name))


def _variable(
    name: str, plain: Mapping[str, pulumi.Input[str]], secrets: Mapping[str, SecretRef]
) -> k8s.core.v1.EnvVarArgs:
    if name in plain:
        return k8s.core.v1.EnvVarArgs(name=name, value=plain[name])
    entry = k8s.core.v1.SecretKeySelectorArgs(name=secrets[name].name, key=secrets[name].key)
    return k8s.core.v1.EnvVarArgs(
        name=name, value_from=k8s.core.v1.EnvVarSourceArgs(secret_key_ref=entry)
    )
