from dataclasses import replace

import pytest

from airworthy.kit.testing import ABSENT, Case, changed, resource
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.kit.verdict import Outcome
from airworthy.policies.rules.workloads.route_backends_resolve import route_backends_resolve

BACKEND = {"service": {"name": "web", "port": {"number": 80}}}
AT = "spec.rules.0.http.paths.0.backend.service"
METADATA = {"namespace": "shop"}
BASELINE = resource(
    "kubernetes:networking.k8s.io/v1:Ingress",
    {"metadata": METADATA, "spec": {"rules": [{"http": {"paths": [{"backend": BACKEND}]}}]}},
)
ROUTE = resource(
    "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute",
    {"metadata": METADATA, "spec": {"rules": [{"backendRefs": [{"name": "web", "port": 80}]}]}},
)
REF = "spec.rules.0.backendRefs.0"
WEB = resource(
    "kubernetes:core/v1:Service",
    {
        "metadata": {"name": "web", "namespace": "shop"},
        "spec": {"ports": [{"name": "http", "port": 80}]},
    },
    name="web",
)
AUTONAMED = changed(WEB, {"metadata.name": ABSENT})
CHART = replace(resource("kubernetes:helm.sh/v3:Release", name="chart"), opaque=True)

CASES = [
    Case("a Service of the stack", {}, Outcome.PASS),
    Case("a misspelt name", {f"{AT}.name": "wbe"}, Outcome.FAIL, 'service.name is "wbe"'),
    Case("another port", {f"{AT}.port.number": 8080}, Outcome.FAIL, "a port of the Service web"),
    Case("by the port's name", {f"{AT}.port": {"name": "http"}}, Outcome.PASS),
    Case("by no name of a port", {f"{AT}.port": {"name": "https"}}, Outcome.FAIL, "port.name is"),
    Case(
        "by default",
        {"spec": {"defaultBackend": {"service": {"name": "wbe"}}}},
        Outcome.FAIL,
        "spec.defaultBackend.service.name",
    ),
    Case("missing name", {f"{AT}.name": ABSENT}, Outcome.FAIL, "name is absent"),
    Case("missing: no backend", {"spec": ABSENT}, Outcome.NOT_APPLICABLE, "no Service"),
    Case("a name that Pulumi makes up", {}, Outcome.FAIL, "", (AUTONAMED,)),
    Case("no Services here", {"metadata.namespace": "blog"}, Outcome.UNKNOWN, "another stack"),
    Case("perhaps a chart's", {f"{AT}.name": "wbe"}, Outcome.UNKNOWN, "chart", (WEB, CHART)),
    Case("unknown", {f"{AT}.name": UNKNOWN}, Outcome.UNKNOWN, "service.name"),
    Case(
        "the Service's name is unknown",
        {},
        Outcome.UNKNOWN,
        "the name or namespace of web",
        beside=(changed(WEB, {"metadata.name": UNKNOWN}),),
    ),
    Case("secret", {f"{AT}.name": Secret("wbe")}, Outcome.FAIL, "[secret]"),
]
ROUTES = [
    Case("a route", {}, Outcome.PASS),
    Case("a misspelt name", {f"{REF}.name": "wbe"}, Outcome.FAIL, "backendRefs[0].name"),
    Case("another port", {f"{REF}.port": 8080}, Outcome.FAIL, "backendRefs[0].port is 8080"),
    Case("to another namespace", {f"{REF}.namespace": "blog"}, Outcome.UNKNOWN),
    Case("to no Service", {f"{REF}.kind": "Backend"}, Outcome.NOT_APPLICABLE),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict(case: Case) -> None:
    """Each row of the table gets its verdict."""
    case.check(route_backends_resolve, BASELINE, (WEB,))


@pytest.mark.parametrize("case", ROUTES, ids=str)
def test_routes_of_the_gateway_api(case: Case) -> None:
    """An HTTPRoute names its Services in another place."""
    case.check(route_backends_resolve, ROUTE, (WEB,))


def test_a_name_taken_from_a_service_resolves() -> None:
    """An unknown name is that of the Service which the program took it from."""
    taken = changed(ROUTE, {f"{REF}.name": UNKNOWN})
    route = resource(ROUTE.type, taken.inputs, refers={"spec": (AUTONAMED,)})

    Case("taken", {}, Outcome.PASS).check(route_backends_resolve, route, (AUTONAMED,))
