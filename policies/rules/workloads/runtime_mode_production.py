"""See the rule's own docstring."""

from collections.abc import Mapping
from typing import Final

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.tree import Tree
from airworthy.kit.values import UnknownRead
from airworthy.kit.verdict import Severity
from airworthy.policies.pods import WORKLOADS, all_containers, expected
from airworthy.policies.unknowns import each

# The variables by which frameworks choose their mode, and the value that means production.
MODES: Final[Mapping[str, str]] = {
    "NODE_ENV": "production",
    "RAILS_ENV": "production",
    "RACK_ENV": "production",
    "MIX_ENV": "prod",
    "GIN_MODE": "release",
    "ASPNETCORE_ENVIRONMENT": "production",
    "DOTNET_ENVIRONMENT": "production",
}


@rule(
    proves=("runtime-mode-production",),
    on=WORKLOADS,
    severity=Severity.HIGH,
    fix="Set the variable to its value for production, for instance NODE_ENV=production.",
    source="Node.js, Rails, Rack, Elixir, Gin and .NET: their documented mode variables; .NET "
    "compares without case",
)
def runtime_mode_production(workload: Resource) -> Findings:
    """Workloads that choose a mode run in production mode.

    Development modes are slow, cache nothing and show their insides to visitors.
    """
    modes = [
        variable
        for container in all_containers(workload)
        for variable in container.trees("env")
        if variable.text("name") in MODES
    ]
    if not modes:
        raise NotApplicable("no container sets a variable that chooses a mode")
    yield from each(modes, _unfinished)


def _unfinished(variable: Tree) -> Findings:
    name = variable.text("name")
    if variable.has("valueFrom"):
        raise UnknownRead(variable.at("valueFrom"))
    value = variable.text("value")
    if (value.lower() if "NET" in name else value) != MODES[name]:
        shown = variable.shown("name")
        yield expected(variable, "value", f"{MODES[name]}, since {shown} chooses the mode")
