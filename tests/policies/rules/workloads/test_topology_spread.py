import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.workloads.topology_spread import topology_spread

POD = "spec.template.spec"
ZONES = f"{POD}.topologySpreadConstraints"
AVOIDING = f"{POD}.affinity.podAntiAffinity"
OWN = {"matchLabels": {"app": "web"}}
TERM = {"topologyKey": "topology.kubernetes.io/zone", "labelSelector": OWN}
BASELINE = resource(
    "kubernetes:apps/v1:Deployment",
    {
        "spec": {
            "replicas": 3,
            "template": {
                "metadata": {"labels": {"app": "web"}},
                "spec": {"topologySpreadConstraints": [TERM]},
            },
        }
    },
)

CASES = [
    Case("over zones", {}, Outcome.PASS),
    Case("missing", {ZONES: ABSENT}, Outcome.FAIL, "topologySpreadConstraints is absent"),
    Case("over nodes alone", {f"{ZONES}.0.topologyKey": "kubernetes.io/hostname"}, Outcome.FAIL),
    Case(
        "by required distance",
        {ZONES: ABSENT, f"{AVOIDING}.requiredDuringSchedulingIgnoredDuringExecution": [TERM]},
        Outcome.PASS,
    ),
    Case(
        "by preferred distance",
        {
            ZONES: ABSENT,
            f"{AVOIDING}.preferredDuringSchedulingIgnoredDuringExecution": [
                {"weight": 100, "podAffinityTerm": TERM}
            ],
        },
        Outcome.PASS,
    ),
    Case(
        "counting no pods",
        {f"{ZONES}.0.labelSelector": ABSENT},
        Outcome.FAIL,
        "labelSelector is absent",
    ),
    Case(
        "counting other pods",
        {f"{ZONES}.0.labelSelector.matchLabels.app": "api"},
        Outcome.FAIL,
        "the labels of the workload's own pods",
    ),
    Case("one pod", {"spec.replicas": 1}, Outcome.NOT_APPLICABLE, "one pod"),
    Case("missing: one pod by default", {"spec.replicas": ABSENT}, Outcome.NOT_APPLICABLE),
    Case("unknown", {ZONES: UNKNOWN}, Outcome.UNKNOWN),
    Case("unknown selector", {f"{ZONES}.0.labelSelector": UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {ZONES: Secret([])}, Outcome.FAIL, "[secret]"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(topology_spread, BASELINE)


def test_exempt() -> None:
    """A single pod owes no spread."""
    rows = [case for case in CASES if case.outcome is Outcome.NOT_APPLICABLE]

    assert rows
    assert all(case.verdict(topology_spread, BASELINE).exempt for case in rows)
