import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.database.database_credentials_managed import (
    database_credentials_managed,
)

PASSWORD = "correct horse battery staple"  # noqa: S105 - stands for one written by hand
BASELINE = resource("aws:rds/instance:Instance", {"manageMasterUserPassword": True})
CLUSTER = resource("aws:rds/cluster:Cluster", {"manageMasterUserPassword": True})
BY_HAND = {"manageMasterUserPassword": ABSENT}

CASES = [
    Case("managed", {}, Outcome.PASS),
    Case("nothing", {"manageMasterUserPassword": False}, Outcome.FAIL, "expected true"),
    Case("missing: not managed by default", BY_HAND, Outcome.FAIL, "is absent"),
    Case("unknown", {"manageMasterUserPassword": UNKNOWN}, Outcome.UNKNOWN),
    Case("in plain text", {**BY_HAND, "password": PASSWORD}, Outcome.FAIL, "in plain text"),
    Case(
        "in plain text, found before an unknown",
        {"manageMasterUserPassword": UNKNOWN, "password": PASSWORD},
        Outcome.FAIL,
    ),
    Case("secret", {**BY_HAND, "password": Secret(PASSWORD)}, Outcome.PASS),
    Case("a secret to come", {**BY_HAND, "password": Secret(UNKNOWN)}, Outcome.PASS),
    Case("write-only", {**BY_HAND, "passwordWo": Secret(PASSWORD)}, Outcome.PASS),
    Case("a value to come, marked or not", {**BY_HAND, "password": UNKNOWN}, Outcome.UNKNOWN),
    Case("both", {"password": Secret(PASSWORD)}, Outcome.FAIL, "beside manageMasterUserPassword"),
    Case("a replica", {**BY_HAND, "replicateSourceDb": "db"}, Outcome.NOT_APPLICABLE, "source's"),
    Case("a restore", {**BY_HAND, "snapshotIdentifier": "s"}, Outcome.NOT_APPLICABLE, "restores"),
    Case(
        "a restore with a new password in plain text",
        {**BY_HAND, "snapshotIdentifier": "s", "password": PASSWORD},
        Outcome.FAIL,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(database_credentials_managed, BASELINE)


def test_a_cluster_has_a_master_password() -> None:
    """A cluster's password goes by another name."""
    plain = Case("plain", {**BY_HAND, "masterPassword": PASSWORD}, Outcome.FAIL, "masterPassword")
    plain.check(database_credentials_managed, CLUSTER)


@pytest.mark.parametrize("name", ["password", "masterPassword"])
def test_the_password_is_never_shown(name: str) -> None:
    """No message holds a password, marked as secret or not."""
    for value in (PASSWORD, Secret(PASSWORD)):
        verdict = Case("shown", {name: value}, Outcome.FAIL).verdict(
            database_credentials_managed, CLUSTER
        )
        assert verdict.findings
        assert PASSWORD not in str(verdict)
