"""See the rule's own docstring."""

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.verdict import Finding, Severity
from airworthy.policies.parameter_groups import CLUSTER_GROUP, GROUP, family_of

# The settings of context `postmaster` in pg_settings that RDS lets users change, its own switch
# for logical replication, and those of the extensions it offers.
STATIC = frozenset(
    {
        "autovacuum_freeze_max_age",
        "autovacuum_multixact_freeze_max_age",
        "autovacuum_worker_slots",
        "cron.database_name",
        "huge_pages",
        "max_connections",
        "max_files_per_process",
        "max_locks_per_transaction",
        "max_logical_replication_workers",
        "max_pred_locks_per_transaction",
        "max_prepared_transactions",
        "max_replication_slots",
        "max_wal_senders",
        "max_worker_processes",
        "pg_stat_statements.max",
        "rds.logical_replication",
        "shared_buffers",
        "shared_preload_libraries",
        "superuser_reserved_connections",
        "track_activity_query_size",
        "track_commit_timestamp",
        "wal_buffers",
    }
)
# Static up to some major version only.
STATIC_UNTIL = {"autovacuum_max_workers": 17}


@rule(
    proves=("database-observability",),
    on=(GROUP, CLUSTER_GROUP),
    severity=Severity.MEDIUM,
    fix="Set apply_method to pending-reboot on the parameter, and reboot when it suits.",
    source="AWS: a static parameter takes effect at a reboot only, and the API refuses it as "
    "immediate; AWS provider: applyMethod defaults to immediate; PostgreSQL 15 and 18: pg_settings",
)
def static_parameters_pending_reboot(group: Resource) -> Findings:
    """Static parameters wait for a reboot.

    RDS refuses one that is sent as immediate, in the middle of a deployment: the library that
    counts statements is then not loaded, and nobody can say what the database spends time on.
    """
    major = family_of(group).major
    names = STATIC.union(name for name, last in STATIC_UNTIL.items() if major <= last)
    entries = group.trees("parameters")
    for entry in entries:
        static = not entry.is_unknown("name") and entry.text("name") in names
        if static and entry.text("applyMethod", "immediate") != "pending-reboot":
            yield Finding(
                f"{entry.shown('name')} is static, and its applyMethod is "
                f"{entry.shown('applyMethod')}, expected pending-reboot",
                at=entry.at("applyMethod"),
            )
    if names.isdisjoint([entry.text("name") for entry in entries]):
        raise NotApplicable("it sets no static parameter")
