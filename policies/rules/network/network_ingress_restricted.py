"""See the rule's own docstring."""

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.tree import Tree
from airworthy.kit.verdict import Finding, Severity
from airworthy.policies.ingress import openings
from airworthy.policies.unknowns import each

GROUP = "aws:ec2/securityGroup:SecurityGroup"
RULE = "aws:ec2/securityGroupRule:SecurityGroupRule"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"


@rule(
    proves=("network-ingress-restricted",),
    on=(GROUP, RULE, INGRESS),
    severity=Severity.CRITICAL,
    fix="Name the security group, prefix list or range that needs the port, in place of everyone.",
    source="AWS EC2: protocol -1, and ports left out, mean every port",
)
def network_ingress_restricted(group: Resource) -> Findings:
    """Only the ports of the web are open to the world.

    Whatever answers on another port is tried within minutes, by everyone's scanners, with every
    password and flaw known so far.
    """
    if group.type == RULE and group.text("type") != "ingress":
        raise NotApplicable(f"the rule's type is {group.shown('type')}")
    if group.type != GROUP:
        yield from openings(group)
        return
    inline = group.list("ingress")

    def judge(index: int) -> Findings:
        ingress = inline[index]
        if isinstance(ingress, Tree):
            yield from openings(ingress)
        else:
            yield Finding(f"{inline.path}[{index}] is no mapping, expected a rule", at=inline.path)

    yield from each(range(len(inline)), judge)
