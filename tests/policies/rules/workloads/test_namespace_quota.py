import pytest

from airworthy.kit.resource import Resource
from airworthy.kit.testing import Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.workloads.namespace_quota import namespace_quota

BASELINE = resource("kubernetes:core/v1:Namespace", {"metadata": {"name": "shop"}})


def quota(hard: object, *, namespace: object = "shop", name: str = "quota") -> Resource:
    inputs = {"metadata": {"namespace": namespace}, "spec": {"hard": hard}}
    return resource("kubernetes:core/v1:ResourceQuota", inputs, name=name)


def limits(item: object, *, namespace: object = "shop") -> Resource:
    inputs = {"metadata": {"namespace": namespace}, "spec": {"limits": [item]}}
    return resource("kubernetes:core/v1:LimitRange", inputs)


QUOTA = quota({"requests.cpu": "8", "limits.memory": "16Gi"})
LIMITS = limits({"type": "Container", "default": {"memory": "256Mi"}})


def case(name: str, objects: tuple[Resource, ...], outcome: Outcome, message: str = "") -> Case:
    return Case(name, {}, outcome, message, objects)


CASES = [
    case("both", (QUOTA, LIMITS), Outcome.PASS),
    case("bare names", (quota({"cpu": "8", "memory": "1Gi"}), LIMITS), Outcome.PASS),
    case(
        "two quotas",
        (quota({"cpu": "8"}), quota({"memory": "1Gi"}, name="two"), LIMITS),
        Outcome.PASS,
    ),
    case("missing: no quota", (LIMITS,), Outcome.FAIL, "bounds CPU"),
    case("missing: no limits", (QUOTA,), Outcome.FAIL, "no LimitRange"),
    case("pods alone", (quota({"pods": "10"}), LIMITS), Outcome.FAIL, "bounds memory"),
    case("elsewhere", (quota(QUOTA.inputs, namespace="x"), LIMITS), Outcome.FAIL),
    case("of pods", (QUOTA, limits({"type": "Pod", "default": {"memory": "1"}})), Outcome.FAIL),
    case("without default", (QUOTA, limits({"type": "Container", "max": {}})), Outcome.FAIL),
    case("unknown", (quota(UNKNOWN), LIMITS), Outcome.UNKNOWN, "spec.hard"),
    case("a quota perhaps here", (quota({}, namespace=UNKNOWN), LIMITS), Outcome.UNKNOWN),
    case("limits perhaps here", (QUOTA, limits({}, namespace=UNKNOWN)), Outcome.UNKNOWN),
    case("secret", (quota(Secret(QUOTA.inputs["spec"])), LIMITS), Outcome.FAIL),
    case("malformed", (quota(["8"]), LIMITS), Outcome.FAIL, "expected a mapping"),
]


@pytest.mark.parametrize("row", CASES, ids=str)
def test_verdict(row: Case) -> None:
    """Each row of the table gets its verdict."""
    row.check(namespace_quota, BASELINE)
