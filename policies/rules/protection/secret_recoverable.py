"""See the rule's own docstring."""

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, rule
from airworthy.kit.verdict import Severity

DEFAULT = 30  # days


@rule(
    proves=("data-resources-protected",),
    on=("aws:secretsmanager/secret:Secret",),
    severity=Severity.HIGH,
    fix="Leave recovery_window_in_days out, or set it to a number from 7 to 30.",
    source="AWS provider: 30 days unless set, 0 deletes at once, else 7 to 30",
)
def secret_recoverable(secret: Resource) -> Findings:
    """Deleted secrets can be recovered for a while.

    A vendor's key or an encryption key that is deleted at once cannot be typed in again.
    """
    if secret.number("recoveryWindowInDays", DEFAULT) == 0:
        yield secret.expected("recoveryWindowInDays", "7 to 30 days")
