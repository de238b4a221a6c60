"""See the rule's own docstring."""

import re

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, rule
from airworthy.kit.tree import Tree
from airworthy.kit.values import show
from airworthy.kit.verdict import Finding, Severity
from airworthy.policies.namespaces import NAMESPACE

ENFORCE = "pod-security.kubernetes.io/enforce"
LABELS = "metadata.labels"
VERSION = "pod-security.kubernetes.io/enforce-version"
PINNED = re.compile(r"v1\.\d+")


@rule(
    proves=("pod-security-restricted",),
    on=(NAMESPACE,),
    severity=Severity.HIGH,
    fix=f"Label the namespace {ENFORCE}=restricted and {VERSION}=v1.34, or your cluster's version.",
    source="Kubernetes: a namespace without the label admits any pod, and a missing version "
    "means `latest`",
)
def pod_security_restricted(namespace: Resource) -> Findings:
    """Namespaces enforce the restricted pod security standard of a fixed version.

    A privileged pod is root on its node, and nobody reviews each pod; with the latest version,
    an upgrade of the cluster may refuse pods that ran the day before.
    """
    labels = namespace.tree(LABELS)
    if _label(labels, ENFORCE) != "restricted":
        shown = show(labels.raw.get(ENFORCE))
        yield Finding(f"the label {ENFORCE} is {shown}, expected restricted", at=LABELS)
    if not PINNED.fullmatch(_label(labels, VERSION)):
        shown = show(labels.raw.get(VERSION))
        yield Finding(f"the label {VERSION} is {shown}, expected v1.34 or so", at=LABELS)


def _label(labels: Tree, key: str) -> str:
    return str(labels[key]) if key in labels else ""
