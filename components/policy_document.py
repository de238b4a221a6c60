"""IAM policy documents: what they are made of, and the one way they are written."""

from collections.abc import Mapping
from typing import Any

import pulumi

__all__ = ["Statement", "policy_document"]

Statement = Mapping[str, Any]


def policy_document(*statements: Statement) -> pulumi.Output[str]:
    """A policy of some statements; unknown as a whole while a part of it is unknown."""
    return pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": list(statements)})
