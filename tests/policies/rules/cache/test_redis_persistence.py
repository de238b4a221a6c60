import pytest

from airworthy.kit.resource import Resource
from airworthy.kit.testing import ABSENT, Case, changed, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.cache.redis_persistence import redis_persistence

GOOD = "# comment\nappendonly yes\nsave 900 1\nsave 60 10000\n"
CONF = "/etc/redis/redis.conf"
POD = "spec.template.spec"
ONLY = f"{POD}.containers.0"
ARGS = f"{ONLY}.args"
BASELINE = resource(
    "kubernetes:apps/v1:StatefulSet",
    {
        "metadata": {"namespace": "shop"},
        "spec": {
            "template": {
                "metadata": {"labels": {"app": "redis"}},
                "spec": {
                    "containers": [
                        {
                            "name": "redis",
                            "image": "redis:7.4@sha256:0",
                            "args": [CONF],
                            "volumeMounts": [
                                {"name": "config", "mountPath": "/etc/redis"},
                                {"name": "data", "mountPath": "/data"},
                            ],
                        }
                    ],
                    "volumes": [{"name": "config", "configMap": {"name": "redis"}}],
                },
            },
            "volumeClaimTemplates": [{"metadata": {"name": "data"}}],
        },
    },
)


def config_map(text: object, *, name: object = "redis", namespace: str = "shop") -> Resource:
    metadata = {"name": name, "namespace": namespace}
    return resource(
        "kubernetes:core/v1:ConfigMap",
        {"metadata": metadata, "data": {"redis.conf": text, "start.sh": "exec redis-server"}},
        name=f"config-{namespace}",
    )


def purpose(value: object) -> dict[str, object]:
    return {"spec.template.metadata.labels": {"airworthy.dev/purpose": value}}


BESIDE = (config_map(GOOD),)
NO_CLAIM = {"spec.volumeClaimTemplates": ABSENT}

CASES = [
    Case("both, on a claim", {}, Outcome.PASS),
    Case("no append-only file", {}, Outcome.FAIL, "appendonly", (config_map("appendonly no"),)),
    Case("missing: appendonly", {}, Outcome.FAIL, "appendonly of Redis is no", (config_map(""),)),
    Case(
        "no snapshots",
        {},
        Outcome.FAIL,
        'save of Redis is ""',
        (config_map('appendonly yes\nsave 60 1\nsave ""'),),
    ),
    Case("missing: save points by default", {}, Outcome.PASS, "", (config_map("APPENDONLY yes"),)),
    Case("unknown file", {}, Outcome.UNKNOWN, "data.redis.conf", (config_map(UNKNOWN),)),
    Case("secret file", {}, Outcome.PASS, "", (config_map(Secret(GOOD)),)),
    Case("a short secret", {ARGS: [CONF, "--appendonly", Secret("no")]}, Outcome.FAIL, "[secret]"),
    Case(
        "a short secret folder",
        {f"{ONLY}.workingDir": Secret("/x")},
        Outcome.FAIL,
        "mounted at [secret]",
    ),
    Case("no such file", {}, Outcome.UNKNOWN, f"what {CONF} holds", ()),
    Case("of another namespace", {}, Outcome.UNKNOWN, "", (config_map(GOOD, namespace="x"),)),
    Case("no volume", {f"{ONLY}.volumeMounts": []}, Outcome.FAIL, "no volume is mounted at /data"),
    Case("not declared", NO_CLAIM, Outcome.FAIL, "which is not declared"),
    Case(
        "an empty directory",
        NO_CLAIM | {f"{POD}.volumes.0": {"name": "data", "emptyDir": {}}, ARGS: []},
        Outcome.FAIL,
        'volume {"emptyDir": {}, "name": "data"}',
    ),
    Case(
        "a claim of the pod's own",
        NO_CLAIM
        | {
            f"{POD}.volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "x"}}],
            ARGS: ["--appendonly", "yes"],
        },
        Outcome.PASS,
    ),
    Case("an argument over the file", {ARGS: [CONF, "--appendonly", "no"]}, Outcome.FAIL, "is no"),
    Case("an empty argument", {ARGS: [CONF, "--save", ""]}, Outcome.FAIL, "save of Redis"),
    Case("data elsewhere", {ARGS: [CONF, "--dir", "/var/redis"]}, Outcome.FAIL, "/var/redis"),
    Case("data below", {ARGS: [CONF, "--dir", "/data/redis"]}, Outcome.PASS),
    Case("works elsewhere", {f"{ONLY}.workingDir": "/srv"}, Outcome.FAIL, "mounted at /srv"),
    Case("a file of an include", {}, Outcome.UNKNOWN, "", (config_map(f"{GOOD}include /x"),)),
    Case("unknown argument", {ARGS: [CONF, "--save", UNKNOWN]}, Outcome.UNKNOWN, "for save"),
    Case(
        "a labelled cache may lose its data",
        purpose("cache") | {f"{ONLY}.volumeMounts": []},
        Outcome.NOT_APPLICABLE,
        "a cache",
    ),
    Case("a labelled cache may keep it", purpose("cache"), Outcome.PASS),
    Case(
        "a labelled queue may not",
        purpose("queue") | {f"{ONLY}.volumeMounts": []},
        Outcome.FAIL,
    ),
    Case("unknown label", purpose(UNKNOWN), Outcome.UNKNOWN, "the label"),
    Case(
        "unknown labels", {"spec.template.metadata.labels": UNKNOWN}, Outcome.UNKNOWN, "the label"
    ),
    Case(
        "another image", {f"{ONLY}.image": "redis/insight:2"}, Outcome.NOT_APPLICABLE, "no contai"
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(redis_persistence, BASELINE, BESIDE)


def test_exempt() -> None:
    """A cache owes no persistence; what is no Redis is another matter."""
    verdicts = {case.name: case.verdict(redis_persistence, BASELINE, BESIDE) for case in CASES}

    exempt = [name for name, verdict in verdicts.items() if verdict.exempt]
    assert exempt == ["a labelled cache may lose its data"]


@pytest.mark.parametrize(("text", "outcome"), [(GOOD, Outcome.PASS), ("", Outcome.FAIL)])
def test_a_config_map_that_pulumi_names(text: str, outcome: Outcome) -> None:
    """A ConfigMap without a name of its own is found through the reference to it."""
    own = config_map(text, name=None)
    baseline = resource(
        BASELINE.type,
        changed(BASELINE, {f"{POD}.volumes.0.configMap.name": UNKNOWN}).inputs,
        refers={"spec": (own,)},
    )

    other = config_map("appendonly no", name=None, namespace="other")

    Case("by reference", {}, outcome).check(redis_persistence, baseline, (own, other))


def test_two_files_of_one_name() -> None:
    """Which of two differing files Redis reads cannot be told from their name."""
    twice = {f"{POD}.volumes.0.configMap.name": UNKNOWN}
    both = (config_map(GOOD, namespace="shop"), config_map("", namespace="other"))
    baseline = resource(BASELINE.type, changed(BASELINE, twice).inputs, refers={"spec": both})

    Case("two", {}, Outcome.UNKNOWN, "what /etc").check(redis_persistence, baseline, both)


def test_a_file_under_another_name() -> None:
    """A key mounted under a path of its own is found by that path."""
    found = resource(
        "kubernetes:core/v1:ConfigMap",
        {"metadata": {"name": "redis", "namespace": "shop"}, "data": {"main": GOOD}},
    )
    items = [{"key": "main", "path": "conf/redis.conf"}]
    case = Case("items", {f"{POD}.volumes.0.configMap.items": items}, Outcome.PASS)

    case.check(redis_persistence, BASELINE, (found,))
