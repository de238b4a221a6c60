"""A pool on RDS Proxy: what it refuses, whom it lets in, and what its role may do."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from airworthy.components.connection_pool import ConnectionPool, ConnectionPoolArgs
from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError
from airworthy.kit.resource import Resource, Stack

Record = Callable[[Callable[[], object]], Stack]
ROLE_SECRET = "arn:aws:secretsmanager:us-east-1:000000000000:secret:app-AbCdEf"  # noqa: S105
KEY = "arn:aws:kms:us-east-1:000000000000:key/1"
GIVEN: dict[str, Any] = {
    "vpc_id": "vpc-1",
    "subnet_ids": ["subnet-1", "subnet-2"],
    "instance": "database",
    "database_security_group_id": "sg-database",
    "role": "app",
    "secret_arn": ROLE_SECRET,
    "max_connections": 800,
    "pods": 20,
    "pool_per_pod": 20,
}


def pool(recorded: Record, **changes: Any) -> Stack:  # noqa: ANN401 - of any type
    return recorded(lambda: ConnectionPool("pool", ConnectionPoolArgs(**{**GIVEN, **changes})))


def named(stack: Stack, name: str) -> Resource:
    (found,) = (resource for resource in stack if resource.name == name)
    return found


@pytest.mark.parametrize(
    ("field", "changes", "wanted"),
    [
        ("role", {"role": "administrator"}, "of the application's own"),
        ("role", {"role": "postgres"}, "of the application's own"),
        ("role", {"role": "rds_superuser"}, "of the application's own"),
        ("role", {"role": "rdsproxyadmin"}, "of the application's own"),
        ("role", {"role": "pg_read_all_data"}, "of the application's own"),
        ("role", {"role": "App"}, "lower-case"),
        ("role", {"role": ""}, "lower-case"),
        ("secret_arn", {"secret_arn": None}, "either a secret or"),
        ("secret_arn", {"resource_id": "db-1"}, "either a secret or"),
        (
            "secret_key_arn",
            {"secret_arn": None, "resource_id": "db-1", "secret_key_arn": KEY},
            "the key of a secret",
        ),
        ("pods", {"pods": 0}, "1 or more"),
        ("sharing", {"sharing": 0}, "1 or more"),
        ("max_connections", {"max_connections": 0}, "1 or more"),
        ("reserve", {"reserve": -1}, "0 or more"),
        ("reserve", {"reserve": 800}, "less than the database's 800"),
        ("idle_timeout", {"idle_timeout": Duration.of(hours=9)}, "1s to 8h"),
        ("borrow_timeout", {"borrow_timeout": Duration.of(minutes=6)}, "1s to 5m"),
        ("log_retention", {"log_retention": Duration.of(days=31)}, "retention of CloudWatch"),
        ("max_connections_percent", {"max_connections_percent": 95}, "at most 90"),
        (
            "max_connections_percent",
            {"max_connections_percent": 0},
            "1 or more",
        ),
        ("pool_per_pod", {"pods": 40}, "40 pods x 20 are 800 client connections"),
    ],
)
def test_refusals(field: str, changes: dict[str, Any], wanted: str) -> None:
    """What cannot work, or may do too much, is refused by field, with what would do."""
    with pytest.raises(ArgumentError) as refused:
        ConnectionPoolArgs(**{**GIVEN, **changes})

    assert refused.value.field == field
    assert wanted in refused.value.wanted


def test_a_secret_is_not_shown_in_a_refusal() -> None:
    """Even a secret's address stays out of the message."""
    with pytest.raises(ArgumentError) as refused:
        ConnectionPoolArgs(**{**GIVEN, "resource_id": "db-1"})

    assert ROLE_SECRET not in str(refused.value)


def test_the_share_is_derived(recorded: Record) -> None:
    """Without a percentage the pool takes what the reserve leaves, half of it kept idle."""
    group = named(pool(recorded, max_connections=112, pods=4, reserve=20), "pool-target-group")

    assert group.number("connectionPoolConfig.maxConnectionsPercent", 0) == 82
    assert group.number("connectionPoolConfig.maxIdleConnectionsPercent", 0) == 41


def test_more_clients_may_share(recorded: Record) -> None:
    """Where sessions are known not to be pinned, clients share connections."""
    stack = pool(recorded, pods=60, sharing=2)

    assert named(stack, "pool-alarm-clients").number("threshold", 0) == 1_200


def statements(stack: Stack) -> list[dict[str, Any]]:
    document = json.loads(named(stack, "pool-role-policy").text("policy"))
    found: list[dict[str, Any]] = document["Statement"]
    return found


def test_the_role_may_read_one_secret(recorded: Record) -> None:
    """With a secret, the proxy may read that one, through its key for Secrets Manager alone."""
    stack = pool(recorded, secret_key_arn=KEY)
    read, decrypt = statements(stack)

    assert (read["Action"], read["Resource"]) == ("secretsmanager:GetSecretValue", ROLE_SECRET)
    assert (decrypt["Action"], decrypt["Resource"]) == ("kms:Decrypt", KEY)
    assert decrypt["Condition"] == {
        "StringEquals": {"kms:ViaService": "secretsmanager.us-east-1.amazonaws.com"}
    }
    (auth,) = named(stack, "pool-proxy").trees("auths")
    assert (auth.text("authScheme"), auth.text("secretArn")) == ("SECRETS", ROLE_SECRET)


def test_a_secret_under_aws_own_key_needs_no_permission_for_it(recorded: Record) -> None:
    """AWS's own key is open to those who may read the secret."""
    assert len(statements(pool(recorded))) == 1


def test_iam_needs_no_secret(recorded: Record) -> None:
    """With the instance's resource id, the proxy may log in as that role and no other."""
    stack = pool(recorded, secret_arn=None, resource_id="db-ABC")
    (connect,) = statements(stack)
    proxy = named(stack, "pool-proxy")

    assert connect["Action"] == "rds-db:connect"
    assert connect["Resource"] == ("arn:aws:rds-db:us-east-1:000000000000:dbuser:db-ABC/app")
    assert proxy.text("defaultAuthScheme") == "IAM_AUTH"
    assert not proxy.has("auths")


def test_the_way_goes_from_clients_through_the_pool(recorded: Record) -> None:
    """Clients reach the pool, and the pool alone is let into the database."""
    stack = pool(recorded, clients={"cluster": "sg-cluster"})
    into_pool, into_database = named(stack, "pool-from-cluster"), named(stack, "pool-into-database")

    assert into_pool.text("referencedSecurityGroupId") == "sg-cluster"
    assert into_database.text("securityGroupId") == "sg-database"
    for rule in (into_pool, into_database, named(stack, "pool-to-database")):
        assert (rule.text("ipProtocol"), rule.text("fromPort"), rule.text("toPort")) == (
            "tcp",
            "5432",
            "5432",
        )


def test_statements_stay_out_of_the_log(recorded: Record) -> None:
    """Debug logging would write statements with their values."""
    proxy = named(pool(recorded), "pool-proxy")

    assert proxy.flag("debugLogging", default=True) is False


def test_pinned_sessions_raise_an_alarm(recorded: Record) -> None:
    """Over a tenth of the pool pinned is worth a look; hosts of a proxy are summed up."""
    alarm = named(pool(recorded), "pool-alarm-pinned")

    assert alarm.text("metricName") == "DatabaseConnectionsCurrentlySessionPinned"
    assert alarm.text("dimensions.ProxyName") == "pool"
    assert (alarm.number("threshold", 0), alarm.text("statistic")) == (72, "Sum")
