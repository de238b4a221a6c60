"""What services, workers and scheduled tasks share: arguments, names, account and network."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi
import pulumi_kubernetes as k8s

from airworthy.components.base import Component
from airworthy.components.connections import Destination, Peer, network_rules
from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError
from airworthy.kit.size import Size

__all__ = [
    "DOMAIN",
    "MILLICORES",
    "Identity",
    "SecretRef",
    "WorkloadArgs",
    "check_image",
    "check_name",
    "cpu_quantity",
    "network_policy",
    "service_account",
    "whole_seconds",
]

DOMAIN = "airworthy.dev"
IMAGE = re.compile(r"(?P<name>[^\s@]+)@sha256:[0-9a-f]{64}")
VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
NAME = re.compile(r"[a-z]([-a-z0-9]*[a-z0-9])?")  # of a Service, the strictest of all names
LONGEST_NAME = 63
MILLICORES = 1000


def cpu_quantity(count: float) -> str:
    """Processors in Kubernetes' canonical form: whole ones as such, others in thousandths."""
    whole, rest = divmod(round(count * MILLICORES), MILLICORES)
    return f"{whole * MILLICORES + rest}m" if rest else str(whole)


@dataclass(frozen=True, kw_only=True, slots=True)
class SecretRef:
    """One entry of a Kubernetes Secret in the workload's namespace.

    Attributes:
        name: The Secret's name.
        key: The entry.
    """

    name: pulumi.Input[str]
    key: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkloadArgs:
    """Arguments that every workload takes.

    Attributes:
        namespace: The namespace it runs in.
        image: The container's image, by digest: `registry/name:tag@sha256:...`.
        identifier: The name of its objects in the cluster; the component's name if empty.
        part_of: The system it belongs to, as a label.
        command: What the container runs; the image's own entry point if empty.
        arguments: What the command is given.
        environment: Variables in plain, by name.
        secrets: Variables whose values Kubernetes takes from a Secret, by name.
        config_version: Anything that changes when a Secret it uses changes, such as a digest or
            a version's id: a new value starts new pods, which a new Secret alone does not.
        cpu: Cores it is promised, in thousandths at the finest.
        cpu_limit: Cores it may use.
        memory: Memory it is promised.
        memory_limit: Memory it may use.
        temporary_storage: Disk under /tmp, the only place it can write to. A pod that writes more
            is evicted, and no node takes a pod for which it has not as much.
        user: Numeric user and group it runs as.
        depends_on: Whom it may connect to, by a name for each.
        outside: Whether it may use HTTPS to the internet.
        service_account_annotations: Annotations of its service account, such as the cloud role
            it may take.
        labels: Further labels of its objects; ours prevail.
    """

    namespace: pulumi.Input[str]
    image: str
    identifier: str = ""
    part_of: str = ""
    command: Sequence[str] = ()
    arguments: Sequence[str] = ()
    environment: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    secrets: Mapping[str, SecretRef] = field(default_factory=dict)
    config_version: pulumi.Input[str] | None = None
    cpu: float = 0.5
    cpu_limit: float = 1.0
    memory: Size = Size.of(mebibytes=512)
    memory_limit: Size = Size.of(gibibytes=1)
    temporary_storage: Size = Size.of(mebibytes=256)
    user: int = 10_001
    depends_on: Mapping[str, Destination] = field(default_factory=dict)
    outside: bool = False
    service_account_annotations: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what Kubernetes would refuse, and an image that may change unseen."""
        check_image(self.image)
        if self.identifier:
            check_name("identifier", self.identifier)
        _check_variables(self.environment, self.secrets)
        _check_bounds(self)
        if self.user < 1:
            raise ArgumentError("user", self.user, "a number over 0, which is root")


class Identity:
    """The name, namespace and labels that all objects of a workload share.

    Args:
        name: The component's name.
        args: The workload's arguments.
        role: What kind of workload it is.
        longest: How many characters its name may have.
        marks: Labels besides, that no caller may override.

    Attributes:
        name: Its name in the cluster.
        namespace: Its namespace.
        labels: The labels of its objects and pods.
        selector: The labels that pick out its pods.

    Raises:
        ArgumentError: The name cannot be used in the cluster.
    """

    def __init__(
        self,
        name: str,
        args: WorkloadArgs,
        role: str,
        *,
        longest: int = LONGEST_NAME,
        marks: Mapping[str, str] | None = None,
    ) -> None:
        self.name = args.identifier or name
        check_name("identifier", self.name, longest)
        self.namespace = args.namespace
        self.selector = {"app.kubernetes.io/name": self.name}
        part_of = {"app.kubernetes.io/part-of": args.part_of} if args.part_of else {}
        self.labels = {
            **args.labels,
            **self.selector,
            **part_of,
            "app.kubernetes.io/managed-by": "pulumi",
            f"{DOMAIN}/role": role,
            **(marks or {}),
        }

    def metadata(
        self,
        name: str | None = None,
        annotations: Mapping[str, pulumi.Input[str]] | None = None,
    ) -> k8s.meta.v1.ObjectMetaArgs:
        """Metadata of one of its objects; without a name, Pulumi makes one."""
        return k8s.meta.v1.ObjectMetaArgs(
            name=name, namespace=self.namespace, labels=self.labels, annotations=annotations or None
        )


def check_image(image: str) -> None:
    """Refuse an image that may change unseen.

    Raises:
        ArgumentError: It has no digest, or is called latest.
    """
    pinned = IMAGE.fullmatch(image)
    if not pinned or pinned["name"].endswith(":latest"):
        raise ArgumentError("image", image, "name:tag@sha256:<64 digits>, not latest")


def check_name(argument: str, name: str, longest: int = LONGEST_NAME) -> None:
    """Refuse a name that Kubernetes would refuse.

    Raises:
        ArgumentError: It is too long, or holds what a DNS label does not.
    """
    if len(name) > longest or not NAME.fullmatch(name):
        raise ArgumentError(
            argument, name, f"up to {longest} of a-z, 0-9 and -, from a letter to a letter or digit"
        )


def whole_seconds(argument: str, span: Duration, least: int = 1) -> int:
    """A span as Kubernetes takes it.

    Raises:
        ArgumentError: It is no whole number of seconds, or too short.
    """
    count, rest = divmod(span.milliseconds, 1000)
    if rest or count < least:
        raise ArgumentError(argument, span, f"whole seconds, {least} or more")
    return count


def service_account(
    parent: Component, name: str, identity: Identity, args: WorkloadArgs
) -> k8s.core.v1.ServiceAccount:
    """An account of the workload's own that brings no token to the cluster."""
    return k8s.core.v1.ServiceAccount(
        f"{name}-account",
        metadata=identity.metadata(identity.name, args.service_account_annotations),
        automount_service_account_token=False,
        opts=parent.child(),
    )


def network_policy(
    parent: Component,
    name: str,
    identity: Identity,
    args: WorkloadArgs,
    *,
    callers: Mapping[str, Peer] | None = None,
    port: int | None = None,
) -> k8s.networking.v1.NetworkPolicy:
    """What its pods may receive and send: only what was declared."""
    return k8s.networking.v1.NetworkPolicy(
        f"{name}-network",
        metadata=identity.metadata(),
        spec=network_rules(
            identity.selector,
            callers=callers or {},
            port=port,
            destinations=args.depends_on,
            outside=args.outside,
        ),
        opts=parent.child(),
    )


def _check_variables(
    plain: Mapping[str, pulumi.Input[str]], secrets: Mapping[str, SecretRef]
) -> None:
    for variable in (*plain, *secrets):
        if not VARIABLE.fullmatch(variable):
            raise ArgumentError("environment", variable, "names such as NODE_ENV")
    twice = sorted(set(plain) & set(secrets))
    if twice:
        raise ArgumentError("environment", twice[0], "a name that secrets does not have too")


def _check_bounds(args: WorkloadArgs) -> None:
    for name, cores in (("cpu", args.cpu), ("cpu_limit", args.cpu_limit)):
        thousandths = cores * MILLICORES
        if cores <= 0 or not math.isclose(thousandths, round(thousandths)):
            raise ArgumentError(name, cores, "cores in thousandths, such as 0.25")
    if args.cpu_limit < args.cpu:
        raise ArgumentError("cpu_limit", args.cpu_limit, f"{args.cpu} or more")
    if args.memory_limit < args.memory:
        raise ArgumentError("memory_limit", args.memory_limit, f"{args.memory} or more")
