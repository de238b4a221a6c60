"""See the rule's own docstring."""

import re

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.values import UnknownRead
from airworthy.kit.verdict import Severity
from airworthy.policies.read_replicas import is_replica

# The oldest version that its makers still maintain.
OLDEST = {
    "postgres": (15,),
    "aurora-postgresql": (15,),
    "mysql": (8, 4),
    "aurora-mysql": (8, 0),
    "mariadb": (10, 11),
}
VERSION = re.compile(r"([0-9]{1,4})(?:\.([0-9]{1,4}))?(?:\..*)?")


@rule(
    proves=("engine-version-supported",),
    on=("aws:rds/instance:Instance", "aws:rds/cluster:Cluster"),
    severity=Severity.HIGH,
    fix="Upgrade the engine, and leave auto_minor_version_upgrade on.",
    source="https://www.postgresql.org/support/versioning/: 14 ends in November 2026; "
    "https://endoflife.date/mysql: 8.0 ends in April 2026; "
    "https://endoflife.date/mariadb: 10.6 ends in July 2026; Aurora MySQL 3 (8.0) is AWS's own "
    "until 2028; AWS provider: autoMinorVersionUpgrade defaults to true",
)
def engine_version_supported(database: Resource) -> Findings:
    """Databases run versions that their makers still maintain.

    Past its end of life an engine gets no more security fixes, and a minor version that nobody
    upgrades is in the same position a little later.
    """
    if not database.flag("autoMinorVersionUpgrade", default=True):
        yield database.expected("autoMinorVersionUpgrade", "true")
    if is_replica(database):
        raise NotApplicable("a replica: its source's version is judged")
    if not database.has("engineVersion"):
        raise UnknownRead("engineVersion, where AWS chooses it,")
    oldest = OLDEST.get(database.text("engine"))
    if oldest is None:
        raise NotApplicable(f"no ends of life are known for engine {database.shown('engine')}")
    found = VERSION.fullmatch(database.text("engineVersion"))
    if not found or (int(found[1]), int(found[2] or 0)) < oldest:
        yield database.expected("engineVersion", f"{'.'.join(map(str, oldest))} or later")
