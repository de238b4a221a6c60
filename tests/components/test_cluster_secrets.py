from collections.abc import Callable
from typing import Any

import pulumi
import pytest

from airworthy.components.cluster_secrets import (
    ClusterSecrets,
    ClusterSecretsArgs,
    StoredSecret,
)
from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError
from airworthy.kit.resource import Stack

Record = Callable[[Callable[[], object]], Stack]
EXTERNAL = "kubernetes:external-secrets.io/v1:ExternalSecret"
APP = {"app": {"KEY": StoredSecret(name="shop/key")}}


def args(changes: dict[str, Any] | None = None) -> ClusterSecretsArgs:
    given: dict[str, Any] = {
        "namespace": "shop",
        "region": "us-east-1",
        "role_arn": "arn:aws:iam::000000000000:role/reader",
        "secrets": APP,
    }
    return ClusterSecretsArgs(**{**given, **(changes or {})})


REFUSALS: list[tuple[dict[str, Any], str]] = [
    ({"secrets": {}}, "a Kubernetes Secret at least"),
    ({"secrets": {"app": {}}}, "app without keys"),
    ({"secrets": {"App": APP["app"]}}, "secrets is 'App'"),
    ({"refresh": Duration.of()}, "refresh is 0s"),
    ({"refresh": Duration.of(days=2)}, "1s to 1d"),
]


@pytest.mark.parametrize(("changes", "message"), REFUSALS, ids=[m for _, m in REFUSALS])
def test_what_cannot_work_is_refused(changes: dict[str, Any], message: str) -> None:
    """Names that Kubernetes refuses and intervals that never pass are refused."""
    with pytest.raises(ArgumentError) as refusal:
        args(changes)

    assert message in str(refusal.value)


def test_a_new_version_reaches_the_operator_before_the_pods(recorded: Record) -> None:
    """The version is handed on only through the ExternalSecrets that were told of it."""

    def program() -> None:
        made = ClusterSecrets("one", args({"version": "2"}))
        pulumi.ComponentResource("test:index:Pod", "pod", {"version": made.version})

    stack = recorded(program)

    (external,) = stack.of_type(EXTERNAL)
    (pod,) = stack.of_type("test:index:Pod")
    assert external.tree("metadata.annotations")["airworthy.dev/version"] == "2"
    assert external.urn in pod.property_dependencies["version"]


def test_one_key_of_a_json_secret(recorded: Record) -> None:
    """A property picks one key of a secret that is JSON, such as those that RDS keeps."""
    source = StoredSecret(name="rds!db-1", property="password")

    stack = recorded(lambda: ClusterSecrets("one", args({"secrets": {"db": {"PASSWORD": source}}})))

    (external,) = stack.of_type(EXTERNAL)
    (data,) = external.trees("spec.data")
    assert dict(data.tree("remoteRef").raw) == {"key": "rds!db-1", "property": "password"}


def test_another_secret_only_creates(recorded: Record) -> None:
    """A new Secret leaves every other resource where it is."""
    more = {"a": {"KEY": StoredSecret(name="other")}, **APP}

    before = recorded(lambda: ClusterSecrets("one", args()))
    after = recorded(lambda: ClusterSecrets("one", args({"secrets": more})))

    assert {r.urn for r in before} < {r.urn for r in after}
