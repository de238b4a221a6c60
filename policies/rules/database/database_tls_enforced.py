"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.verdict import Finding, Severity
from airworthy.policies.parameter_groups import (
    CLUSTER,
    CLUSTER_GROUP,
    GROUP,
    INSTANCE,
    default_family,
    entries,
    family_of,
)

FORCED_FROM = 15  # the first major version of RDS whose default forces TLS


@rule(
    proves=("database-tls-enforced",),
    on=(INSTANCE, CLUSTER, GROUP, CLUSTER_GROUP),
    severity=Severity.CRITICAL,
    fix="Set rds.force_ssl to 1 in a parameter group of the database's own.",
    source="AWS: rds.force_ssl defaults to 1 on RDS for PostgreSQL 15 and later and to 0 before; "
    "Aurora's default differs by version, so there it must be set",
)
def database_tls_enforced(database: Resource, stack: Stack) -> Findings:
    """Databases refuse unencrypted connections.

    A client that asks for TLS "if possible" sends passwords and rows in clear text as soon as
    somebody in the middle says that it is not; only the server can insist.
    """
    if database.type in {INSTANCE, CLUSTER}:
        family = default_family(database, stack)
    else:
        family = family_of(database)
    if family.aurora and database.type in {INSTANCE, GROUP}:
        raise NotApplicable("Aurora takes rds.force_ssl from the cluster's parameter group")
    found = entries(database, "rds.force_ssl")
    for entry in found:
        if entry.text("value") != "1":
            at = entry.at("value")
            yield Finding(f"rds.force_ssl is {entry.shown('value')}, expected 1", at=at)
    if not found and (family.aurora or family.major < FORCED_FROM):
        which = "Aurora" if family.aurora else f"RDS for PostgreSQL before {FORCED_FROM}"
        yield f"rds.force_ssl is absent, and {which} need not force TLS by itself; expected 1"
