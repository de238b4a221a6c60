import pytest

from airworthy.kit.testing import ABSENT, Case, changed, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.secrets.plain_variables_hold_no_secret import (
    plain_variables_hold_no_secret,
)

CONTAINER = "spec.template.spec.containers.0"
ENV = f"{CONTAINER}.env"
BASELINE = changed(
    resource("kubernetes:apps/v1:Deployment", {"spec": {"template": {"spec": {}}}}),
    {
        "spec.template.spec.containers": [
            {
                "name": "app",
                "env": [
                    {"name": "MODE", "value": "production"},
                    {"name": "JWT_SECRET", "valueFrom": {"secretKeyRef": {"name": "app"}}},
                ],
            }
        ]
    },
)


def case(name: str, variable: str, value: object, outcome: Outcome, message: str = "") -> Case:
    return Case(name, {f"{ENV}.0": {"name": variable, "value": value}}, outcome, message)


CASES = [
    Case("a reference", {}, Outcome.PASS),
    case("a literal", "SESSION_SECRET", "hunter22", Outcome.FAIL, '"SESSION_SECRET" is a literal'),
    case("in camel case", "githubToken", "hunter22", Outcome.FAIL),
    case("a password", "PGPASSWORD", "hunter22", Outcome.FAIL),
    case("a numbered one", "PASSWORD_2", "hunter22", Outcome.FAIL),
    case("a vendor's key", "MAIL_API_KEY", "hunter22", Outcome.FAIL),
    case("a number", "PIN_PASSWD", 1234, Outcome.FAIL),
    case("a private key", "SIGNING_PRIVATE_KEY", "-----BEGIN", Outcome.FAIL),
    case("an access key", "AWS_SECRET_ACCESS_KEY", "hunter22", Outcome.FAIL),
    case("an escaped expansion", "TOKEN", "$$(OTHER)", Outcome.FAIL),
    case("an expansion", "REDIS_PASSWORD", "$(CACHE_PASSWORD)", Outcome.PASS),
    case("a switch", "ALLOW_EMPTY_PASSWORD", "yes", Outcome.PASS),
    case("empty", "TOKEN", "", Outcome.PASS),
    case("a file's name", "TOKEN_FILE", "/run/token", Outcome.PASS),
    case("marked, which another rule judges", "TOKEN", Secret("hunter22"), Outcome.PASS),
    case("secret and unknown", "TOKEN", Secret(UNKNOWN), Outcome.PASS),
    case("unknown", "TOKEN", UNKNOWN, Outcome.UNKNOWN, "env[0].value"),
    case("an unknown address", "DATABASE_URL", UNKNOWN, Outcome.UNKNOWN, "env[0].value"),
    case("an unknown host", "PGHOST", UNKNOWN, Outcome.PASS),
    case("an address", "SHOP", "https://shop.example:8080/a?mail=b@c", Outcome.PASS),
    case("a user alone", "DATABASE_URL", "postgres://shop@db/shop", Outcome.PASS),
    case(
        "a password in an address",
        "DATABASE_URL",
        "postgres://shop:hunter22@db/shop",
        Outcome.FAIL,
        '"DATABASE_URL" holds a password',
    ),
    case("a password without a user", "CACHE", "redis://:hunter22@cache", Outcome.FAIL),
    case(
        "an expanded password",
        "DATABASE_URL",
        "postgres://$(PGUSER):$(PGPASSWORD)@db/shop",
        Outcome.PASS,
    ),
    Case("an unknown name", {f"{ENV}.0.name": UNKNOWN}, Outcome.UNKNOWN),
    Case("unknown variables", {ENV: UNKNOWN}, Outcome.UNKNOWN),
    Case(
        "missing: no such variable",
        {f"{ENV}.1": {"name": "MODE", "value": "production"}},
        Outcome.NOT_APPLICABLE,
        "named as a secret",
    ),
    Case("missing: no variables", {ENV: ABSENT}, Outcome.NOT_APPLICABLE),
    Case(
        "only an address",
        {ENV: [{"name": "DATABASE_URL", "value": "postgres://$(A):$(B)@db"}]},
        Outcome.PASS,
    ),
]


@pytest.mark.parametrize("row", CASES, ids=str)
def test_verdict(row: Case) -> None:
    """Each row of the table gets its verdict."""
    row.check(plain_variables_hold_no_secret, BASELINE)


def test_value_is_never_shown() -> None:
    """What a variable holds is in no message, whichever finding it is."""
    for variable in ("TOKEN", "DATABASE_URL"):
        row = case("shown", variable, "postgres://shop:hunter22@db", Outcome.FAIL)
        assert "hunter22" not in str(row.verdict(plain_variables_hold_no_secret, BASELINE))
