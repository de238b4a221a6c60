from __future__ import annotations

import pytest

from airworthy.kit.resource import Resource
from airworthy.kit.testing import ABSENT, Case, changed, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.database.database_alarms import database_alarms

DATABASE = resource("aws:rds/instance:Instance", {"identifier": "main"}, name="main")
UNNAMED = resource("aws:rds/instance:Instance", {"identifier": UNKNOWN}, name="unnamed")
GIBIBYTE = 1024**3
OVER, UNDER = "GreaterThanThreshold", "LessThanOrEqualToThreshold"
BAND = "LessThanLowerOrGreaterThanUpperThreshold"


def alarm(
    metric: str,
    operator: str = OVER,
    threshold: object = 80,
    *,
    of: object = "main",
    refers: tuple[Resource, ...] = (),
) -> Resource:
    return resource(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        {
            "namespace": "AWS/RDS",
            "metricName": metric,
            "dimensions": {"DBInstanceIdentifier": of},
            "comparisonOperator": operator,
            "threshold": threshold,
        },
        name=f"alarm-{metric}",
        refers={"dimensions": refers} if refers else None,
    )


CPU = alarm("CPUUtilization")
MEMORY = alarm("FreeableMemory", UNDER, GIBIBYTE)
CONNECTIONS = alarm("DatabaseConnections", threshold=600)
REST = (MEMORY, CONNECTIONS)
ALL = (CPU, *REST)

BY_QUERY = resource(
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    {
        "comparisonOperator": OVER,
        "threshold": 1,
        "metricQueries": [
            {"id": "ratio", "expression": "used / 100"},
            {
                "id": "used",
                "metric": {
                    "namespace": "AWS/RDS",
                    "metricName": "CPUUtilization",
                    "dimensions": {"DBInstanceIdentifier": "main"},
                },
            },
        ],
    },
    name="by-query",
)

CASES = [
    Case("all three", {}, Outcome.PASS),
    Case("none", {}, Outcome.FAIL, "no alarm watches CPUUtilization", beside=()),
    Case("missing: one", {}, Outcome.FAIL, "no alarm watches CPUUtilization", beside=REST),
    Case("another database's", {"identifier": "other"}, Outcome.FAIL, "FreeableMemory"),
    Case("by a query", {}, Outcome.PASS, beside=(BY_QUERY, *REST)),
    Case(
        "another namespace",
        {},
        Outcome.FAIL,
        "CPUUtilization",
        beside=(changed(CPU, {"namespace": "AWS/EC2"}), *REST),
    ),
    Case(
        "of all databases together",
        {},
        Outcome.FAIL,
        beside=(changed(CPU, {"dimensions": ABSENT}), *REST),
    ),
    Case(
        "the wrong way",
        {},
        Outcome.FAIL,
        "expected one that fires over",
        beside=(changed(CPU, {"comparisonOperator": UNDER}), *REST),
    ),
    Case(
        "the wrong way, beside a right one",
        {},
        Outcome.PASS,
        beside=(changed(CPU, {"comparisonOperator": UNDER}), *ALL),
    ),
    Case(
        "megabytes for bytes",
        {},
        Outcome.FAIL,
        "256 bytes of FreeableMemory",
        beside=(CPU, alarm("FreeableMemory", UNDER, 256), CONNECTIONS),
    ),
    Case(
        "a band in place of a threshold",
        {},
        Outcome.PASS,
        beside=(
            CPU,
            changed(alarm("FreeableMemory", BAND), {"threshold": ABSENT}),
            CONNECTIONS,
        ),
    ),
    Case(
        "unknown threshold",
        {},
        Outcome.UNKNOWN,
        beside=(changed(MEMORY, {"threshold": UNKNOWN}), CPU, CONNECTIONS),
    ),
    Case(
        "secret threshold",
        {},
        Outcome.FAIL,
        "[secret]",
        beside=(changed(MEMORY, {"threshold": Secret(256)}), CPU, CONNECTIONS),
    ),
    Case(
        "an alarm of nobody knows what",
        {},
        Outcome.UNKNOWN,
        "DBInstanceIdentifier of alarm-CPU",
        beside=(alarm("CPUUtilization", of=UNKNOWN), *REST),
    ),
    Case(
        "found beside such a one",
        {},
        Outcome.FAIL,
        "no alarm watches DatabaseConnections",
        beside=(alarm("CPUUtilization", of=UNKNOWN), MEMORY),
    ),
    Case(
        "an alarm that depends on another database",
        {},
        Outcome.FAIL,
        beside=(alarm("CPUUtilization", of=UNKNOWN, refers=(UNNAMED,)), *REST),
    ),
    Case("a replica", {"replicateSourceDb": "source"}, Outcome.FAIL, "watches ReplicaLag"),
    Case(
        "a replica that is watched",
        {"replicateSourceDb": "source"},
        Outcome.PASS,
        beside=(alarm("ReplicaLag", threshold=30),),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(database_alarms, DATABASE, ALL)


def test_alarms_are_found_by_dependency() -> None:
    """A database that is named only at deployment is found by what depends on it."""
    metrics = {
        "CPUUtilization": (OVER, 80),
        "DatabaseConnections": (OVER, 600),
        "FreeableMemory": (UNDER, GIBIBYTE),
    }
    beside = tuple(
        alarm(metric, operator, threshold, of=UNKNOWN, refers=(UNNAMED,))
        for metric, (operator, threshold) in metrics.items()
    )
    Case("linked", {}, Outcome.PASS, beside=beside).check(database_alarms, UNNAMED)
