import pytest

from airworthy.kit.resource import Resource
from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.cache.redis_eviction_by_purpose import redis_eviction_by_purpose

LABELS = "spec.template.metadata.labels"
ARGS = "spec.template.spec.containers.0.args"
EVICTING = ["--maxmemory", "512mb", "--maxmemory-policy", "allkeys-lru"]
BASELINE = resource(
    "kubernetes:apps/v1:StatefulSet",
    {
        "metadata": {"namespace": "shop"},
        "spec": {
            "template": {
                "metadata": {"labels": {"app": "redis", "airworthy.dev/purpose": "queue"}},
                "spec": {
                    "containers": [
                        {"image": "redis:7.4", "args": ["--maxmemory-policy", "noeviction"]}
                    ]
                },
            }
        },
    },
)
SERVICE = resource(
    "kubernetes:core/v1:Service",
    {"metadata": {"name": "redis", "namespace": "shop"}, "spec": {"selector": {"app": "redis"}}},
)


def purpose(value: object) -> dict[str, object]:
    return {LABELS: {"app": "redis", "airworthy.dev/purpose": value}}


def worker(
    variable: str, value: object, *, role: str = "worker", namespace: str = "shop"
) -> Resource:
    return resource(
        "kubernetes:apps/v1:Deployment",
        {
            "metadata": {"namespace": namespace},
            "spec": {
                "template": {
                    "metadata": {"labels": {"app.kubernetes.io/component": role}},
                    "spec": {"containers": [{"env": [{"name": variable, "value": value}]}]},
                }
            },
        },
        name="mailer",
    )


UNLABELLED = {LABELS: {"app": "redis"}, ARGS: EVICTING}
CASES = [
    Case("a queue that keeps", {}, Outcome.PASS),
    Case("a queue that evicts", {ARGS: EVICTING}, Outcome.FAIL, "of the queue is allkeys-lru"),
    Case("missing: noeviction by default", {ARGS: ABSENT}, Outcome.PASS),
    Case("a session store that evicts", purpose("session") | {ARGS: EVICTING}, Outcome.FAIL),
    Case("a cache that evicts", purpose("cache") | {ARGS: EVICTING}, Outcome.PASS),
    Case("a cache that does not", purpose("cache"), Outcome.FAIL, "expected eviction"),
    Case("a cache without limit", purpose("cache") | {ARGS: EVICTING[2:]}, Outcome.FAIL, "is 0"),
    Case(
        "a cache with a limit of 0",
        purpose("cache") | {ARGS: ["--maxmemory", "0mb", *EVICTING[2:]]},
        Outcome.FAIL,
        "is no limit",
    ),
    Case("unknown", {ARGS: ["--maxmemory-policy", UNKNOWN]}, Outcome.UNKNOWN, "maxmemory-policy"),
    Case("secret", {ARGS: ["--maxmemory-policy", Secret("allkeys-lru")]}, Outcome.FAIL, "[secret]"),
    Case("no purpose", {LABELS: {"app": "redis"}}, Outcome.NOT_APPLICABLE, "what it is for"),
    Case("a purpose nobody knows", purpose("misc"), Outcome.NOT_APPLICABLE),
    Case("not Redis", {"spec.template.spec.containers.0.image": "app"}, Outcome.NOT_APPLICABLE),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(redis_eviction_by_purpose, BASELINE)


POINTS_HERE = "REDIS_URL of mailer points its work here"
WORKERS = [
    Case(
        "by address",
        UNLABELLED,
        Outcome.FAIL,
        POINTS_HERE,
        (SERVICE, worker("REDIS_URL", "redis://redis")),
    ),
    Case(
        "by full address",
        UNLABELLED,
        Outcome.FAIL,
        POINTS_HERE,
        (SERVICE, worker("REDIS_URL", "rediss://:x@redis.shop.svc:6379/0", namespace="w")),
    ),
    Case(
        "by host",
        UNLABELLED,
        Outcome.FAIL,
        "REDIS_HOST",
        (SERVICE, worker("REDIS_HOST", "redis")),
    ),
    Case(
        "a cache by its label, and work for all that",
        purpose("cache") | {ARGS: EVICTING},
        Outcome.FAIL,
        POINTS_HERE,
        (SERVICE, worker("REDIS_URL", "redis://redis:6379")),
    ),
    Case("it keeps", {}, Outcome.PASS, "", (SERVICE, worker("REDIS_HOST", "redis"))),
    Case("no Service", UNLABELLED, Outcome.NOT_APPLICABLE, "", (worker("REDIS_HOST", "redis"),)),
    *(
        Case(name, UNLABELLED, Outcome.NOT_APPLICABLE, "", (SERVICE, pointing))
        for name, pointing in {
            "another host": worker("REDIS_HOST", "other"),
            "the same name in another namespace": worker("REDIS_HOST", "redis.x"),
            "from another namespace": worker("REDIS_HOST", "redis", namespace="x"),
            "another variable": worker("CACHE_URL", "redis"),
            "no worker": worker("REDIS_HOST", "redis", role="web"),
            "unknown": worker("REDIS_HOST", UNKNOWN),
            "no address": worker("REDIS_URL", "redis://[redis"),
        }.items()
    ),
]


@pytest.mark.parametrize("case", WORKERS, ids=str)
def test_workers(case: Case) -> None:
    """A worker whose variables point at an evicting Redis loses work, whatever the label says."""
    case.check(redis_eviction_by_purpose, BASELINE)


GROUP = resource(
    "aws:elasticache/parameterGroup:ParameterGroup",
    {
        "name": "redis-queue",
        "tags": {"airworthy.dev/purpose": "queue"},
        "parameters": [{"name": "maxmemory-policy", "value": "noeviction"}],
    },
)
QUEUE = resource(
    "aws:elasticache/replicationGroup:ReplicationGroup",
    {"parameterGroupName": "redis-queue", "tags": {"airworthy.dev/purpose": "queue"}},
)
GROUPS = [
    Case("a queue that keeps", {}, Outcome.PASS),
    Case("evicts", {"parameters.0.value": "allkeys-lru"}, Outcome.FAIL, "of the queue"),
    Case("missing: volatile-lru by default", {"parameters": []}, Outcome.FAIL, "volatile-lru"),
    Case("unknown", {"parameters.0.value": UNKNOWN}, Outcome.UNKNOWN),
    Case("secret", {"parameters.0.value": Secret("volatile-lru")}, Outcome.FAIL, "[secret]"),
    Case("nobody says what for", {"tags": ABSENT}, Outcome.NOT_APPLICABLE),
    Case("its user says", {"tags": {}, "parameters": []}, Outcome.FAIL, "queue", (QUEUE,)),
]


@pytest.mark.parametrize("case", GROUPS, ids=str)
def test_parameter_groups(case: Case) -> None:
    """ElastiCache's parameter group decides, by its own tag or that of what uses it."""
    case.check(redis_eviction_by_purpose, GROUP)


REPLICATION_GROUPS = [
    Case("a group of its own", {}, Outcome.NOT_APPLICABLE, "judged by itself"),
    Case("missing: the default", {"parameterGroupName": ABSENT}, Outcome.FAIL, "volatile-lru"),
    Case("the default", {"parameterGroupName": "default.redis7"}, Outcome.FAIL, "of the queue"),
    Case(
        "a cache with the default",
        {"parameterGroupName": "default.valkey8", "tags": {"airworthy.dev/purpose": "cache"}},
        Outcome.PASS,
    ),
    Case("unknown", {"parameterGroupName": UNKNOWN}, Outcome.UNKNOWN),
]


@pytest.mark.parametrize("case", REPLICATION_GROUPS, ids=str)
def test_replication_groups(case: Case) -> None:
    """Without a parameter group of its own, ElastiCache evicts what has an expiry."""
    case.check(redis_eviction_by_purpose, QUEUE)
