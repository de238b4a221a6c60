import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.workloads.images_pinned import images_pinned

DIGEST = "sha256:" + "0123456789abcdef" * 4
IMAGE = "spec.template.spec.containers.0.image"
BASELINE = resource(
    "kubernetes:apps/v1:StatefulSet",
    {"spec": {"template": {"spec": {"containers": [{"image": f"registry.example/app@{DIGEST}"}]}}}},
)

CASES = [
    Case("by digest", {}, Outcome.PASS),
    Case("by tag and digest", {IMAGE: f"app:1.4.2@{DIGEST}"}, Outcome.PASS),
    Case("by a longer digest", {IMAGE: "app@sha512:" + "0" * 128}, Outcome.PASS),
    Case("by the tag of a version", {IMAGE: "app:1.4.2"}, Outcome.FAIL, '"app:1.4.2"'),
    Case("the latest", {IMAGE: "app:latest"}, Outcome.FAIL),
    Case("without a tag, which is the latest", {IMAGE: "app"}, Outcome.FAIL),
    Case("a digest cut short", {IMAGE: "app@sha256:0123"}, Outcome.FAIL),
    Case("missing", {IMAGE: ABSENT}, Outcome.FAIL, "containers[0].image is absent"),
    Case(
        "an init container",
        {"spec.template.spec.initContainers": [{"image": "busybox:1.36"}]},
        Outcome.FAIL,
        "initContainers[0].image",
    ),
    Case("unknown", {IMAGE: UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {IMAGE: Secret("app:1.4.2")}, Outcome.FAIL, "[secret]"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(images_pinned, BASELINE)
