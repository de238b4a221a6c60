"""See the rule's own docstring."""

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.verdict import Finding, Severity
from airworthy.policies.read_replicas import is_replica

PASSWORDS = ("password", "passwordWo", "masterPassword", "masterPasswordWo")
INHERITS = ("snapshotIdentifier", "restoreToPointInTime", "globalClusterIdentifier")


@rule(
    proves=("database-credentials-managed",),
    on=("aws:rds/instance:Instance", "aws:rds/cluster:Cluster"),
    severity=Severity.CRITICAL,
    fix="Set manage_master_user_password=True and give no password; RDS makes, keeps and rotates "
    "it in Secrets Manager.",
    source="AWS provider: manageMasterUserPassword defaults to false and excludes a password",
)
def database_credentials_managed(database: Resource) -> Findings:
    """The database administrator's password is made and kept by a secret store.

    A password in a program is in its history for ever, and whoever reads either owns the data.
    """
    given = [name for name in PASSWORDS if database.has(name)]
    for name in given:
        if not database.is_secret(name) and not database.is_unknown(name):
            yield Finding(f"{name} is written in plain text, expected a managed password", at=name)
    if database.flag("manageMasterUserPassword", default=False):
        for name in given:
            yield Finding(f"{name} is set beside manageMasterUserPassword, expected one", at=name)
        return
    if is_replica(database):
        raise NotApplicable("a replica: it takes over its source's credentials")
    for name in given:
        if not database.is_secret(name):
            database.get(name)  # known only after deployment, and whether it is secret as well
    if not given and any(database.has(name) for name in INHERITS):
        raise NotApplicable("it takes over the credentials of what it restores or joins")
    if not given:
        yield database.expected("manageMasterUserPassword", "true")
