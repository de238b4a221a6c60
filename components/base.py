"""What every component is: one type token, children with their parent set, data protected."""

from collections.abc import Mapping

import pulumi

__all__ = ["Component"]


class Component(pulumi.ComponentResource):
    """A component of Airworthy, of type `airworthy:index:<class name>`.

    Args:
        name: The logical name; children are called `<name>-...`.
        opts: Options of the component. Only protect, providers and aliases reach its children.
    """

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(f"airworthy:index:{type(self).__name__}", name, {}, opts)
        self.logical_name = name

    def child(self, opts: pulumi.ResourceOptions | None = None) -> pulumi.ResourceOptions:
        """The options of a child: this component as parent, and whatever else it needs."""
        return pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(parent=self))

    def keep(
        self, *, protect: bool, opts: pulumi.ResourceOptions | None = None
    ) -> pulumi.ResourceOptions:
        """The options of a child that holds data: protected, and kept when it leaves the program.

        `retain_on_delete` is not inherited, so it is set on each such child.
        """
        held = pulumi.ResourceOptions(protect=protect, retain_on_delete=protect)
        return self.child(pulumi.ResourceOptions.merge(opts, held))

    def tags(self, given: Mapping[str, str]) -> dict[str, str]:
        """The tags of a child: the caller's, then those we require."""
        return {**given, "airworthy:component": self.logical_name}
