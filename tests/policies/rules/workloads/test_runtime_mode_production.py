import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.workloads.runtime_mode_production import runtime_mode_production

ENV = "spec.template.spec.containers.0.env"
VALUE = f"{ENV}.0.value"
BASELINE = resource(
    "kubernetes:apps/v1:Deployment",
    {
        "spec": {
            "template": {
                "spec": {"containers": [{"env": [{"name": "NODE_ENV", "value": "production"}]}]}
            }
        }
    },
)


def sets(name: str, value: str) -> dict[str, object]:
    return {ENV: [{"name": "PORT", "value": "80"}, {"name": name, "value": value}]}


CASES = [
    Case("production", {}, Outcome.PASS),
    Case("development", {VALUE: "development"}, Outcome.FAIL, 'value is "development"'),
    Case("cased otherwise", {VALUE: "Production"}, Outcome.FAIL),
    Case("cased otherwise in .NET", sets("DOTNET_ENVIRONMENT", "Production"), Outcome.PASS),
    Case("debugging", sets("GIN_MODE", "debug"), Outcome.FAIL, "expected release"),
    Case("missing value", {VALUE: ABSENT}, Outcome.FAIL, "value is absent"),
    Case("missing: no mode", {ENV: ABSENT}, Outcome.NOT_APPLICABLE, "no container sets"),
    Case("from elsewhere", {f"{ENV}.0.valueFrom": {"configMapKeyRef": {}}}, Outcome.UNKNOWN),
    Case("unknown", {VALUE: UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {VALUE: Secret("development")}, Outcome.FAIL, "[secret]"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(runtime_mode_production, BASELINE)
