"""See the rule's own docstring."""

import re
from typing import Final

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, rule
from airworthy.kit.tree import Tree
from airworthy.kit.verdict import Severity
from airworthy.policies.pods import WORKLOADS, all_containers, expected
from airworthy.policies.unknowns import each

DIGEST: Final = re.compile(r".+@(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})")


@rule(
    proves=("images-pinned",),
    on=WORKLOADS,
    severity=Severity.HIGH,
    fix="Name the image by digest, as in registry.example/app:1.4.2@sha256:...; take the digest "
    "from the build.",
    source="OCI distribution: a tag can be moved to another image, a digest cannot; latest is the "
    "tag where none is given",
)
def images_pinned(workload: Resource) -> Findings:
    """Images are named by digest.

    A tag, even of a version, can be moved after the review: then a restarted pod runs code that
    nobody has tested, beside pods that still run the old.
    """
    yield from each(all_containers(workload), _movable)


def _movable(container: Tree) -> Findings:
    if not DIGEST.fullmatch(container.text("image")):
        yield expected(container, "image", "a name with a digest (@sha256: and 64 hex digits)")
