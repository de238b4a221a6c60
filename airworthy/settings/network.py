"""The network of a system: created, or adopted."""

from __future__ import annotations

from pydantic import model_validator

from airworthy.settings.section import Section

__all__ = ["NetworkSettings"]


class NetworkSettings(Section):
    """Where the system lives.

    Attributes:
        vpc_id: A VPC to adopt; with it come the subnets, by kind.
        private_subnet_ids: Subnets of the workloads.
        data_subnet_ids: Subnets of the databases, in two zones or more.
    """

    vpc_id: str | None = None
    private_subnet_ids: tuple[str, ...] = ()
    data_subnet_ids: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> NetworkSettings:
        if self.vpc_id and len(self.data_subnet_ids) < 2:  # noqa: PLR2004 - RDS asks for two
            raise ValueError("data_subnet_ids: an adopted VPC needs two data subnets or more")
        return self
