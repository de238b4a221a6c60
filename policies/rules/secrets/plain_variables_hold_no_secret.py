"""See the rule's own docstring."""

import re
from typing import Final

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.tree import Tree
from airworthy.kit.values import Secret, UnknownRead
from airworthy.kit.verdict import Finding, Severity
from airworthy.policies.pods import WORKLOADS, all_containers
from airworthy.policies.unknowns import each

SECRETS: Final = ("SECRET", "TOKEN", "PASSWORD", "PASSWD", "APIKEY", "PRIVATEKEY", "ACCESSKEY")
ADDRESSES: Final = ("URL", "URI", "DSN")
# Switches, as ALLOW_EMPTY_PASSWORD=yes: such a word is no secret.
SWITCHES: Final = frozenset({"", "true", "false", "yes", "no", "on", "off", "0", "1"})
EXPANSION: Final = re.compile(r"(?<!\$)\$(\([^()]+\)|\{[^{}]+\})")
CREDENTIALS: Final = re.compile(r"://[^/\s:@?#]*:([^/\s?#]+)@")


@rule(
    proves=("secrets-not-in-plain-text",),
    on=WORKLOADS,
    severity=Severity.CRITICAL,
    fix="Put the value into a Kubernetes Secret and refer to it with secretKeyRef; in an address "
    "expand the variable that holds it: postgres://$(PGUSER):$(PGPASSWORD)@host.",
    source="Kubernetes: $(NAME) in a variable's value is replaced by the variable of that name",
)
def plain_variables_hold_no_secret(workload: Resource) -> Findings:
    """Variables that are named as secrets are references and not literals.

    What stands in a manifest is read by all who may read the code, the state or the cluster. A
    variable's name is its contract with the program, so it is taken at its word: JWT_SECRET is a
    secret. So is the password of an address. A value that is marked as secret is judged by
    workload-secrets-by-reference.
    """
    containers = all_containers(workload)
    yield from each(containers, lambda container: each(container.trees("env"), _bare))
    if not any(_is_judged(each) for container in containers for each in container.trees("env")):
        raise NotApplicable("no variable is named as a secret or holds a password in an address")


def _bare(variable: Tree) -> Findings:
    raw = variable.peek("value")
    if raw is None or isinstance(raw, Secret):
        return
    named = _says(variable, SECRETS)
    if variable.is_unknown("value"):
        if named or _says(variable, ADDRESSES):
            raise UnknownRead(variable.at("value"))
        return
    text = str(raw)
    shown, at = variable.shown("name"), variable.at("value")
    if named and text.lower() not in SWITCHES and not EXPANSION.search(text):
        yield Finding(f"{shown} is a literal, expected a reference to a secret", at=at)
    elif any(not EXPANSION.search(found[1]) for found in CREDENTIALS.finditer(text)):
        yield Finding(f"{shown} holds a password, expected it to be expanded", at=at)


def _is_judged(variable: Tree) -> bool:
    return _says(variable, SECRETS) or bool(CREDENTIALS.search(str(variable.peek("value"))))


def _says(variable: Tree, endings: tuple[str, ...]) -> bool:
    return re.sub("[^A-Z]", "", variable.text("name").upper()).endswith(endings)
