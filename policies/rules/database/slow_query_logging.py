"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.verdict import Finding, Severity
from airworthy.policies.parameter_groups import (
    GROUP,
    INSTANCE,
    default_family,
    entries,
    family_of,
)

PARAMETER = "log_min_duration_statement"
LONGEST = 5_000  # milliseconds
WANTED = f"0 to {LONGEST} milliseconds"


@rule(
    proves=("slow-query-logging",),
    on=(INSTANCE, GROUP),
    severity=Severity.MEDIUM,
    fix=f"Set {PARAMETER} to some hundreds of milliseconds in the parameter group.",
    source="PostgreSQL: log_min_duration_statement is in milliseconds and defaults to -1, off",
)
def slow_query_logging(database: Resource, stack: Stack) -> Findings:
    """Slow statements are logged.

    What was slow last night can no longer be asked for this morning, and a limit of many seconds
    misses the statements that users wait for.
    """
    alone = database.type == INSTANCE
    family = default_family(database, stack) if alone else family_of(database)
    if family.aurora:
        raise NotApplicable("Aurora: the cluster's parameter group may set it as well")
    found = entries(database, PARAMETER)
    for entry in found:
        if not 0 <= entry.number("value", -1) <= LONGEST:
            yield Finding(f"{PARAMETER} is {entry.shown('value')}, expected {WANTED}", "parameters")
    if not found:
        yield Finding(f"{PARAMETER} is absent, which is off; expected {WANTED}", "parameters")
