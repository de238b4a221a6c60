"""See the rule's own docstring."""

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, rule
from airworthy.kit.verdict import Severity

VALUES = ("secretString", "secretBinary", "secretStringWo")


@rule(
    proves=("secrets-in-vault", "secrets-not-in-plain-text"),
    on=("aws:secretsmanager/secretVersion:SecretVersion",),
    severity=Severity.CRITICAL,
    fix="Read the value with require_secret, generate it, or wrap it in pulumi.Output.secret.",
    waivable=False,
    source="Pulumi: only values marked as secret are encrypted in the state and masked in output",
)
def stored_secret_not_in_plain_text(version: Resource) -> Findings:
    """What is put into the secret store is secret in Pulumi's state as well.

    The state file, its backups and every preview would otherwise hold in clear text what the
    store keeps.
    """
    for path in VALUES:
        if version.has(path) and not version.is_secret(path):
            version.get(path)  # an unknown one may still turn out to be marked
            yield f"{path} is not marked as secret"
