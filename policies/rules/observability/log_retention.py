"""See the rule's own docstring."""

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Exempt, Findings, rule
from airworthy.kit.verdict import Finding, Severity

SHORTEST = 30  # days


@rule(
    proves=("log-retention",),
    on=("aws:cloudwatch/logGroup:LogGroup",),
    severity=Severity.MEDIUM,
    fix=f"Set retention_in_days to a number that CloudWatch offers, {SHORTEST} or more.",
    source="AWS CloudWatch: no retention, and 0, keep logs for ever; the class DELIVERY is fixed "
    "at two days",
)
def log_retention(group: Resource) -> Findings:
    """Logs are kept for a set time, a month or longer.

    Most causes are looked for days after their effect, so a shorter time loses them; logs kept
    for ever cost more each month and hold personal data beyond any purpose.
    """
    if group.text("logGroupClass", "STANDARD") == "DELIVERY":
        raise Exempt("it passes logs on, and AWS fixes its retention at two days")
    days = group.number("retentionInDays", 0)
    if days == 0:
        shown = group.shown("retentionInDays")
        yield Finding(
            f"retentionInDays is {shown}, which keeps logs for ever; expected {SHORTEST} days "
            "or more",
            at="retentionInDays",
        )
    elif days < SHORTEST:
        yield group.expected("retentionInDays", f"{SHORTEST} or more")
