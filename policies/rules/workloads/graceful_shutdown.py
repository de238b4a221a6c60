"""See the rule's own docstring."""

import re
from typing import Final

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, rule
from airworthy.kit.tree import Tree
from airworthy.kit.verdict import Severity
from airworthy.policies.label_selectors import SERVICE, picking
from airworthy.policies.pods import (
    DEPLOYMENT,
    REPLICATED,
    expected,
    long_running_containers,
    pod_spec,
)
from airworthy.policies.services import serving
from airworthy.policies.unknowns import each

SLEEP: Final = re.compile(r"\bsleep\s+([0-9]{1,6}(?:\.[0-9]{1,6})?)([smh]?)\b")
SECONDS: Final = {"": 1, "s": 1, "m": 60, "h": 3600}
GRACE: Final = "terminationGracePeriodSeconds"
DEFAULT_GRACE: Final = 30


@rule(
    proves=("graceful-shutdown",),
    on=REPLICATED,
    severity=Severity.MEDIUM,
    fix="Set terminationGracePeriodSeconds to what the longest request or job takes, plus the "
    "seconds that preStop sleeps; let preStop sleep a few seconds where a Service is in front.",
    source="Kubernetes: the grace period is 30 seconds unless set, and preStop runs within it; a "
    "pod leaves its Services while it is already being stopped",
)
def graceful_shutdown(workload: Resource, stack: Stack) -> Findings:
    """Pods have time to leave their Services and to finish before they are killed.

    A release otherwise cuts requests and jobs in half: traffic arrives for seconds after the
    signal to stop, and the default 30 seconds are nobody's measure of the work.
    """
    spec = pod_spec(workload)
    if not spec.has(GRACE):
        yield expected(spec, GRACE, "the seconds that its longest request or job takes")
    longest = max(_sleep(container) for container in long_running_containers(workload))
    if spec.number(GRACE, DEFAULT_GRACE) <= longest:
        yield expected(spec, GRACE, "more than preStop takes, and more than 0")
    if workload.type == DEPLOYMENT:
        services = picking(workload, stack, SERVICE).certain()
        yield from each(serving(workload, services) if services else (), _abrupt)


def _abrupt(group: tuple[Tree, ...]) -> Findings:
    if not any(
        container.tree("lifecycle.preStop").has(handler)
        for container in group
        for handler in ("sleep", "exec", "httpGet")
    ):
        yield expected(group[0], "lifecycle.preStop", "a sleep while its Services forget the pod")


def _sleep(container: Tree) -> float:
    """The seconds that preStop surely takes."""
    stop = container.tree("lifecycle.preStop")
    command = " ".join(stop.texts("exec.command"))
    slept = sum(float(number) * SECONDS[unit] for number, unit in SLEEP.findall(command))
    return max(slept, stop.number("sleep.seconds", 0))
