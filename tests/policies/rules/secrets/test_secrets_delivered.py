import pytest

from airworthy.kit.testing import ABSENT, Case, changed, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.secrets.secrets_delivered import (
    secrets_delivered,
)

STORE = resource(
    "kubernetes:external-secrets.io/v1:SecretStore",
    {"metadata": {"name": "store", "namespace": "shop"}},
    name="store",
)
CLUSTER_STORE = resource(
    "kubernetes:external-secrets.io/v1:ClusterSecretStore",
    {"metadata": {"name": "common"}},
    name="common",
)
ELSEWHERE = changed(STORE, {"metadata.namespace": "other"})
SPEC = {
    "refreshInterval": "1h",
    "secretStoreRef": {"name": "store"},
    "data": [{"secretKey": "KEY", "remoteRef": {"key": "shop/key"}}],
}
METADATA = {"name": "app", "namespace": "shop"}
BASELINE = resource(
    "kubernetes:external-secrets.io/v1:ExternalSecret", {"metadata": METADATA, "spec": SPEC}
)
LINKED = resource(
    "kubernetes:external-secrets.io/v1:ExternalSecret",
    {"metadata": METADATA, "spec": {**SPEC, "secretStoreRef": {"name": UNKNOWN}}},
    refers={"spec": (STORE,)},
)
COMMON = {"name": "common", "kind": "ClusterSecretStore"}

CASES = [
    Case("delivered", {}, Outcome.PASS),
    Case("every hour by default", {"spec.refreshInterval": ABSENT}, Outcome.PASS),
    Case("by search", {"spec.data": ABSENT, "spec.dataFrom": [{"find": {}}]}, Outcome.PASS),
    Case("a store for each key", {"spec.secretStoreRef": ABSENT}, Outcome.PASS),
    Case(
        "the cluster's store",
        {"spec.secretStoreRef": COMMON},
        Outcome.PASS,
        beside=(CLUSTER_STORE,),
    ),
    Case("never again", {"spec.refreshInterval": "0s"}, Outcome.FAIL, "more than 0"),
    Case("once", {"spec.refreshPolicy": "CreatedOnce"}, Outcome.FAIL, "Periodic"),
    Case("nothing to fetch", {"spec.data": []}, Outcome.FAIL, "nothing"),
    Case("missing", {"spec": ABSENT}, Outcome.FAIL, "nothing"),
    Case("another store", {"spec.secretStoreRef.name": "stroe"}, Outcome.FAIL, 'one of "store"'),
    Case("a store of another stack", {}, Outcome.UNKNOWN, "does not declare", beside=()),
    Case("a store of another namespace", {}, Outcome.UNKNOWN, beside=(ELSEWHERE,)),
    Case("unknown", {"spec.refreshInterval": UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {"spec.refreshPolicy": Secret("OnChange")}, Outcome.FAIL, "[secret]"),
    Case("malformed", {"spec.data": "all"}, Outcome.FAIL, "expected a list"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(secrets_delivered, BASELINE, (STORE,))


def test_a_store_by_reference() -> None:
    """A store whose name is still to be made is known by the reference to it."""
    Case("linked", {}, Outcome.PASS).check(secrets_delivered, LINKED, (STORE,))
