from __future__ import annotations

import pytest

from airworthy.kit.resource import Resource
from airworthy.kit.testing import ABSENT, Case, changed, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.database.database_storage_watched import database_storage_watched

DATABASE = resource("aws:rds/instance:Instance", {"identifier": "main"}, name="main")
STORAGE = resource(
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    {
        "namespace": "AWS/RDS",
        "metricName": "FreeStorageSpace",
        "dimensions": {"DBInstanceIdentifier": "main"},
        "comparisonOperator": "LessThanThreshold",
        "threshold": 15 * 1024**3,
    },
    name="storage",
)
ANYONES = {"DBInstanceIdentifier": UNKNOWN}


def but(**changes: object) -> tuple[Resource, ...]:
    return (changed(STORAGE, changes),)


CASES = [
    Case("watched", {}, Outcome.PASS),
    Case("missing", {}, Outcome.FAIL, "no alarm watches FreeStorageSpace", beside=()),
    Case("another database's", {"identifier": "other"}, Outcome.FAIL, "no alarm watches"),
    Case("another metric", {}, Outcome.FAIL, "no alarm watches", but(metricName="FreeableMemory")),
    Case("of all databases", {}, Outcome.FAIL, "no alarm watches", but(dimensions=ABSENT)),
    Case(
        "when it is empty",
        {},
        Outcome.FAIL,
        "expected one that fires under",
        but(comparisonOperator="GreaterThanThreshold"),
    ),
    Case("gibibytes for bytes", {}, Outcome.FAIL, "15 bytes", but(threshold=15)),
    Case("unknown threshold", {}, Outcome.UNKNOWN, "threshold", but(threshold=UNKNOWN)),
    Case("secret threshold", {}, Outcome.FAIL, "[secret]", but(threshold=Secret(15))),
    Case("anyone's", {}, Outcome.UNKNOWN, "Identifier of storage", but(dimensions=ANYONES)),
    Case("a replica", {"replicateSourceDb": "source"}, Outcome.NOT_APPLICABLE, beside=()),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(database_storage_watched, DATABASE, (STORAGE,))
