"""See the rule's own docstring."""

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, rule
from airworthy.kit.verdict import Severity

SHORTEST, LONGEST = 14, 30  # days


@rule(
    proves=("data-resources-protected",),
    on=("aws:kms/key:Key", "aws:kms/externalKey:ExternalKey", "aws:kms/replicaKey:ReplicaKey"),
    severity=Severity.MEDIUM,
    fix="Leave deletion_window_in_days out, or set it to 30.",
    source="AWS: 7 to 30 days, 30 unless set; our own limit is two runs of a weekly job",
)
def kms_deletion_window(key: Resource) -> Findings:
    """Encryption keys wait for two weeks at least before they are deleted.

    Without its key encrypted data is gone; a key that is missed by a weekly job must still be
    there when its failure is looked into.
    """
    if key.number("deletionWindowInDays", LONGEST) < SHORTEST:
        yield key.expected("deletionWindowInDays", f"{SHORTEST} to {LONGEST} days")
