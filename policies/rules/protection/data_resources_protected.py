"""See the rule's own docstring."""

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.verdict import Finding, Severity

HOLDING = ("protect", "retainOnDelete")


@rule(
    proves=("data-resources-protected",),
    on=(
        "aws:backup/vault:Vault",
        "aws:cognito/userPool:UserPool",
        "aws:docdb/cluster:Cluster",
        "aws:dynamodb/table:Table",
        "aws:ebs/volume:Volume",
        "aws:efs/fileSystem:FileSystem",
        "aws:kms/externalKey:ExternalKey",
        "aws:kms/key:Key",
        "aws:memorydb/cluster:Cluster",
        "aws:neptune/cluster:Cluster",
        "aws:opensearch/domain:Domain",
        "aws:rds/cluster:Cluster",
        "aws:rds/instance:Instance",
        "aws:redshift/cluster:Cluster",
        "aws:s3/bucket:Bucket",
        "aws:s3/bucketV2:BucketV2",
        "aws:secretsmanager/secret:Secret",
        "kubernetes:core/v1:PersistentVolumeClaim",
        "kubernetes:postgresql.cnpg.io/v1:Cluster",
        "mongodbatlas:index/advancedCluster:AdvancedCluster",
    ),
    severity=Severity.HIGH,
    fix="Set protect=True, or retain_on_delete=True, in the resource's options.",
    source="Pulumi: both default to false; protect refuses deletion and replacement, "
    "retainOnDelete leaves the resource where it is",
)
def data_resources_protected(resource: Resource) -> Findings:
    """What holds data is not deleted by a deployment.

    A renamed variable or a removed line is a deletion to the engine, and it carries it out.
    """
    if resource.has("replicateSourceDb"):
        raise NotApplicable("a read replica: its source holds the data")
    options = resource.option
    known = [name for name in HOLDING if not options.is_unknown(name)]
    if any(options.flag(name, default=False) for name in known):
        return
    for name in HOLDING:
        options.flag(name, default=False)  # one that is unknown here may still hold it
    yield Finding(
        "protect and retainOnDelete are false, expected either true", at="options.protect"
    )
