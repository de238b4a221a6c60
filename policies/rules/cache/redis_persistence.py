"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Exempt, Findings, rule
from airworthy.kit.verdict import Finding, Severity
from airworthy.policies.pods import LONG_RUNNING
from airworthy.policies.redis_servers import RedisServer, purpose_of, redis_servers
from airworthy.policies.unknowns import each


@rule(
    proves=("redis-persistence",),
    on=LONG_RUNNING,
    severity=Severity.HIGH,
    fix="Set `appendonly yes` beside save points in redis.conf, and mount a claimed volume "
    "where the data lies.",
    source="Redis: appendonly defaults to no, save to 3600 1 300 100 60 10000, dir to the "
    "working directory, which is /data in the official images",
)
def redis_persistence(workload: Resource, stack: Stack) -> Findings:
    """Redis writes an append-only file and snapshots to a persistent volume.

    Without the file a crash loses all since the last snapshot, without the snapshots there is
    nothing to back up, and on an ephemeral volume both go with the pod. Only what is labelled a
    cache may be lost, since it can be computed again.
    """
    servers = redis_servers(workload, stack)
    if purpose_of(workload) == "cache" and any(True for _ in each(servers, _judge)):
        raise Exempt("it is labelled a cache, whose data can be computed again")
    yield from each(servers, _judge)


def _judge(server: RedisServer) -> Findings:
    directives = server.directives()
    at = server.container.at("volumeMounts")
    lost = server.not_kept(directives)
    if lost:
        yield Finding(f"{lost}, expected a claimed volume", at=at)
    if directives.value("appendonly", "no") != "yes":
        shown = directives.shown("appendonly", "no")
        yield Finding(f"appendonly of Redis is {shown}, expected yes", at=at)
    if not directives.saves():
        yield Finding('save of Redis is "", expected save points', at=at)
