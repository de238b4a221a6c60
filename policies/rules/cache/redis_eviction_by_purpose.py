"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.verdict import Finding, Severity
from airworthy.policies.parameter_groups import entries
from airworthy.policies.pods import LONG_RUNNING
from airworthy.policies.redis_clients import workers_of
from airworthy.policies.redis_servers import (
    NO_EVICTION,
    PURPOSE,
    RedisServer,
    purpose_of,
    redis_servers,
)
from airworthy.policies.unknowns import each

GROUP = "aws:elasticache/parameterGroup:ParameterGroup"
REPLICATION_GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
ELASTICACHE_DEFAULT = "volatile-lru"
KEEPING = ("queue", "session")


@rule(
    proves=("redis-eviction-by-purpose",),
    on=(*LONG_RUNNING, GROUP, REPLICATION_GROUP),
    severity=Severity.HIGH,
    fix="Give queues and sessions a Redis of their own with maxmemory-policy noeviction, and "
    f"caches one that evicts; say which is which by the label or tag {PURPOSE}.",
    source="Redis: maxmemory-policy defaults to noeviction, maxmemory to no limit; ElastiCache: "
    "maxmemory-policy defaults to volatile-lru",
)
def redis_eviction_by_purpose(resource: Resource, stack: Stack) -> Findings:
    """Redis evicts from caches and never from queues or sessions.

    A full queue that evicts drops jobs without an error, a full cache that does not evict refuses
    every write, and one without a limit is killed for its memory.
    """
    if resource.type == GROUP:
        yield from _parameter_group(resource, stack)
    elif resource.type == REPLICATION_GROUP:
        yield from _replication_group(resource)
    else:
        yield from each(redis_servers(resource, stack), _server)


def _server(server: RedisServer) -> Findings:
    purpose = purpose_of(server.workload)
    directives = server.directives()
    policy = directives.value("maxmemory-policy", NO_EVICTION)
    shown = directives.shown("maxmemory-policy", NO_EVICTION)
    at = server.container.at("args")
    if policy != NO_EVICTION:
        for worker, variable in workers_of(server.workload, server.stack):
            yield Finding(
                f"maxmemory-policy is {shown}, and {variable} of {worker.name} points "
                f"its work here, expected {NO_EVICTION}",
                at=at,
            )
    yield from _judge(purpose, policy, shown, at)
    if purpose == "cache" and directives.value("maxmemory", "0").strip("kmgb") == "0":
        yield Finding("maxmemory of the cache is 0, which is no limit, expected a size", at=at)


def _parameter_group(group: Resource, stack: Stack) -> Findings:
    purpose = _tagged(group)
    if not purpose:
        users = stack.linked(
            group, REPLICATION_GROUP, through="parameterGroupName", names=("name", "id")
        )
        purpose = next(filter(None, map(_tagged, users)), "")
    policy = shown = ELASTICACHE_DEFAULT
    for entry in entries(group, "maxmemory-policy"):
        policy, shown = entry.text("value"), entry.shown("value")
    yield from _judge(purpose, policy, shown, "parameters")


def _replication_group(group: Resource) -> Findings:
    name = group.text("parameterGroupName")
    if name and not name.startswith("default."):
        raise NotApplicable("its parameter group is judged by itself")
    policy = ELASTICACHE_DEFAULT
    yield from _judge(_tagged(group), policy, policy, "parameterGroupName")


def _judge(purpose: str, policy: str, shown: str, at: str) -> Findings:
    if purpose == "cache":
        if policy == NO_EVICTION:
            yield Finding(f"maxmemory-policy of the cache is {shown}, expected eviction", at=at)
    elif purpose in KEEPING:
        if policy != NO_EVICTION:
            yield Finding(
                f"maxmemory-policy of the {purpose} is {shown}, expected {NO_EVICTION}", at=at
            )
    else:
        raise NotApplicable(f"nothing says by {PURPOSE} what it is for")


def _tagged(resource: Resource) -> str:
    tags = resource.tree("tags")
    return str(tags[PURPOSE]) if PURPOSE in tags else ""
