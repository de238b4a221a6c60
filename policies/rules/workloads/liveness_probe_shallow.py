"""See the rule's own docstring."""

import re
from typing import Final

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.tree import Tree
from airworthy.kit.verdict import Severity
from airworthy.policies.pods import LONG_RUNNING, expected, long_running_containers
from airworthy.policies.probes import has_probe
from airworthy.policies.unknowns import each

CLIENT: Final = re.compile(
    r"(?:^|[\s/;&|(])(?:psql|pg_isready|mysql|mysqladmin|mariadb|mariadb-admin|redis-cli"
    r"|valkey-cli|mongosh|mongo|cqlsh|curl|wget)(?:\s|$)"
)
# A host as clients take it: -h db, --host=db, host=db, postgresql://user@db:5432/
HOST: Final = re.compile(
    r"(?:^|\s)(?:-h|--host[=\s])[=\s]*([^\s=;|&'\"]+)"
    r"|\bhost=([^\s'\"]+)"
    r"|://(?:[^@/\s]*@)?(\[[^\]]+\]|[^:/\s'\"?]+)"
)
SELF: Final = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104 - compared
# A path is a socket; a variable may hold the pod's own address, so it is not held against it.
UNTOLD: Final = ("/", "$", "%")


@rule(
    proves=("liveness-probe-shallow",),
    on=LONG_RUNNING,
    severity=Severity.HIGH,
    fix="Let liveness ask for an address of its own that answers without any dependency, and "
    "leave the dependencies to readiness.",
    source="Kubernetes: a failed liveness probe restarts the container; a failed readiness probe "
    "takes it out of its Services",
)
def liveness_probe_shallow(workload: Resource) -> Findings:
    """Liveness probes ask the process itself and not what it depends on.

    A liveness probe that reaches a database, or does what readiness does, restarts every pod at
    once when that database is slow, and the outage grows.
    """
    containers = long_running_containers(workload)
    if not any(container.has("livenessProbe") for container in containers):
        raise NotApplicable("no container has a liveness probe")
    yield from each(containers, _deep)


def _deep(container: Tree) -> Findings:
    if not has_probe(container, "livenessProbe"):
        return
    liveness = container.tree("livenessProbe")
    for handler in ("httpGet", "tcpSocket"):
        host = liveness.text(f"{handler}.host")
        if host and not _is_own(host):
            yield expected(liveness, f"{handler}.host", "none, which is the pod itself")
    command = " ".join(liveness.texts("exec.command"))
    if CLIENT.search(command):
        # A data server's own client, asking its own server, is all the check there is.
        if not all(_is_own(host) for groups in HOST.findall(command) for host in groups):
            yield expected(liveness, "exec.command", "a question to the pod itself")
        return
    check = _check(container, liveness)
    if check and check == _check(container, container.tree("readinessProbe")):
        yield expected(container, "livenessProbe", "another check than that of readinessProbe")


def _check(container: Tree, probe: Tree) -> tuple[object, ...]:
    """What a probe asks; empty for an open port, which tells nothing about dependencies."""
    if probe.has("httpGet"):
        port = probe.text("httpGet.port")
        named = (p for p in container.trees("ports") if port and p.text("name") == port)
        numbers = [p.text("containerPort") for p in named]
        return "httpGet", probe.text("httpGet.path", "/"), *(numbers or [port])
    if probe.has("grpc"):
        return "grpc", probe.text("grpc.port"), probe.text("grpc.service")
    return probe.texts("exec.command")


def _is_own(host: str) -> bool:
    return host.strip("[]").lower() in {*SELF, ""} or host.startswith(UNTOLD)
