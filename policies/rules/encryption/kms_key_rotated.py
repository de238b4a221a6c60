"""See the rule's own docstring."""

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Exempt, Findings, rule
from airworthy.kit.verdict import Severity

LONGEST = 365  # days


@rule(
    proves=("encryption-keys-rotated",),
    on=("aws:kms/key:Key",),
    severity=Severity.MEDIUM,
    fix="Set enable_key_rotation=True; KMS keeps the older key material for what it encrypted.",
    source="AWS provider: enableKeyRotation defaults to false; AWS: a period of 365 days unless "
    "another is set, and no automatic rotation of asymmetric or HMAC keys or in custom key stores",
)
def kms_key_rotated(key: Resource) -> Findings:
    """Encryption keys rotate by themselves within a year.

    A key that never changes exposes all that was ever written when its material leaks.
    """
    spec = key.text("customerMasterKeySpec", "SYMMETRIC_DEFAULT")
    if spec != "SYMMETRIC_DEFAULT":
        shown = key.shown("customerMasterKeySpec")
        raise Exempt(f"KMS rotates no key of spec {shown} by itself")
    if key.has("customKeyStoreId"):
        raise Exempt("KMS rotates no key of a custom key store by itself")
    if not key.flag("enableKeyRotation", default=False):
        yield key.expected("enableKeyRotation", "true")
    if key.number("rotationPeriodInDays", LONGEST) > LONGEST:
        yield key.expected("rotationPeriodInDays", f"{LONGEST} or less")
