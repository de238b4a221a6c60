"""`airworthy doctor`: what stands between this machine and a `pulumi up` that works."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from airworthy.kit.project import Project
from airworthy.kit.stackfile import StackFile

__all__ = ["OLDEST_CLI", "Diagnosis", "State", "diagnose"]

OLDEST_CLI: Final = (3, 255, 0)  # as Pulumi.yaml's requiredPulumiVersion; a test compares them
DEADLINE: Final = 20  # seconds an outside command may take
# DaemonSets of the network plugins that enforce NetworkPolicy; aws-node does so when told to.
ENFORCING: Final = ("calico-node", "canal", "cilium", "antrea-agent", "kube-router", "weave-net")


class State(StrEnum):
    """How a prerequisite stands."""

    THERE = "there"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Diagnosis:
    """One prerequisite.

    Attributes:
        name: What was looked for.
        state: Whether it is there; UNKNOWN where something else must come first.
        seen: What was found.
        todo: What to do where it is not there.
    """

    name: str
    state: State
    seen: str
    todo: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a command said."""

    ok: bool
    text: str


Ask = Callable[[Sequence[str]], Answer | None]


def ask(command: Sequence[str]) -> Answer | None:
    """Run a command; None where it is not installed. Its error text stands for its answer."""
    path = shutil.which(command[0])
    if path is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603 - fixed commands, no shell
            [path, *command[1:]], capture_output=True, text=True, timeout=DEADLINE, check=False
        )
    except subprocess.TimeoutExpired:
        return Answer(ok=False, text=f"no answer within {DEADLINE} s")
    text = (done.stdout if done.returncode == 0 else done.stderr).strip()
    return Answer(ok=done.returncode == 0, text=text)


def diagnose(
    project: Project | None, file: StackFile | None, *, fault: str = "", ask: Ask = ask
) -> Iterator[Diagnosis]:
    """Every prerequisite of `pulumi up`, one by one, in the order in which to mend them.

    Args:
        project: The project, where there is one.
        file: The stack's configuration, for its region and its cluster.
        fault: Why there is no project or no configuration.
        ask: Runs a command; tests give their own.
    """
    yield _project(project, fault)
    cli = _pulumi(ask)
    yield cli
    yield _backend(ask) if cli.state is State.THERE else _after("Pulumi backend", "the Pulumi CLI")
    yield _aws(ask)
    yield _region(file)
    yield from _cluster(ask, _context(file))


def _project(project: Project | None, fault: str) -> Diagnosis:
    if project is None or fault:
        return Diagnosis(name="project", state=State.MISSING, seen=fault or "no Pulumi.yaml")
    stacks = ", ".join(project.stacks()) or "no stack file"
    seen = f"{project.name} ({stacks})"
    return Diagnosis(name="project", state=State.THERE, seen=seen)


def _pulumi(ask: Ask) -> Diagnosis:
    name, wanted = "Pulumi CLI", ".".join(map(str, OLDEST_CLI))
    answer = ask(["pulumi", "version"])
    if answer is None:
        todo = f"install the Pulumi CLI, {wanted} or later: https://www.pulumi.com/docs/install/"
        return Diagnosis(name=name, state=State.MISSING, seen="not on PATH", todo=todo)
    found = re.search(r"(\d+)\.(\d+)\.(\d+)", answer.text)
    if not answer.ok or not found:
        return Diagnosis(name=name, state=State.MISSING, seen=_line(answer), todo="reinstall it")
    if tuple(map(int, found.groups())) < OLDEST_CLI:
        todo = f"upgrade to {wanted} or later"
        return Diagnosis(name=name, state=State.MISSING, seen=found[0], todo=todo)
    return Diagnosis(name=name, state=State.THERE, seen=found[0])


def _backend(ask: Ask) -> Diagnosis:
    answer = ask(["pulumi", "whoami", "--json", "--non-interactive"])
    if answer is None or not answer.ok:
        seen = _line(answer) if answer else "not on PATH"
        todo = "run `pulumi login`, or `pulumi login s3://BUCKET` for a backend of your own"
        return Diagnosis(name="Pulumi backend", state=State.MISSING, seen=seen, todo=todo)
    told = _json(answer)
    seen = f"{told.get('user', 'somebody')} at {told.get('url', 'a backend')}"
    return Diagnosis(name="Pulumi backend", state=State.THERE, seen=seen)


def _aws(ask: Ask) -> Diagnosis:
    name = "AWS identity"
    answer = ask(["aws", "sts", "get-caller-identity", "--output", "json"])
    if answer is None:
        todo = "install the AWS CLI to have it checked; Pulumi itself needs only credentials"
        return Diagnosis(name=name, state=State.UNKNOWN, seen="no AWS CLI on PATH", todo=todo)
    if not answer.ok:
        todo = "sign in, for instance with `aws sso login`, or set AWS_PROFILE"
        return Diagnosis(name=name, state=State.MISSING, seen=_line(answer), todo=todo)
    return Diagnosis(name=name, state=State.THERE, seen=str(_json(answer).get("Arn", "signed in")))


def _region(file: StackFile | None) -> Diagnosis:
    region = file.config.get("aws:region") if file else None
    if region:
        return Diagnosis(name="AWS region", state=State.THERE, seen=str(region))
    todo = "set `aws:region` in the stack file"
    return Diagnosis(name="AWS region", state=State.MISSING, seen="not configured", todo=todo)


def _context(file: StackFile | None) -> str:
    cluster = file.ours("cluster") if file else None
    return str(cluster.get("context", "")) if isinstance(cluster, Mapping) else ""


def _cluster(ask: Ask, context: str) -> Iterator[Diagnosis]:
    names = ("metrics-server", "default StorageClass", "NetworkPolicy", "External Secrets")
    if not context:
        # Whatever context happens to be current is nobody's choice.
        todo = "name the cluster in `airworthy:cluster` of the stack file"
        yield Diagnosis(name="cluster", state=State.MISSING, seen="none named", todo=todo)
        for name in names:
            yield _after(name, "a cluster")
        return
    kubectl = ["kubectl", "--context", context]
    answer = ask([*kubectl, "version", "--output", "json"])
    if answer is None or not answer.ok or "serverVersion" not in _json(answer):
        seen = _line(answer) if answer else "no kubectl on PATH"
        reach = f"make {context} a context of the kubeconfig that answers"
        todo = reach if answer else "install kubectl"
        state = State.MISSING if answer else State.UNKNOWN
        yield Diagnosis(name="cluster", state=state, seen=seen or "no answer", todo=todo)
        for name in names:
            yield _after(name, "a cluster")
        return
    version = _json(answer)["serverVersion"]
    git = version.get("gitVersion", "") if isinstance(version, Mapping) else ""
    yield Diagnosis(name="cluster", state=State.THERE, seen=f"{context} {git}")
    checks = (_metrics, _storage, _network_policy, _external_secrets)
    for check in checks:
        yield check(lambda *words: ask([*kubectl, *words]))


def _metrics(kubectl: Callable[..., Answer | None]) -> Diagnosis:
    name, todo = "metrics-server", "install metrics-server: without it no autoscaler acts"
    answer = kubectl("get", "apiservice", "v1beta1.metrics.k8s.io", "--output", "json")
    status = _json(answer).get("status") if answer and answer.ok else None
    conditions = status.get("conditions") if isinstance(status, Mapping) else None
    for condition in conditions if isinstance(conditions, list) else []:
        if condition.get("type") == "Available" and condition.get("status") == "True":
            return Diagnosis(name=name, state=State.THERE, seen="available")
    seen = "registered, not available" if status else "not installed"
    return Diagnosis(name=name, state=State.MISSING, seen=seen, todo=todo)


def _storage(kubectl: Callable[..., Answer | None]) -> Diagnosis:
    name = "default StorageClass"
    mark = "storageclass.kubernetes.io/is-default-class"
    for item in _items(kubectl("get", "storageclass", "--output", "json")):
        if _annotations(item).get(mark) == "true":
            return Diagnosis(name=name, state=State.THERE, seen=_name(item))
    todo = f"annotate one StorageClass with {mark}=true: volumes wait for it for ever"
    return Diagnosis(name=name, state=State.MISSING, seen="none", todo=todo)


def _network_policy(kubectl: Callable[..., Answer | None]) -> Diagnosis:
    name = "NetworkPolicy"
    found = _items(kubectl("get", "daemonset", "--all-namespaces", "--output", "json"))
    names = [_name(item) for item in found]
    for plugin in ENFORCING:
        if plugin in names:
            return Diagnosis(name=name, state=State.THERE, seen=f"enforced by {plugin}")
    if "aws-node" in names:
        todo = "make sure the VPC CNI runs with enableNetworkPolicy=true"
        return Diagnosis(name=name, state=State.UNKNOWN, seen="aws-node", todo=todo)
    todo = "install a network plugin that enforces NetworkPolicy, or none of them has an effect"
    return Diagnosis(name=name, state=State.MISSING, seen="no plugin known to enforce", todo=todo)


def _external_secrets(kubectl: Callable[..., Answer | None]) -> Diagnosis:
    name, crd = "External Secrets", "externalsecrets.external-secrets.io"
    answer = kubectl("get", "crd", crd, "--output", "json")
    versions = _json(answer).get("spec", {}) if answer and answer.ok else {}
    served = [
        str(version.get("name"))
        for version in (versions.get("versions", []) if isinstance(versions, Mapping) else [])
        if version.get("served")
    ]
    if "v1" in served:
        return Diagnosis(name=name, state=State.THERE, seen=f"serves {', '.join(served)}")
    todo = "install the External Secrets Operator, a version that serves external-secrets.io/v1"
    seen = f"serves {', '.join(served)}" if served else "not installed"
    return Diagnosis(name=name, state=State.MISSING, seen=seen, todo=todo)


def _after(name: str, first: str) -> Diagnosis:
    return Diagnosis(name=name, state=State.UNKNOWN, seen=f"needs {first} first")


def _line(answer: Answer | None) -> str:
    """The last line of an answer: command-line tools put their reason there."""
    lines = answer.text.splitlines() if answer else []
    return lines[-1].strip() if lines else ""


def _json(answer: Answer) -> dict[str, object]:
    try:
        parsed = json.loads(answer.text)
    except ValueError:
        return {}
    return parsed if isinstance(parsed, dict) else {}


def _items(answer: Answer | None) -> list[Mapping[str, object]]:
    listed = _json(answer).get("items") if answer and answer.ok else None
    if not isinstance(listed, list):
        return []
    return [item for item in listed if isinstance(item, Mapping)]


def _metadata(item: Mapping[str, object]) -> Mapping[str, object]:
    metadata = item.get("metadata")
    return metadata if isinstance(metadata, Mapping) else {}


def _annotations(item: Mapping[str, object]) -> Mapping[str, object]:
    annotations = _metadata(item).get("annotations")
    return annotations if isinstance(annotations, Mapping) else {}


def _name(item: Mapping[str, object]) -> str:
    return str(_metadata(item).get("name", ""))
