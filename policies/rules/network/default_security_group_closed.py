"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, rule
from airworthy.kit.verdict import Severity
from airworthy.policies.unknowns import each

VPCS = ("aws:ec2/vpc:Vpc", "aws:ec2/defaultVpc:DefaultVpc")
DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
RULES = (
    "aws:ec2/securityGroupRule:SecurityGroupRule",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
)


@rule(
    proves=("network-ingress-restricted",),
    on=(*VPCS, DEFAULT_GROUP),
    severity=Severity.MEDIUM,
    fix="Add aws.ec2.DefaultSecurityGroup for the VPC, without rules; it takes over the one there.",
    source="AWS EC2: the default group admits its own members and lets everything out; the "
    "provider removes all rules that DefaultSecurityGroup does not list",
)
def default_security_group_closed(network: Resource, stack: Stack) -> Findings:
    """The default security group of a network allows nothing.

    Whatever is started without a group of its own lands in it, beside everything else that was.
    """
    if network.type in VPCS:
        if not stack.linked(network, DEFAULT_GROUP, through="vpcId"):
            yield "nothing closes its default security group, expected a DefaultSecurityGroup"
        return

    def judge(path: str) -> Findings:
        if network.list(path):
            yield network.expected(path, "no rules")

    yield from each(("ingress", "egress"), judge)
    for added in stack.linked(network, *RULES, through="securityGroupId"):
        yield f"{added.name} adds a rule to it, expected none"
