"""See the rule's own docstring."""

from collections.abc import Callable, Mapping
from typing import Final

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.values import Unknown, UnknownRead
from airworthy.kit.verdict import Finding, Severity
from airworthy.policies.pods import LONG_RUNNING
from airworthy.policies.redis_servers import RedisServer, redis_servers
from airworthy.policies.unknowns import each

USERS = ("aclfile", "user", "include")  # settings that may hold users, or name a file of them


def _replication_group(group: Resource) -> Findings:
    if group.has("globalReplicationGroupId"):
        raise NotApplicable("a copy in a global datastore takes this from its primary")
    if not group.flag("transitEncryptionEnabled", default=False):
        yield group.expected("transitEncryptionEnabled", "true")
    token = group.has("authToken") or group.has("authTokenWo")
    if not token and not group.list("userGroupIds"):
        yield group.expected("authToken", "a token, or user groups in userGroupIds")


def _cluster(cluster: Resource) -> Findings:
    if cluster.has("replicationGroupId"):
        raise NotApplicable("its replication group is judged")
    if cluster.text("engine") == "memcached":
        raise NotApplicable("Memcached, not Redis")
    yield "a cluster outside a replication group cannot ask for a password, expected a group"


def _serverless(cache: Resource) -> Findings:
    if cache.text("engine") == "memcached":
        raise NotApplicable("Memcached, not Redis")
    if not cache.has("userGroupId"):
        yield cache.expected("userGroupId", "a user group")


def _memory_db(cluster: Resource) -> Findings:
    if cluster.text("aclName") == "open-access":
        yield cluster.expected("aclName", "an ACL of users with passwords")


MANAGED: Final[Mapping[str, Callable[[Resource], Findings]]] = {
    "aws:elasticache/replicationGroup:ReplicationGroup": _replication_group,
    "aws:elasticache/cluster:Cluster": _cluster,
    "aws:elasticache/serverlessCache:ServerlessCache": _serverless,
    "aws:memorydb/cluster:Cluster": _memory_db,
}


@rule(
    proves=("redis-authentication-required",),
    on=(*LONG_RUNNING, *MANAGED),
    severity=Severity.CRITICAL,
    fix="Give the server its password from a Secret at its start; on ElastiCache set "
    "transit_encryption_enabled with an auth_token or user groups.",
    source="Redis: no password by default, and the official images read none from variables; "
    "ElastiCache: authToken and user groups need transit encryption; MemoryDB: the ACL "
    "open-access lets everybody in",
)
def redis_authentication_required(resource: Resource, stack: Stack) -> Findings:
    """Redis asks for a password, which stands in no configuration and no argument.

    Whoever reaches an open Redis reads every session and can run commands, and a password in a
    ConfigMap is read by everybody who may look at the cluster.
    """
    if resource.type in MANAGED:
        yield from MANAGED[resource.type](resource)
    else:
        yield from each(redis_servers(resource, stack), _server)


def _server(server: RedisServer) -> Findings:
    directives = server.directives()
    at = server.container.at("args")
    given = [word for word in directives.values("requirepass") if word != ""]
    # A value such as $(REDIS_PASSWORD) is filled in where the server starts.
    if any(isinstance(word, Unknown) or not word.startswith("$") for word in given):
        yield Finding("requirepass stands in plain, expected a password from a Secret", at=at)
    elif not given and any(map(directives.has, USERS)):
        raise UnknownRead("the users that Redis reads from another file")
    elif not given and server.direct:
        yield Finding("requirepass is not set, and nothing else sets it before the start", at=at)
    elif not server.has_secret():
        yield Finding("no Secret reaches the container, expected one with the password", at=at)
