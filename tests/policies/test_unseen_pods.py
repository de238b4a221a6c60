from dataclasses import replace

import pytest

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.testing import resource
from airworthy.kit.values import UnknownRead
from airworthy.policies.unseen_pods import refuse_unseen_pods


def opaque(kind: str, *, custom: bool = True) -> Resource:
    return replace(resource(kind), opaque=True, custom=custom)


@pytest.mark.parametrize(
    "maker",
    [
        opaque("kubernetes:helm.sh/v3:Release"),
        opaque("kubernetes:helm.sh/v4:Chart", custom=False),
        opaque("kubernetes:yaml/v2:ConfigGroup", custom=False),
        opaque("kubernetes:apps/v1:Deployment"),
        opaque("acme:platform:Service", custom=False),
        resource("kubernetes:postgresql.cnpg.io/v1:Cluster"),
        resource("kubernetes:apps/v1:DeploymentPatch"),
        resource("kubernetes:core/v1:ReplicationController"),
        resource("kubernetes:extensions/v1beta1:Deployment"),
    ],
    ids=lambda maker: maker.type,
)
def test_a_maker_of_pods_stops_the_rule(maker: Resource) -> None:
    """Nothing can be concluded from missing pods where these may bring some."""
    with pytest.raises(UnknownRead, match=f"which pods {maker.name}"):
        refuse_unseen_pods(Stack((maker,)))


@pytest.mark.parametrize(
    "harmless",
    [
        resource("kubernetes:apps/v1:Deployment"),
        resource("kubernetes:core/v1:ConfigMap"),
        resource("kubernetes:cert-manager.io/v1:Certificate"),
        resource("kubernetes:gateway.networking.k8s.io/v1:HTTPRoute"),
        opaque("kubernetes:core/v1:Namespace"),
        opaque("awsx:ec2:Vpc", custom=False),
        opaque("aws:ec2/vpc:Vpc"),
        replace(resource("kubernetes:yaml:ConfigFile"), custom=False),
        replace(resource("airworthy:index:Postgres"), custom=False),
    ],
    ids=lambda harmless: harmless.type,
)
def test_anything_else_does_not(harmless: Resource) -> None:
    """What makes no pods, or whose pods the rules see, hides nothing."""
    refuse_unseen_pods(Stack((harmless,)))
