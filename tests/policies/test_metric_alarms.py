from __future__ import annotations

from airworthy.kit.resource import Stack
from airworthy.kit.testing import resource
from airworthy.kit.values import UNKNOWN
from airworthy.policies.metric_alarms import ALARM, Subject, watches

QUEUE = resource("aws:sqs/queue:Queue", {"name": "jobs"}, name="jobs")
SUBJECT = Subject(resource=QUEUE, namespace="AWS/SQS", dimension="QueueName", by="name")
OF_JOBS = {
    "namespace": "AWS/SQS",
    "metricName": "ApproximateAgeOfOldestMessage",
    "dimensions": {"QueueName": "jobs"},
    "comparisonOperator": "GreaterThanThreshold",
}


def test_an_alarm_by_name() -> None:
    """A literal dimension that repeats the subject's name is a link, of any service."""
    alarm = resource(ALARM, OF_JOBS)

    (watch,) = watches(Stack((QUEUE, alarm)), SUBJECT)

    assert (watch.alarm, watch.metric, watch.unsure) == (alarm, OF_JOBS["metricName"], "")
    assert watch.fires(over=True)
    assert not watch.fires(over=False)


def test_an_alarm_that_may_be_anyones() -> None:
    """An unknown dimension without a dependency is reported as unsure, with its path."""
    alarm = resource(ALARM, {**OF_JOBS, "dimensions": UNKNOWN}, name="some")

    (watch,) = watches(Stack((QUEUE, alarm)), SUBJECT)

    assert watch.unsure == "dimensions.QueueName of some"


def test_an_alarm_on_an_expression_fires_either_way() -> None:
    """What an expression makes of a metric is not for a rule to say."""
    metric = {key: OF_JOBS[key] for key in ("namespace", "metricName", "dimensions")}
    alarm = resource(
        ALARM, {"comparisonOperator": "LessThanThreshold", "metricQueries": [{"metric": metric}]}
    )

    (watch,) = watches(Stack((QUEUE, alarm)), SUBJECT)

    assert watch.fires(over=True)
    assert watch.fires(over=False)
