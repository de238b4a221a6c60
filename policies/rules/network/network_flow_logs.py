"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, rule
from airworthy.kit.values import UnknownRead
from airworthy.kit.verdict import Finding, Severity

FLOW_LOG = "aws:ec2/flowLog:FlowLog"


@rule(
    proves=("network-flow-logs",),
    on=("aws:ec2/vpc:Vpc", "aws:ec2/defaultVpc:DefaultVpc"),
    severity=Severity.HIGH,
    fix='Add aws.ec2.FlowLog with the VPC\'s id and traffic_type="ALL".',
    source="AWS EC2: a VPC records nothing by itself",
)
def network_flow_logs(network: Resource, stack: Stack) -> Findings:
    """Networks record all their flows.

    After an incident the question is who spoke with whom, and what was tried; neither can be
    recorded afterwards.
    """
    logs = stack.linked(network, FLOW_LOG, through="vpcId")
    known = {log.text("trafficType") for log in logs if not log.is_unknown("trafficType")}
    if "ALL" in known or known >= {"ACCEPT", "REJECT"}:
        return
    for log in logs:
        if log.is_unknown("trafficType"):
            raise UnknownRead(f"trafficType of {log.name}")
    if logs:
        kinds = ", ".join(sorted({log.shown("trafficType") for log in logs}))
        yield Finding(f"trafficType of its flow logs is {kinds}, expected ALL")
    else:
        yield Finding("no flow log records its traffic, expected one of ALL traffic")
