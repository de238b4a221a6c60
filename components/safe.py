"""How a component declares which of its children's properties are safe, and how each breaks."""

from dataclasses import dataclass
from typing import Any

__all__ = ["Safe"]


@dataclass(frozen=True, slots=True)
class Safe:
    """A property that a component sets to something safe.

    A test sets it to the broken value in a recording, and a rule that proves one of the
    component's controls must fail.

    Attributes:
        type: The child's resource type.
        path: The property, dotted; `options:protect` for a resource option.
        broken: An unsafe value; None stands for leaving the property out.
        name: How the child's logical name ends; every child of the type is meant if empty.
    """

    type: str
    path: str
    broken: Any = None
    name: str = ""
