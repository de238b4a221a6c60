"""See the rule's own docstring."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from airworthy.kit.resource import Resource, Stack, urn_type
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.tree import Tree
from airworthy.kit.values import UnknownRead
from airworthy.kit.verdict import Severity
from airworthy.policies.label_selectors import SERVICE
from airworthy.policies.namespaces import Place, place_of
from airworthy.policies.pods import expected
from airworthy.policies.services import has_services, service_called
from airworthy.policies.unknowns import each
from airworthy.policies.unseen_pods import refuse_unseen_pods

INGRESS: Final = "kubernetes:networking.k8s.io/v1:Ingress"
HTTP_ROUTE: Final = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute"


class Backend(NamedTuple):
    """A Service that a route names, and where the name and the port stand."""

    service: Tree
    place: Place
    ports: tuple[str, ...]


@rule(
    proves=("kubernetes-references-resolve",),
    on=(INGRESS, HTTP_ROUTE),
    severity=Severity.HIGH,
    fix="Take the name from the Service itself, service.metadata.name, and one of its ports.",
    source="Kubernetes: a route to a Service or port that is not there is accepted, and answers "
    "503 or 500",
)
def route_backends_resolve(route: Resource, stack: Stack) -> Findings:
    """Routes lead to Services that there are, at ports that these have.

    A misspelt name is accepted by the cluster and answers with an error to the first user.
    """
    home = place_of(route, stack)
    backends = tuple(_of_ingress(route, home) if route.type == INGRESS else _of_route(route, home))
    if not backends:
        raise NotApplicable("it leads to no Service")
    if any(urn_type(urn) == SERVICE for urn in route.property_dependencies.get("spec", ())):
        # Names still unknown were taken from Services, and so they resolve.
        backends = tuple(b for b in backends if not b.service.is_unknown("name"))
    yield from each(backends, lambda backend: _dangling(backend, stack))


def _of_ingress(ingress: Resource, home: Place) -> Iterator[Backend]:
    paths = (path for part in ingress.trees("spec.rules") for path in part.trees("http.paths"))
    backends = (ingress.tree("spec.defaultBackend"), *(path.tree("backend") for path in paths))
    for backend in backends:
        if backend.has("service"):
            yield Backend(backend.tree("service"), home, ("port.number", "port.name"))


def _of_route(route: Resource, home: Place) -> Iterator[Backend]:
    for part in route.trees("spec.rules"):
        for service in part.trees("backendRefs"):
            if service.text("kind", "Service") == "Service":
                name = service.text("namespace")
                place = replace(home, name=name, urn=None) if name else home
                yield Backend(service, place, ("port",))


def _dangling(backend: Backend, stack: Stack) -> Findings:
    named, place, ports = backend
    service = service_called(named.text("name"), place, stack)
    if not service:
        refuse_unseen_pods(stack)
        if not has_services(place, stack):
            raise UnknownRead(f"whether {named.at('name')} is a Service of another stack")
        yield expected(named, "name", "the name of a Service in its namespace")
        return
    there = {port.text(key) for port in service.trees("spec.ports") for key in ("port", "name")}
    for port in ports:
        if named.has(port) and named.text(port) not in there:
            yield expected(named, port, f"a port of the Service {service.name}")
