import pytest

from airworthy.kit.testing import ABSENT, Case, changed, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.workloads.service_account_token_restricted import (
    service_account_token_restricted,
)

POD = "spec.template.spec"
MOUNTED, NAME = f"{POD}.automountServiceAccountToken", f"{POD}.serviceAccountName"
BASELINE = resource(
    "kubernetes:apps/v1:Deployment",
    {
        "metadata": {"namespace": "shop"},
        "spec": {"template": {"spec": {"automountServiceAccountToken": False}}},
    },
)
ACCOUNT = resource(
    "kubernetes:core/v1:ServiceAccount",
    {
        "metadata": {"name": "web", "namespace": "shop"},
        "automountServiceAccountToken": False,
    },
    name="account",
)
OPEN = changed(ACCOUNT, {"automountServiceAccountToken": ABSENT})
SUBJECT = {"kind": "ServiceAccount", "name": "web", "namespace": "shop"}
BINDING = resource(
    "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", {"subjects": [SUBJECT]}, name="binding"
)
SAYS_NOTHING = {MOUNTED: ABSENT, NAME: "web"}


CASES = [
    Case("none by the pod", {}, Outcome.PASS),
    Case("mounted", {MOUNTED: True}, Outcome.FAIL, "automountServiceAccountToken is true"),
    Case("missing: mounted by default", {MOUNTED: ABSENT}, Outcome.FAIL, "is absent"),
    Case("none by its account", SAYS_NOTHING, Outcome.PASS, beside=(ACCOUNT,)),
    Case(
        "none by the default account",
        {MOUNTED: ABSENT},
        Outcome.PASS,
        "",
        (changed(ACCOUNT, {"metadata.name": "default"}),),
    ),
    Case(
        "by its old name",
        {MOUNTED: ABSENT, f"{POD}.serviceAccount": "web"},
        Outcome.PASS,
        "",
        (ACCOUNT,),
    ),
    Case("the pod decides", {MOUNTED: True, NAME: "web"}, Outcome.FAIL, beside=(ACCOUNT,)),
    Case("mounted by its account", SAYS_NOTHING, Outcome.FAIL, beside=(OPEN,)),
    Case(
        "an account elsewhere",
        SAYS_NOTHING,
        Outcome.FAIL,
        "",
        (changed(ACCOUNT, {"metadata.namespace": "blog"}),),
    ),
    Case("roles", SAYS_NOTHING, Outcome.NOT_APPLICABLE, "roles are bound", (OPEN, BINDING)),
    Case(
        "roles for an account of another stack",
        SAYS_NOTHING,
        Outcome.NOT_APPLICABLE,
        "",
        (BINDING,),
    ),
    Case(
        "roles in an unnamed namespace",
        SAYS_NOTHING,
        Outcome.NOT_APPLICABLE,
        "",
        (changed(BINDING, {"subjects.0.namespace": ABSENT}),),
    ),
    Case(
        "roles for another namespace",
        SAYS_NOTHING,
        Outcome.FAIL,
        "",
        (changed(BINDING, {"subjects.0.namespace": "blog"}),),
    ),
    Case(
        "roles for another account",
        SAYS_NOTHING,
        Outcome.FAIL,
        "",
        (changed(BINDING, {"subjects.0.name": "api"}),),
    ),
    Case(
        "roles for a person",
        SAYS_NOTHING,
        Outcome.FAIL,
        "",
        (changed(BINDING, {"subjects.0.kind": "User"}),),
    ),
    Case(
        "roles for nobody", SAYS_NOTHING, Outcome.FAIL, "", (changed(BINDING, {"subjects": "web"}),)
    ),
    Case(
        "roles for an unknown account",
        SAYS_NOTHING,
        Outcome.UNKNOWN,
        "whom binding",
        (changed(BINDING, {"subjects.0.name": UNKNOWN}),),
    ),
    Case("unknown", {MOUNTED: UNKNOWN}, Outcome.UNKNOWN),
    Case("unknown account", {MOUNTED: ABSENT, NAME: UNKNOWN}, Outcome.UNKNOWN),
    Case(
        "unknown namespace",
        SAYS_NOTHING,
        Outcome.UNKNOWN,
        "whether it runs as account",
        (changed(ACCOUNT, {"metadata.namespace": UNKNOWN}),),
    ),
    Case("secret", {MOUNTED: Secret(True)}, Outcome.FAIL, "[secret]"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(service_account_token_restricted, BASELINE)


def test_exempt() -> None:
    """Who has roles needs the token."""
    rows = [case for case in CASES if case.outcome is Outcome.NOT_APPLICABLE]

    assert rows
    assert all(case.verdict(service_account_token_restricted, BASELINE).exempt for case in rows)


def test_an_account_is_known_by_its_dependency() -> None:
    """A name taken from a ServiceAccount leads to it, though the name itself is unknown."""
    unnamed = changed(ACCOUNT, {"metadata.name": ABSENT})
    changes = {MOUNTED: ABSENT, NAME: UNKNOWN}
    pods = resource(BASELINE.type, BASELINE.inputs, refers={"spec": (unnamed,)})
    binding = resource(
        BINDING.type,
        {"subjects": [{**SUBJECT, "name": UNKNOWN}]},
        name="binding",
        refers={"subjects": (unnamed,)},
    )
    mounting = changed(unnamed, {"automountServiceAccountToken": True})

    Case("it says no", changes, Outcome.PASS, "", (unnamed,)).check(
        service_account_token_restricted, pods
    )
    Case("roles are bound", changes, Outcome.NOT_APPLICABLE, "", (mounting, binding)).check(
        service_account_token_restricted, pods
    )
    Case("none are bound", changes, Outcome.FAIL, "", (mounting,)).check(
        service_account_token_restricted, pods
    )
