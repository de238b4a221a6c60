"""See the rule's own docstring."""

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, rule
from airworthy.kit.verdict import Severity

DEFAULT_KEY = "alias/aws/secretsmanager"


@rule(
    proves=("secrets-in-vault",),
    on=("aws:secretsmanager/secret:Secret",),
    severity=Severity.MEDIUM,
    fix="Set kms_key_id to a KMS key of the system's own.",
    source="AWS: without a key of its own a secret is encrypted with aws/secretsmanager, whose "
    "policy nobody can change",
)
def secret_encrypted_with_own_key(secret: Resource) -> Findings:
    """Stored secrets are encrypted with a key of the system's own.

    The account's common key opens to everybody who may use Secrets Manager at all; a key of its
    own asks for a second permission, and can be taken away.
    """
    if not secret.has("kmsKeyId"):
        yield secret.expected("kmsKeyId", "a key of the system's own")
        return
    # A key that the same deployment makes has no id before it: that it is one is known.
    made_here = secret.is_unknown("kmsKeyId") and secret.property_dependencies.get("kmsKeyId")
    if not made_here and secret.text("kmsKeyId").endswith(DEFAULT_KEY):
        yield secret.expected("kmsKeyId", "a key of the system's own")
