import pytest

from airworthy.kit.resource import Resource
from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.cache.redis_authentication_required import (
    redis_authentication_required,
)

POD = "spec.template.spec"
ONLY = f"{POD}.containers.0"
ARGS, COMMAND, ENV = f"{ONLY}.args", f"{ONLY}.command", f"{ONLY}.env"
CONF = "/etc/redis/redis.conf"
SECRET_VARIABLE = {"name": "PASSWORD", "valueFrom": {"secretKeyRef": {"name": "x", "key": "y"}}}
BASELINE = resource(
    "kubernetes:apps/v1:StatefulSet",
    {
        "spec": {
            "template": {
                "spec": {
                    "containers": [
                        {
                            "image": "docker.io/library/redis:7.4",
                            "command": ["/bin/sh", "/etc/redis/start.sh"],
                            "args": [CONF],
                            "volumeMounts": [{"name": "password", "mountPath": "/run/secrets"}],
                        }
                    ],
                    "volumes": [
                        {"name": "config", "configMap": {"name": "redis"}},
                        {"name": "password", "secret": {"secretName": "redis"}},
                    ],
                }
            }
        }
    },
)


def conf(text: object) -> tuple[Resource]:
    metadata = {"name": "redis"}
    inputs = {"metadata": metadata, "data": {"redis.conf": text}}
    return (resource("kubernetes:core/v1:ConfigMap", inputs),)


DIRECT = {COMMAND: ["redis-server", CONF], ARGS: ABSENT}
BESIDE = conf("appendonly yes")

CASES = [
    Case("a script and a Secret's file", {}, Outcome.PASS),
    Case("a Secret's variable", {f"{ONLY}.volumeMounts": [], ENV: [SECRET_VARIABLE]}, Outcome.PASS),
    Case(
        "a Secret's variables",
        {f"{ONLY}.volumeMounts": [], f"{ONLY}.envFrom": [{"secretRef": {"name": "x"}}]},
        Outcome.PASS,
    ),
    Case(
        "a projected Secret",
        {f"{POD}.volumes.1": {"name": "password", "projected": {"sources": [{"secret": {}}]}}},
        Outcome.PASS,
    ),
    Case("missing: no Secret", {f"{POD}.volumes.1.secret": ABSENT}, Outcome.FAIL, "no Secret"),
    Case("a Secret of another container", {f"{ONLY}.volumeMounts": []}, Outcome.FAIL, "no Secret"),
    Case("in the file", {}, Outcome.FAIL, "stands in plain", conf("requirepass hunter2")),
    Case("a secret in the file", {}, Outcome.FAIL, "plain", conf(Secret("requirepass hunter2"))),
    Case("in an argument", {ARGS: [CONF, "--requirepass", "hunter2"]}, Outcome.FAIL, "in plain"),
    Case("unknown", {ARGS: [CONF, "--requirepass", UNKNOWN]}, Outcome.FAIL, "in plain"),
    Case("secret", {ARGS: [CONF, "--requirepass", Secret("hunter2")]}, Outcome.FAIL, "in plain"),
    Case("an empty one", {ARGS: [CONF, "--requirepass", ""]}, Outcome.PASS),
    Case("filled in", {ARGS: [CONF, "--requirepass", "$(PASSWORD)"]}, Outcome.PASS),
    Case(
        "filled in from nowhere",
        {ARGS: [CONF, "--requirepass", "$(PASSWORD)"], f"{ONLY}.volumeMounts": []},
        Outcome.FAIL,
        "no Secret",
    ),
    Case("started at once: nothing sets it", DIRECT, Outcome.FAIL, "requirepass is not set"),
    Case(
        "the image's own entry point reads no variable",
        {COMMAND: ABSENT, ENV: [SECRET_VARIABLE]},
        Outcome.FAIL,
        "requirepass is not set",
    ),
    Case(
        "a line for a shell",
        {COMMAND: ["sh", "-c", 'exec redis-server --requirepass "$PASSWORD"'], ARGS: ABSENT},
        Outcome.PASS,
    ),
    Case("users of a file", DIRECT, Outcome.UNKNOWN, "users", conf("aclfile /etc/redis/users.acl")),
    Case("an unknown file", {}, Outcome.UNKNOWN, "what /etc/redis/redis.conf", ()),
    Case("an unknown command", {COMMAND: UNKNOWN}, Outcome.UNKNOWN),
    Case("a script alone", {ARGS: ABSENT}, Outcome.UNKNOWN, "starts Redis"),
    Case(
        "an image with ways of its own",
        {COMMAND: ABSENT, ARGS: ABSENT, f"{ONLY}.image": "bitnami/redis:7.4"},
        Outcome.UNKNOWN,
        "starts Redis",
    ),
    Case(
        "through standard input",
        {COMMAND: ["sh", "-c", "printenv CONF | redis-server /etc/redis/redis.conf -"], ARGS: []},
        Outcome.PASS,
    ),
    Case("a sentinel", {COMMAND: ["redis-sentinel", "/x.conf"]}, Outcome.NOT_APPLICABLE),
    Case("another image", {f"{ONLY}.image": "registry:5000/shop/app"}, Outcome.NOT_APPLICABLE),
    Case("an unknown image", {f"{ONLY}.image": UNKNOWN}, Outcome.NOT_APPLICABLE, "no container"),
    Case(
        "an unknown image that may be Redis",
        {f"{ONLY}.image": UNKNOWN, f"{ONLY}.ports": [{"containerPort": 6379}]},
        Outcome.UNKNOWN,
        "image",
    ),
    Case(
        "an unknown image that runs Redis",
        {f"{ONLY}.image": UNKNOWN, COMMAND: ["valkey-server"]},
        Outcome.UNKNOWN,
        "image",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(redis_authentication_required, BASELINE, BESIDE)


def test_a_password_is_never_shown() -> None:
    """The finding about a password in plain does not repeat it."""
    case = Case("plain", {ARGS: [CONF, "--requirepass", "hunter2"]}, Outcome.FAIL)

    assert "hunter2" not in str(case.verdict(redis_authentication_required, BASELINE, BESIDE))


GROUP = resource(
    "aws:elasticache/replicationGroup:ReplicationGroup",
    {"transitEncryptionEnabled": True, "authToken": Secret("0123456789abcdef")},
)
GROUPS = [
    Case("a token", {}, Outcome.PASS),
    Case("an unknown token", {"authToken": UNKNOWN}, Outcome.PASS),
    Case("a token that is not kept", {"authToken": ABSENT, "authTokenWo": "x"}, Outcome.PASS),
    Case("users", {"authToken": ABSENT, "userGroupIds": ["group"]}, Outcome.PASS),
    Case("missing: neither", {"authToken": ABSENT}, Outcome.FAIL, "authToken is absent"),
    Case("no users", {"authToken": ABSENT, "userGroupIds": []}, Outcome.FAIL, "user groups"),
    Case("unknown users", {"authToken": ABSENT, "userGroupIds": UNKNOWN}, Outcome.UNKNOWN),
    Case("plain text", {"transitEncryptionEnabled": False}, Outcome.FAIL, "is false"),
    Case("missing: plain text", {"transitEncryptionEnabled": ABSENT}, Outcome.FAIL, "is absent"),
    Case("unknown", {"transitEncryptionEnabled": UNKNOWN}, Outcome.UNKNOWN),
    Case("a copy", {"globalReplicationGroupId": "g", "authToken": ABSENT}, Outcome.NOT_APPLICABLE),
]


@pytest.mark.parametrize("case", GROUPS, ids=str)
def test_replication_groups(case: Case) -> None:
    """ElastiCache asks for a token or for users, and either needs encryption on the way."""
    case.check(redis_authentication_required, GROUP)


OTHERS = [
    ("aws:elasticache/cluster:Cluster", {"engine": "redis"}, Outcome.FAIL),
    ("aws:elasticache/cluster:Cluster", {"engine": "memcached"}, Outcome.NOT_APPLICABLE),
    ("aws:elasticache/cluster:Cluster", {"replicationGroupId": "x"}, Outcome.NOT_APPLICABLE),
    ("aws:elasticache/serverlessCache:ServerlessCache", {"engine": "valkey"}, Outcome.FAIL),
    ("aws:elasticache/serverlessCache:ServerlessCache", {"userGroupId": "x"}, Outcome.PASS),
    (
        "aws:elasticache/serverlessCache:ServerlessCache",
        {"engine": "memcached"},
        Outcome.NOT_APPLICABLE,
    ),
    ("aws:memorydb/cluster:Cluster", {"aclName": "open-access"}, Outcome.FAIL),
    ("aws:memorydb/cluster:Cluster", {"aclName": "application"}, Outcome.PASS),
    ("aws:memorydb/cluster:Cluster", {"aclName": UNKNOWN}, Outcome.UNKNOWN),
]


@pytest.mark.parametrize(("kind", "inputs", "outcome"), OTHERS)
def test_other_kinds(kind: str, inputs: dict[str, object], outcome: Outcome) -> None:
    """Each managed Redis is judged by what it has for authentication."""
    Case(kind, {}, outcome).check(redis_authentication_required, resource(kind, inputs))
