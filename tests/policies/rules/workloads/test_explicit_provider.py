from dataclasses import replace

import pytest

from airworthy.kit.testing import Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.workloads.explicit_provider import explicit_provider

URN = "urn:pulumi:test::project::pulumi:providers:kubernetes"
BASELINE = resource("kubernetes:core/v1:Secret", provider=f"{URN}::cluster::an-id")
KEY = "stringData.key"

CASES = [
    # The provider is an option that every source knows: inputs, whatever they are, say nothing.
    Case("unknown inputs", {KEY: UNKNOWN}, Outcome.PASS),
    Case("secret inputs", {KEY: Secret("canary")}, Outcome.PASS),
    Case("missing inputs", {}, Outcome.PASS),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(explicit_provider, BASELINE)


@pytest.mark.parametrize(
    "provider", ["", f"{URN}::default_4_34_2::an-id", f"{URN}::default::an-id"]
)
def test_the_default_provider_is_refused(provider: str) -> None:
    """Offline a default provider has no name, in the engine it has one of the engine's own."""
    implicit = replace(BASELINE, provider=provider)

    Case("default", {}, Outcome.FAIL, "provider is the default").check(explicit_provider, implicit)
