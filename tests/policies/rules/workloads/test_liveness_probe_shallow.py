import pytest

from airworthy.kit.testing import ABSENT, Case, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.workloads.liveness_probe_shallow import liveness_probe_shallow

WEB = "spec.template.spec.containers.0"
LIVE, READY = f"{WEB}.livenessProbe", f"{WEB}.readinessProbe"
BASELINE = resource(
    "kubernetes:apps/v1:Deployment",
    {
        "spec": {
            "template": {
                "spec": {
                    "containers": [
                        {
                            "name": "web",
                            "ports": [{"name": "http", "containerPort": 8080}],
                            "livenessProbe": {"httpGet": {"path": "/live", "port": 8080}},
                            "readinessProbe": {"httpGet": {"path": "/ready", "port": 8080}},
                        },
                        {"name": "log"},
                    ]
                }
            }
        }
    },
)


def same(probe: object) -> dict[str, object]:
    return {LIVE: probe, READY: probe}


def command(*words: str) -> dict[str, object]:
    return {LIVE: {"exec": {"command": list(words)}}}


CASES = [
    Case("an address of its own", {}, Outcome.PASS),
    Case("the same address", {f"{LIVE}.httpGet.path": "/ready"}, Outcome.FAIL, "another check"),
    Case(
        "the same address by the port's name",
        {f"{LIVE}.httpGet": {"path": "/ready", "port": "http"}},
        Outcome.FAIL,
        "another check",
    ),
    Case("the same path at another port", {f"{LIVE}.httpGet.port": 9090}, Outcome.PASS),
    Case("both at the root", same({"httpGet": {"port": "unnamed"}}), Outcome.FAIL),
    Case("the same call", same({"grpc": {"port": 9000, "service": "app"}}), Outcome.FAIL),
    Case("the same command", same({"exec": {"command": ["check"]}}), Outcome.FAIL),
    Case(
        "the same port is open, which is shallow", same({"tcpSocket": {"port": 80}}), Outcome.PASS
    ),
    Case("its own server", same({"exec": {"command": ["redis-cli", "ping"]}}), Outcome.PASS),
    Case("no readiness", {READY: ABSENT}, Outcome.PASS),
    Case("another host", {f"{LIVE}.httpGet.host": "api.example"}, Outcome.FAIL, "httpGet.host is"),
    Case("itself by address", {f"{LIVE}.httpGet.host": "127.0.0.1"}, Outcome.PASS),
    Case(
        "a database's port",
        {LIVE: {"tcpSocket": {"host": "db", "port": 5432}}},
        Outcome.FAIL,
        "tcpSocket.host is",
    ),
    Case("a database", command("pg_isready", "-h", "db"), Outcome.FAIL, "exec.command is"),
    Case("in a shell", command("sh", "-c", "psql --host=db -c 'select 1'"), Outcome.FAIL),
    Case("by an address", command("psql", "postgresql://app@db:5432/app"), Outcome.FAIL),
    Case("by words", command("psql", "host=db user=app"), Outcome.FAIL),
    Case("over HTTP", command("curl", "-f", "http://api/health"), Outcome.FAIL),
    Case("its own over HTTP", command("curl", "-f", "http://[::1]:8080/live"), Outcome.PASS),
    Case("through a socket", command("pg_isready", "-h", "/var/run/postgresql"), Outcome.PASS),
    Case(
        "a variable tells nothing", command("mysqladmin", "-h", "$(POD_IP)", "ping"), Outcome.PASS
    ),
    Case("missing: no liveness probe", {LIVE: ABSENT}, Outcome.NOT_APPLICABLE, "no container has"),
    Case("empty", {LIVE: {}}, Outcome.PASS),
    Case("unknown", {f"{LIVE}.httpGet.path": UNKNOWN}, Outcome.UNKNOWN, "httpGet.path"),
    Case("secret", {f"{LIVE}.httpGet.host": Secret("db.example")}, Outcome.FAIL, "[secret]"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(liveness_probe_shallow, BASELINE)
