from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pulumi
import pytest

from airworthy.components.network import ENCODES, Network, NetworkArgs
from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError
from airworthy.kit.judge import judge
from airworthy.kit.resource import Resource, Stack
from airworthy.kit.verdict import Outcome
from airworthy.policies.discovery import load_rules

Record = Callable[[Callable[[], object]], Stack]
A, B, C, D = (f"us-east-1{letter}" for letter in "abcd")
RULES = [rule for rule in load_rules().values() if set(rule.proves) & set(ENCODES)]


def network(recorded: Record, args: NetworkArgs) -> Stack:
    return recorded(lambda: Network("net", args))


def only(stack: Stack, kind: str) -> Resource:
    (found,) = stack.of_type(kind)
    return found


def behind(resource: Resource, path: str) -> list[str]:
    return [urn.rpartition("::")[2] for urn in resource.property_dependencies[path]]


def failed(stack: Stack) -> set[str]:
    verdicts = judge(RULES, stack)
    return {verdict.rule for verdict in verdicts if verdict.outcome is Outcome.FAIL}


@pytest.mark.parametrize("nat_per_zone", [True, False])
@pytest.mark.parametrize("zones", [(A, B, C, D), (A, D, B, C)], ids=["last", "between"])
def test_a_further_zone_only_creates(
    recorded: Record, zones: tuple[str, ...], *, nat_per_zone: bool
) -> None:
    """What is there keeps its URN and every input, wherever the zone is listed."""
    before = network(recorded, NetworkArgs(zones=(A, B, C), nat_per_zone=nat_per_zone))
    after = network(recorded, NetworkArgs(zones=zones, nat_per_zone=nat_per_zone))

    found = {resource.urn: resource for resource in after}
    for resource in before:
        assert resource.urn in found
        assert found[resource.urn].inputs == resource.inputs
        assert found[resource.urn].property_dependencies == resource.property_dependencies
    added = {resource.name for resource in after} - {resource.name for resource in before}
    assert added
    assert all(D in name for name in added)


def test_each_zone_reaches_the_internet_through_itself(recorded: Record) -> None:
    """A private subnet's route leads to the NAT gateway of its own zone."""
    stack = network(recorded, NetworkArgs(zones=(A, B)))

    for zone in (A, B):
        (route,) = (r for r in stack if r.name == f"net-private-{zone}-internet")
        (gateway,) = (r for r in stack if r.name == f"net-nat-{zone}")
        assert behind(route, "natGatewayId") == [f"net-nat-{zone}"]
        assert behind(gateway, "subnetId") == [f"net-public-{zone}"]
    assert failed(stack) == set()


def test_one_nat_gateway_is_cheaper_and_a_rule_says_so(recorded: Record) -> None:
    """The weaker choice is possible: one gateway in the first zone, and a failed rule."""
    stack = network(recorded, NetworkArgs(zones=(A, B), nat_per_zone=False))

    gateway = only(stack, "aws:ec2/natGateway:NatGateway")
    routes = [r for r in stack if r.has("natGatewayId")]
    assert gateway.name == f"net-nat-{A}"
    assert [behind(route, "natGatewayId") for route in routes] == [[gateway.name]] * 2
    assert failed(stack) == {"nat-gateways-multi-zone"}


def test_one_zone_is_possible_and_fails(recorded: Record) -> None:
    """A network of one zone is made as asked for, and judged as what it is."""
    assert failed(network(recorded, NetworkArgs(zones=(A,)))) == {"network-multi-zone"}


def test_data_subnets_have_no_way_out(recorded: Record) -> None:
    """The tables of data subnets hold no route; S3 is reached through the endpoint alone."""
    stack = network(recorded, NetworkArgs(zones=(A, B)))

    routed = [behind(route, "routeTableId") for route in stack.of_type("aws:ec2/route:Route")]
    assert not any("net-data" in name for names in routed for name in names)
    attached = {
        table
        for r in stack.of_type(
            "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation"
        )
        for table in behind(r, "routeTableId")
    }
    assert attached == {
        f"net-{kind}-{zone}-routes" for kind in ("private", "data") for zone in (A, B)
    }
    endpoint = only(stack, "aws:ec2/vpcEndpoint:VpcEndpoint")
    assert endpoint.text("serviceName") == "com.amazonaws.us-east-1.s3"


def test_load_balancers_find_their_subnets(recorded: Record) -> None:
    """Public and private subnets carry the role tags that EKS's controllers look for."""
    stack = network(
        recorded, NetworkArgs(zones=(A,), tags={"team": "shop", "airworthy:component": "no"})
    )

    tags = {r.name: r.tree("tags") for r in stack.of_type("aws:ec2/subnet:Subnet")}
    assert tags[f"net-public-{A}"]["kubernetes.io/role/elb"] == "1"
    assert tags[f"net-private-{A}"]["kubernetes.io/role/internal-elb"] == "1"
    assert dict(tags[f"net-data-{A}"]) == {
        "team": "shop",
        "airworthy:component": "net",
        "Name": f"net-data-{A}",
    }


def test_flows_are_kept_encrypted_by_a_role_that_can_do_no_more(recorded: Record) -> None:
    """The log group has retention and key; only VPC Flow Logs of the account take the role."""
    stack = network(recorded, NetworkArgs(zones=(A, B), flow_log_retention=Duration.of(days=365)))

    group = only(stack, "aws:cloudwatch/logGroup:LogGroup")
    assert group.number("retentionInDays", 0) == 365
    assert behind(group, "kmsKeyId") == ["net-key"]
    role = only(stack, "aws:iam/role:Role").document("assumeRolePolicy")
    (statement,) = role.trees("Statement")
    assert statement.text("Principal.Service") == "vpc-flow-logs.amazonaws.com"
    condition = json.dumps(statement.tree("Condition").raw)
    assert condition == '{"StringEquals": {"aws:SourceAccount": "000000000000"}}'
    log = only(stack, "aws:ec2/flowLog:FlowLog")
    assert any(urn.endswith("net-flow-log-policy") for urn in log.dependencies)  # type: ignore[union-attr]


def test_protection_can_be_lifted(recorded: Record) -> None:
    """A network for a day can be taken down without a fight, and a rule says so."""
    protected = network(recorded, NetworkArgs(zones=(A,)))
    loose = network(recorded, NetworkArgs(zones=(A,), protect=False))

    def held(stack: Stack) -> set[str]:
        return {r.name for r in stack if r.option.flag("protect", default=False)}

    assert held(protected) == {"net-vpc", "net-key", f"net-nat-{A}-address"}
    assert held(loose) == set()
    assert "data-resources-protected" in failed(loose)


def test_an_adopted_network_creates_nothing(recorded: Record) -> None:
    """The ids go through as they came, and the component is all there is."""
    made: list[Network] = []

    def program() -> None:
        args = NetworkArgs(
            vpc_id=pulumi.Output.from_input("vpc-1"),
            private_subnet_ids=["subnet-1", pulumi.Output.from_input("subnet-2")],
            data_subnet_ids=["subnet-3", "subnet-4"],
        )
        made.append(Network("net", args))

    stack = recorded(program)

    assert [resource.name for resource in stack] == ["net"]
    (adopted,) = made
    assert len(adopted.private_subnet_ids) == len(adopted.data_subnet_ids) == 2
    assert adopted.public_subnet_ids == ()
    assert adopted.key is None
    assert adopted.default_security_group is None


ADOPTED: dict[str, Any] = {"vpc_id": "vpc-1", "data_subnet_ids": ["subnet-1", "subnet-2"]}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "zones is 'none'"),
        ({"zones": ["elsewhere"]}, "zones is 'elsewhere'"),
        ({"zones": [A], "data_subnet_ids": ["subnet-1"]}, "data_subnet_ids .* without vpc_id"),
        ({"zones": [A], "flow_log_retention": Duration.of(days=10)}, "flow_log_retention is 10d"),
        ({"zones": [A], "flow_log_retention": Duration.of(hours=1)}, "flow_log_retention is 1h"),
        ({"zones": [A], "cidr": "10.0.0.0/24"}, "cidr is '10.0.0.0/24'"),
        (ADOPTED | {"zones": [A]}, "zones .* nothing beside vpc_id"),
        (ADOPTED | {"cidr": "10.1.0.0/16"}, "cidr .* nothing beside vpc_id"),
        (ADOPTED | {"subnet_cidrs": {"data": {}}}, "subnet_cidrs .* nothing beside vpc_id"),
        (ADOPTED | {"nat_per_zone": False}, "nat_per_zone .* nothing beside vpc_id"),
        (ADOPTED | {"flow_log_retention": Duration.of(days=30)}, "flow_log_retention .* beside"),
        (ADOPTED | {"vpc_id": "10.0.0.0/16"}, "the id of a VPC"),
        (ADOPTED | {"vpc_id": ""}, "the id of a VPC"),
        ({"vpc_id": "vpc-1"}, "data_subnet_ids is '0 subnet"),
        (ADOPTED | {"data_subnet_ids": ["subnet-1", "subnet-1"]}, "data_subnet_ids is '1 subnet"),
        (ADOPTED | {"private_subnet_ids": ["subnet-1"]}, "private_subnet_ids is '1 subnet"),
    ],
)
def test_what_cannot_work_is_refused(given: dict[str, Any], words: str) -> None:
    """Each refusal names the argument, what was seen and what would do."""
    with pytest.raises(ArgumentError, match=words):
        NetworkArgs(**given)
