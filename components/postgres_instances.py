"""What all instances of a PostgreSQL on RDS share, the one that is written to and its replicas."""

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from airworthy.components.base import Component
from airworthy.components.rds_monitoring import LOGS, log_groups
from airworthy.kit.duration import Duration
from airworthy.kit.window import WeeklyWindow

__all__ = ["Instances"]

CERTIFICATE = "rds-ca-rsa2048-g1"


@dataclass(frozen=True, kw_only=True, slots=True)
class Instances:
    """The instances of a component, alike in what makes them safe.

    Attributes:
        parent: The component.
        instance_class: Their size.
        key: The KMS key of their insights and logs.
        security_group: Their security group.
        parameter_group: Their parameter group.
        monitoring: The role that reports on their processes.
        maintenance_window: When RDS may patch them.
        deletion_protection: RDS refuses to delete them.
        log_retention: How long their logs are kept.
        tags: Their tags.
    """

    parent: Component
    instance_class: str
    key: aws.kms.Key
    security_group: aws.ec2.SecurityGroup
    parameter_group: aws.rds.ParameterGroup
    monitoring: aws.iam.Role
    maintenance_window: WeeklyWindow
    deletion_protection: bool
    log_retention: Duration
    tags: dict[str, str]

    def shared(self) -> dict[str, Any]:
        """The arguments that every instance gets."""
        return {
            "instance_class": self.instance_class,
            "storage_encrypted": True,
            "publicly_accessible": False,
            "vpc_security_group_ids": [self.security_group.id],
            "ca_cert_identifier": CERTIFICATE,
            "parameter_group_name": self.parameter_group.name,
            "auto_minor_version_upgrade": True,
            "maintenance_window": str(self.maintenance_window),
            "deletion_protection": self.deletion_protection,
            "enabled_cloudwatch_logs_exports": list(LOGS),
            "performance_insights_enabled": True,
            "performance_insights_kms_key_id": self.key.arn,
            "monitoring_interval": 60,
            "monitoring_role_arn": self.monitoring.arn,
            "tags": self.tags,
        }

    def logs(self, name: str, identifier: str) -> pulumi.ResourceOptions:
        """The log groups of an instance, as what it depends on."""
        groups = log_groups(
            self.parent,
            {f"{name}-log-{kind}": f"/aws/rds/instance/{identifier}/{kind}" for kind in LOGS},
            retention=self.log_retention,
            key_arn=self.key.arn,
            tags=self.tags,
        )
        return pulumi.ResourceOptions(depends_on=groups)

    def replica(self, name: str, source: aws.rds.Instance, identifier: str) -> aws.rds.Instance:
        """A read replica; it takes the source's engine, storage and key."""
        return aws.rds.Instance(
            name,
            identifier=identifier,
            replicate_source_db=source.identifier,
            # It is made anew from its source: it has nothing of its own to save.
            skip_final_snapshot=True,
            **self.shared(),
            opts=self.parent.child(self.logs(name, identifier)),
        )
