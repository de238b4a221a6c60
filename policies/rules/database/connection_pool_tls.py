"""See the rule's own docstring."""

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, rule
from airworthy.kit.verdict import Severity


@rule(
    proves=("connection-pool-tls",),
    on=("aws:rds/proxy:Proxy",),
    severity=Severity.CRITICAL,
    fix="Set require_tls=True on the proxy.",
    source="AWS: RequireTLS of a DB proxy defaults to false",
)
def connection_pool_tls(proxy: Resource) -> Findings:
    """Connections to the pool are encrypted.

    A pool in the middle must not carry passwords and rows in clear text; unless it insists, a
    client that cannot do TLS connects without.
    """
    if not proxy.flag("requireTls", default=False):
        yield proxy.expected("requireTls", "true")
