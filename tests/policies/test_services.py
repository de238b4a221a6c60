from airworthy.kit.resource import Resource
from airworthy.kit.testing import resource
from airworthy.policies.services import serving

CONTAINERS = [
    {"name": "web", "ports": [{"name": "http", "containerPort": 8080}]},
    {"name": "log", "ports": [{"containerPort": 9000}]},
    {"name": "plain"},
]
WORKLOAD = resource(
    "kubernetes:apps/v1:Deployment", {"spec": {"template": {"spec": {"containers": CONTAINERS}}}}
)


def service(*ports: dict[str, object]) -> Resource:
    return resource("kubernetes:core/v1:Service", {"spec": {"ports": list(ports)}})


def names(*services: Resource) -> list[list[str]]:
    return [[found.text("name") for found in group] for group in serving(WORKLOAD, services)]


def test_a_declared_port_tells_who_serves() -> None:
    """By the name or the number of the target port, which is the Service's own by default."""
    assert names(service({"port": 80, "targetPort": "http"})) == [["web"]]
    assert names(service({"port": 8080})) == [["web"]]
    assert names(service({"port": 80, "targetPort": 9000})) == [["log"]]
    assert names(service({"port": 8080}), service({"port": 9000})) == [["web"], ["log"]]


def test_without_a_declared_port_any_container_may_serve() -> None:
    """Declaring ports is voluntary, so all containers are one group."""
    assert names(service({"port": 80})) == [["web", "log", "plain"]]
    assert names(service()) == [["web", "log", "plain"]]
