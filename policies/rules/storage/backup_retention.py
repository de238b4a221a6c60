"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, rule
from airworthy.kit.verdict import Severity
from airworthy.policies.backup_stores import STORE, backup_buckets
from airworthy.policies.buckets import lifecycle_rules

SHORTEST = 7  # days


@rule(
    proves=("backup-retention",),
    on=(STORE,),
    severity=Severity.HIGH,
    fix="Set daily, weekly and monthly to a week or more, and keep the lifecycle rules.",
    source="AWS: an object expires only by a lifecycle rule, and in a bucket with versions its "
    "data goes only when the noncurrent version expires",
)
def backup_retention(store: Resource, stack: Stack) -> Findings:
    """Backups are kept for a week at least, and not for ever.

    An error is often found days after it was made, and the last good copy must still be there;
    what is never deleted breaks the promise of deletion.
    """
    for bucket in backup_buckets(store, stack):
        in_force = lifecycle_rules(bucket, stack)
        ages = [each for each in in_force if each.has("expiration.days")]
        if not ages:
            yield f"no lifecycle rule of {bucket.name} expires backups"
        for each in ages:
            if each.number("expiration.days", 0) < SHORTEST:
                yield (
                    f"{bucket.name} expires {each.shown('filter.prefix')} after "
                    f"{each.shown('expiration.days')} days, expected {SHORTEST} or more"
                )
        if not any(each.has("noncurrentVersionExpiration.noncurrentDays") for each in in_force):
            yield f"no lifecycle rule of {bucket.name} expires noncurrent versions"
