"""PostgreSQL on RDS: what it refuses, its replicas, and what weakening it costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from airworthy.components.postgres import ENCODES, Postgres, PostgresArgs
from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError
from airworthy.kit.judge import judge
from airworthy.kit.resource import Resource, Stack
from airworthy.kit.size import Size
from airworthy.kit.testing import changed
from airworthy.kit.verdict import Outcome
from airworthy.kit.window import DailyWindow
from airworthy.policies.discovery import load_rules

Record = Callable[[Callable[[], object]], Stack]
GIVEN: dict[str, Any] = {"vpc_id": "vpc-1", "subnet_ids": ["subnet-1", "subnet-2"]}


def database(recorded: Record, **changes: Any) -> Stack:  # noqa: ANN401 - of any type
    topics = ["arn:aws:sns:us-east-1:000000000000:alarms"]
    args = {**GIVEN, "alarm_topics": topics, **changes}
    return recorded(lambda: Postgres("db", PostgresArgs(**args)))


def named(stack: Stack, name: str) -> Resource:
    (found,) = (resource for resource in stack if resource.name == name)
    return found


def failed(stack: Stack) -> set[str]:
    proving = [rule for rule in load_rules().values() if set(rule.proves) & set(ENCODES)]
    return {found.rule for found in judge(proving, stack) if found.outcome is Outcome.FAIL}


@pytest.mark.parametrize(
    ("field", "changes", "wanted"),
    [
        ("backup_retention", {"backup_retention": Duration.of(days=36)}, "at most 35d"),
        ("maintenance_window", {"backup_window": DailyWindow.parse("04:30-05:30")}, "overlaps"),
        ("storage", {"storage": Size.of(gibibytes=19)}, "20Gi or more"),
        ("max_storage", {"max_storage": Size.of(gibibytes=50)}, "100Gi or more"),
        ("read_replicas", {"read_replicas": -1}, "0 to 15"),
        ("read_replicas", {"read_replicas": 16}, "0 to 15"),
        ("cpu_alarm", {"cpu_alarm": 100}, "1 to 99"),
        ("log_retention", {"log_retention": Duration.of(days=45)}, "30d, 60d, 90d"),
        ("instance_class", {"instance_class": "m7g.large"}, "db.m7g.large"),
        ("parameters", {"parameters": {"shared_preload_libraries": "x"}}, "needs a boot"),
    ],
)
def test_refusals(field: str, changes: dict[str, Any], wanted: str) -> None:
    """What RDS would refuse in the middle of a deployment is refused before it."""
    with pytest.raises(ArgumentError) as refused:
        PostgresArgs(**{**GIVEN, **changes})

    assert refused.value.field == field
    assert wanted in refused.value.wanted


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"multi_az": False}, "database-high-availability"),
        ({"deletion_protection": False}, "database-deletion-protected"),
        ({"protect": False}, "data-resources-protected"),
        ({"backup_retention": Duration.of(days=1)}, "postgres-point-in-time-recovery"),
        ({"slow_query": Duration.of(minutes=1)}, "slow-query-logging"),
        ({"version": 14}, "engine-version-supported"),
        ({"parameters": {"rds.force_ssl": "0"}}, "database-tls-enforced"),
        ({"parameters": {"max_connections": "900"}}, "static-parameters-pending-reboot"),
        ({"log_retention": Duration.of(days=7)}, "log-retention"),
    ],
)
def test_weaker_is_possible_and_noticed(
    recorded: Record, changes: dict[str, Any], rule: str
) -> None:
    """Each argument that weakens the database makes one rule fail, and no other."""
    assert failed(database(recorded, **changes)) == {rule}


def test_a_replica_adds_and_changes_nothing_else(recorded: Record) -> None:
    """A replica comes with its logs and its alarm; what was there keeps its URN."""
    alone, more = database(recorded), database(recorded, read_replicas=1)

    assert {r.urn for r in alone} < {r.urn for r in more}
    assert sorted(r.name for r in more if more and r.urn not in {a.urn for a in alone}) == [
        "db-replica-1",
        "db-replica-1-lag",
        "db-replica-1-log-postgresql",
        "db-replica-1-log-upgrade",
    ]
    assert failed(more) == set()


@pytest.mark.parametrize(
    ("path", "value", "rule"),
    [
        ("storageEncrypted", False, "database-encrypted-at-rest"),
        ("publiclyAccessible", True, "database-not-public"),
        ("deletionProtection", False, "database-deletion-protected"),
        ("autoMinorVersionUpgrade", False, "engine-version-supported"),
        ("performanceInsightsEnabled", False, "database-observability"),
        ("monitoringInterval", 0, "database-observability"),
        ("enabledCloudwatchLogsExports", [], "database-observability"),
    ],
)
def test_a_broken_replica_is_noticed(recorded: Record, path: str, value: object, rule: str) -> None:
    """What is safe about the database is safe about its replica."""
    stack = database(recorded, read_replicas=1)
    replica = named(stack, "db-replica-1")
    worse = changed(replica, {path: value})

    assert failed(Stack(worse if r is replica else r for r in stack)) == {rule}


@pytest.mark.parametrize(
    ("gone", "rule"),
    [
        ("db-alarm-connections", "database-alarms"),
        ("db-alarm-cpu", "database-alarms"),
        ("db-alarm-memory", "database-alarms"),
        ("db-alarm-storage", "database-storage-watched"),
        ("db-replica-1-lag", "database-alarms"),
    ],
)
def test_each_alarm_is_missed(recorded: Record, gone: str, rule: str) -> None:
    """Taking any alarm away is noticed."""
    stack = database(recorded, read_replicas=1)

    assert failed(Stack(r for r in stack if r.name != gone)) == {rule}


def test_alarms_are_in_the_units_of_their_metrics(recorded: Record) -> None:
    """Free memory and storage are bytes, connections a count, CPU per cent."""
    stack = database(recorded, instance_class="db.m7g.large", cpu_alarm=70)
    limits = {
        short: named(stack, f"db-alarm-{short}").number("threshold", 0)
        for short in ("connections", "cpu", "memory", "storage")
    }

    assert limits == {
        "connections": 648,
        "cpu": 70,
        "memory": 8 * 1024**3 // 20,
        "storage": 15 * 1024**3,
    }


@pytest.mark.parametrize(("most", "growth"), [(100, 0), (101, 101)])
def test_growth_of_the_disk_can_be_switched_off(recorded: Record, most: int, growth: int) -> None:
    """A maximum equal to the start is said in the way that RDS understands."""
    stack = database(recorded, max_storage=Size.of(gibibytes=most))

    assert named(stack, "db-instance").number("maxAllocatedStorage", -1) == growth
