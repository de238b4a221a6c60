"""See the rule's own docstring."""

from collections.abc import Iterable, Mapping

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, rule
from airworthy.kit.values import Secret, Unknown, UnknownRead
from airworthy.kit.verdict import Severity

PASSWORDS = {
    "aws:docdb/cluster:Cluster": ("masterPassword",),
    "aws:elasticache/replicationGroup:ReplicationGroup": ("authToken",),
    "aws:elasticache/user:User": ("passwords",),
    "aws:memorydb/user:User": ("authenticationMode.passwords",),
    "aws:rds/cluster:Cluster": ("masterPassword",),
    "aws:rds/instance:Instance": ("password",),
    "aws:redshift/cluster:Cluster": ("masterPassword",),
    "kubernetes:core/v1:Secret": ("data", "stringData"),
    "mongodbatlas:index/databaseUser:DatabaseUser": ("password",),
}


@rule(
    proves=("secrets-not-in-plain-text",),
    on=tuple(PASSWORDS),
    severity=Severity.CRITICAL,
    fix="Generate the value, read it with require_secret, or wrap it in pulumi.Output.secret.",
    waivable=False,
    source="Pulumi: only values marked as secret are encrypted in the state and masked in output",
)
def password_not_in_plain_text(resource: Resource) -> Findings:
    """Passwords are marked as secret.

    What is not marked stands in clear text in the state file, in its backups and in every
    preview, for all who may deploy.
    """
    for path in PASSWORDS[resource.type]:
        bare = [part for part in _parts(resource.peek(path)) if not isinstance(part, Secret)]
        if any(not isinstance(part, Unknown) for part in bare):
            yield f"{path} is not marked as secret"
        elif bare:
            raise UnknownRead(path)


def _parts(raw: object) -> Iterable[object]:
    """A value as its parts, each of which may carry a mark of its own."""
    if isinstance(raw, Mapping):
        return raw.values()
    if isinstance(raw, list):
        return raw
    return () if raw is None else (raw,)
