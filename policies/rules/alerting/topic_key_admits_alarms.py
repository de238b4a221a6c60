"""See the rule's own docstring."""

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, NotApplicable, rule
from airworthy.kit.values import UnknownRead
from airworthy.kit.verdict import Finding, Severity
from airworthy.policies.alarm_topics import require_alarms
from airworthy.policies.policy_document import allows_service

KEY, ALIAS = "aws:kms/key:Key", "aws:kms/alias:Alias"
KEY_POLICY = "aws:kms/keyPolicy:KeyPolicy"
OWN_KEY = "alias/aws/sns"
ALARMS_SERVICE = "cloudwatch.amazonaws.com"


@rule(
    proves=("on-call-routing",),
    on=("aws:sns/topic:Topic",),
    severity=Severity.HIGH,
    fix=f"Use a key of your own whose policy allows {ALARMS_SERVICE} kms:Decrypt and "
    "kms:GenerateDataKey*.",
    source="AWS CloudWatch: an alarm calls KMS by itself, and the policy of alias/aws/sns does "
    "not let it; nor does a key's default policy, which names the account alone",
)
def topic_key_admits_alarms(topic: Resource, stack: Stack) -> Findings:
    """Alarms may use the key of the topics they notify.

    Otherwise each notification is refused, and only the alarm's history says so.
    """
    if not topic.has("kmsMasterKeyId"):
        raise NotApplicable("its messages are not encrypted by a key")
    require_alarms(topic, stack)
    literal = topic.peek("kmsMasterKeyId")
    if isinstance(literal, str) and literal.endswith(OWN_KEY):
        yield topic.expected("kmsMasterKeyId", "a key of your own: this one shuts alarms out")
        return
    key = _key_behind(topic, "kmsMasterKeyId", stack)
    if key is None:
        raise UnknownRead("the policy of kmsMasterKeyId")
    separate = stack.linked(key, KEY_POLICY, through="keyId")
    documents = [held.document("policy") for held in (key, *separate) if held.has("policy")]
    needed = ("kms:Decrypt", "kms:GenerateDataKey")
    if not any(allows_service(document, ALARMS_SERVICE, *needed) for document in documents):
        yield Finding(
            f"the policy of its key {key.name} does not allow {ALARMS_SERVICE} "
            f"{' and '.join(needed)}",
            at="kmsMasterKeyId",
        )


def _key_behind(resource: Resource, path: str, stack: Stack) -> Resource | None:
    """The key of this stack that a property names, through an alias or not."""
    for urn in resource.property_dependencies.get(path, ()):
        found = stack.find(urn)
        if found is not None and found.type == ALIAS:
            found = _key_behind(found, "targetKeyId", stack)
        if found is not None and found.type == KEY:
            return found
    return None
