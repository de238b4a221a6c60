"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, rule
from airworthy.kit.values import UnknownRead
from airworthy.kit.verdict import Finding, Severity
from airworthy.policies.namespaces import place_of

API = "kubernetes:external-secrets.io"


@rule(
    proves=("secrets-delivered",),
    on=(f"{API}/v1:ExternalSecret", f"{API}/v1beta1:ExternalSecret"),
    severity=Severity.HIGH,
    fix="Set refreshPolicy to Periodic with an interval, name a SecretStore of the same namespace, "
    "and list what to fetch in data or dataFrom.",
    source="External Secrets: refreshPolicy is Periodic and refreshInterval 1h unless set; an "
    "interval of 0 fetches once",
)
def secrets_delivered(external: Resource, stack: Stack) -> Findings:
    """Secrets come from their store into the cluster, and go on coming when they change.

    A secret that is fetched once stays after its rotation, until the day it is refused.
    """
    policy = external.text("spec.refreshPolicy", "Periodic")
    if policy != "Periodic":
        yield external.expected("spec.refreshPolicy", "Periodic")
    elif set("123456789").isdisjoint(external.text("spec.refreshInterval", "1h")):
        yield external.expected("spec.refreshInterval", "more than 0")
    if not external.list("spec.data") and not external.list("spec.dataFrom"):
        yield Finding("it fetches nothing: data and dataFrom are empty", at="spec.data")
    if external.has("spec.secretStoreRef"):
        yield from _store_missing(external, stack)


def _store_missing(external: Resource, stack: Stack) -> Findings:
    kind = external.text("spec.secretStoreRef.kind", "SecretStore")
    stores = stack.of_type(f"{API}/v1:{kind}", f"{API}/v1beta1:{kind}")
    if {store.urn for store in stores} & {*external.property_dependencies.get("spec", ())}:
        return
    name = external.text("spec.secretStoreRef.name")
    near = [
        store
        for store in stores
        if kind != "SecretStore" or place_of(store, stack).same(place_of(external, stack))
    ]
    if any(store.text("metadata.name") == name for store in near):
        return
    if not near:
        shown = external.shown("spec.secretStoreRef.name")
        raise UnknownRead(f"the store {shown}, which this stack does not declare,")
    yield external.expected(
        "spec.secretStoreRef.name",
        f"one of {', '.join(store.shown('metadata.name') for store in near)}",
    )
