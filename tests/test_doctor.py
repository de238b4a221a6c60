"""`airworthy doctor` tells what is missing, what to do, and what works without it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import yaml

from airworthy.doctor import OLDEST_CLI, Answer, Diagnosis, State, ask, diagnose
from airworthy.kit.project import find_project
from airworthy.kit.stackfile import StackFile

FILE = StackFile.parse(
    "config:\n  aws:region: eu-west-1\n  airworthy:cluster: {context: prod-cluster}\n",
    name="Pulumi.prod.yaml",
    project="shop",
)


def items(*named: object) -> str:
    return json.dumps({"items": list(named)})


def named(name: str, **annotations: str) -> dict[str, object]:
    return {"metadata": {"name": name, "annotations": annotations}}


AVAILABLE = json.dumps({"status": {"conditions": [{"type": "Available", "status": "True"}]}})
HEALTHY = {
    "pulumi version": "v3.272.0",
    "pulumi whoami": '{"user": "me", "url": "s3://state"}',
    "aws sts": '{"Arn": "arn:aws:iam::000000000000:user/me"}',
    "kubectl version": '{"serverVersion": {"gitVersion": "v1.34.1"}}',
    "kubectl get apiservice": AVAILABLE,
    "kubectl get storageclass": items(
        named("slow"), named("gp3", **{"storageclass.kubernetes.io/is-default-class": "true"})
    ),
    "kubectl get daemonset": items(named("kube-proxy"), named("cilium")),
    "kubectl get crd": json.dumps({"spec": {"versions": [{"name": "v1", "served": True}]}}),
}


def answering(answers: dict[str, str | None]) -> Callable[[Sequence[str]], Answer | None]:
    """Answers as the commands of a machine would; None: not installed; `!x`: fails with x."""

    def reply(command: Sequence[str]) -> Answer | None:
        line = " ".join(word for word in command if word not in {"--context", "prod-cluster"})
        for start, text in answers.items():
            if line.startswith(start):
                if text is None:
                    return None
                return Answer(ok=not text.startswith("!"), text=text.removeprefix("!"))
        raise AssertionError(f"nobody expected {line}")

    return reply


def states(**changes: str | None) -> dict[str, Diagnosis]:
    answers: dict[str, str | None] = {**HEALTHY}
    answers.update({name.replace("_", " "): text for name, text in changes.items()})
    found = diagnose(None, FILE, fault="", ask=answering(answers))
    return {diagnosis.name: diagnosis for diagnosis in found}


def test_a_healthy_machine_misses_nothing() -> None:
    """Every prerequisite but the project, which this test does not give, is there."""
    there = {name for name, found in states().items() if found.state is State.THERE}

    assert there == {
        "Pulumi CLI",
        "Pulumi backend",
        "AWS identity",
        "AWS region",
        "cluster",
        "metrics-server",
        "default StorageClass",
        "NetworkPolicy",
        "External Secrets",
    }


@pytest.mark.parametrize(
    ("name", "change", "state", "words"),
    [
        ("Pulumi CLI", {"pulumi_version": None}, State.MISSING, "install the Pulumi CLI"),
        ("Pulumi CLI", {"pulumi_version": "v3.254.9"}, State.MISSING, "upgrade to 3.255.0"),
        ("Pulumi CLI", {"pulumi_version": "!broken"}, State.MISSING, "reinstall"),
        ("Pulumi backend", {"pulumi_version": None}, State.UNKNOWN, ""),
        ("Pulumi backend", {"pulumi_whoami": "!no login"}, State.MISSING, "pulumi login"),
        ("Pulumi backend", {"pulumi_whoami": None}, State.MISSING, "pulumi login"),
        ("Pulumi backend", {"pulumi_whoami": "not json"}, State.THERE, ""),
        ("AWS identity", {"aws_sts": None}, State.UNKNOWN, "install the AWS CLI"),
        ("AWS identity", {"aws_sts": "!expired"}, State.MISSING, "aws sso login"),
        ("cluster", {"kubectl_version": None}, State.UNKNOWN, "install kubectl"),
        ("cluster", {"kubectl_version": "!refused"}, State.MISSING, "prod-cluster a context"),
        ("cluster", {"kubectl_version": "[]"}, State.MISSING, "prod-cluster a context"),
        ("metrics-server", {"kubectl_version": "!refused"}, State.UNKNOWN, ""),
        ("metrics-server", {"kubectl_get_apiservice": "!NotFound"}, State.MISSING, "autoscaler"),
        (
            "metrics-server",
            {"kubectl_get_apiservice": AVAILABLE.replace("True", "False")},
            State.MISSING,
            "autoscaler",
        ),
        ("default StorageClass", {"kubectl_get_storageclass": items()}, State.MISSING, "annotate"),
        ("default StorageClass", {"kubectl_get_storageclass": "{}"}, State.MISSING, "annotate"),
        (
            "default StorageClass",
            {"kubectl_get_storageclass": '{"items": [{"metadata": 5}, {"metadata": {}}]}'},
            State.MISSING,
            "annotate",
        ),
        (
            "NetworkPolicy",
            {"kubectl_get_daemonset": items(named("flannel"))},
            State.MISSING,
            "enforces NetworkPolicy",
        ),
        (
            "NetworkPolicy",
            {"kubectl_get_daemonset": items(named("aws-node"))},
            State.UNKNOWN,
            "enableNetworkPolicy=true",
        ),
        ("External Secrets", {"kubectl_get_crd": "!NotFound"}, State.MISSING, "install the"),
        (
            "External Secrets",
            {
                "kubectl_get_crd": json.dumps(
                    {"spec": {"versions": [{"name": "v1beta1", "served": True}]}}
                )
            },
            State.MISSING,
            "serves external-secrets.io/v1",
        ),
    ],
)
def test_what_is_missing_says_what_to_do(
    name: str, change: dict[str, str | None], state: State, words: str
) -> None:
    """Each prerequisite that is not there has its remedy."""
    found = states(**change)[name]

    assert found.state is state
    assert words in found.todo


def test_a_region_and_a_cluster_must_be_named() -> None:
    """Without a stack file there is neither; nobody asks whatever cluster is current."""
    machine = {name: text for name, text in HEALTHY.items() if not name.startswith("kubectl")}
    found = {d.name: d for d in diagnose(None, None, ask=answering({**machine}))}

    assert found["AWS region"].state is State.MISSING
    assert found["cluster"].state is State.MISSING
    assert found["metrics-server"].state is State.UNKNOWN


def test_the_project_and_its_faults(tmp_path: Path) -> None:
    """The project's name and stacks are shown; a fault is shown as it is."""
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n", encoding="utf-8")
    project = find_project(tmp_path)

    good = next(iter(diagnose(project, FILE, ask=answering({**HEALTHY}))))
    bad = next(iter(diagnose(project, None, fault="no stack file", ask=answering({**HEALTHY}))))

    assert (good.state, good.seen) == (State.THERE, "shop (no stack file)")
    assert (bad.state, bad.seen) == (State.MISSING, "no stack file")


def test_commands_are_really_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer is the command's output, or its error where it fails; None where it is absent."""
    for name, body in {"says": "echo hello", "fails": "echo no >&2; exit 3"}.items():
        script = tmp_path / name
        script.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin")

    assert ask(["says"]) == Answer(ok=True, text="hello")
    assert ask(["fails"]) == Answer(ok=False, text="no")
    assert ask(["there-is-no-such-command"]) is None


def test_a_command_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command without an answer is an answer too, after the deadline."""
    script = tmp_path / "hangs"
    script.write_text("#!/bin/sh\nexec tail -f /dev/null\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin{os.pathsep}/usr/bin")
    monkeypatch.setattr("airworthy.doctor.DEADLINE", 0.2)

    answer = ask(["hangs"])

    assert answer is not None
    assert not answer.ok


def test_the_oldest_cli_is_that_of_the_project_file() -> None:
    """The doctor and Pulumi itself ask for the same version."""
    root = Path(__file__).parent.parent
    project = yaml.safe_load((root / "Pulumi.yaml").read_text(encoding="utf-8"))

    assert project["requiredPulumiVersion"] == ">=" + ".".join(map(str, OLDEST_CLI))
