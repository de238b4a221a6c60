"""The parameter group of PostgreSQL on RDS: TLS, what is logged, and what is counted."""

from collections.abc import Mapping

import pulumi_aws as aws

from airworthy.components.base import Component
from airworthy.kit.duration import Duration

__all__ = ["STATIC", "parameter_group"]

STATIC = {
    "shared_preload_libraries": "pg_stat_statements,auto_explain",
    "pg_stat_statements.track": "all",  # unknown to the server until the library is loaded
}


def parameter_group(
    parent: Component,
    name: str,
    *,
    version: int,
    slow_query: Duration,
    statement_timeout: Duration,
    parameters: Mapping[str, str],
    tags: dict[str, str],
) -> aws.rds.ParameterGroup:
    """The parameter group of a component.

    Args:
        parent: The component.
        name: Its logical name.
        version: Major version of PostgreSQL.
        slow_query: Statements that take longer are logged.
        statement_timeout: Statements that take longer are ended.
        parameters: Further dynamic parameters, over ours.
        tags: Tags of the group.
    """
    dynamic = {
        "rds.force_ssl": "1",
        "log_min_duration_statement": str(slow_query.milliseconds),
        "log_lock_waits": "1",
        "log_temp_files": "0",
        "log_autovacuum_min_duration": "0",
        "log_connections": "1",
        "log_disconnections": "1",
        "statement_timeout": str(statement_timeout.milliseconds),
        "idle_in_transaction_session_timeout": "60000",
        **parameters,
    }
    # A static parameter sent as immediate fails at apply time.
    methods = (("immediate", dynamic), ("pending-reboot", STATIC))
    return aws.rds.ParameterGroup(
        f"{name}-parameters",
        family=f"postgres{version}",
        description=f"Parameters of {name}",
        parameters=[
            aws.rds.ParameterGroupParameterArgs(name=key, value=value, apply_method=method)
            for method, group in methods
            for key, value in sorted(group.items())
        ],
        tags=tags,
        opts=parent.child(),
    )
