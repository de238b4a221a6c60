"""The application's secrets: generated or given, kept in Secrets Manager under a key of its own."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws
import pulumi_random as random

from airworthy.components.base import Component
from airworthy.components.days import check_days
from airworthy.components.encryption import encryption_key
from airworthy.components.policy_document import policy_document
from airworthy.components.safe import Safe
from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError

__all__ = ["ENCODES", "SAFE", "AppSecrets", "AppSecretsArgs", "GeneratedSecret", "GivenSecret"]

PASSWORD = "random:index/randomPassword:RandomPassword"  # noqa: S105 - a resource type
BYTES = "random:index/randomBytes:RandomBytes"
SECRET = "aws:secretsmanager/secret:Secret"  # noqa: S105 - a resource type
VERSION = "aws:secretsmanager/secretVersion:SecretVersion"
KEY = "aws:kms/key:Key"

ENCODES = (
    "application-secrets-generated",
    "data-resources-protected",
    "encryption-keys-rotated",
    "secrets-in-vault",
)
SAFE = (
    Safe(PASSWORD, "length", broken=16),
    Safe(BYTES, "length", broken=12),
    Safe(SECRET, "kmsKeyId", broken=None),
    Safe(SECRET, "recoveryWindowInDays", broken=0),
    Safe(VERSION, "secretString", broken="in plain text"),
    Safe(KEY, "enableKeyRotation", broken=False),
    Safe(KEY, "deletionWindowInDays", broken=7),
)

UNSAFE_SPECIALS = frozenset("/@\"' ")  # RDS refuses them in a password
SHORTEST_WINDOW, LONGEST_WINDOW = Duration.of(days=7), Duration.of(days=30)
QUARTER = Duration.of(days=90)
SHOWN_DIGITS = 16


@dataclass(frozen=True, kw_only=True, slots=True)
class GeneratedSecret:
    """A secret that nobody has seen.

    Either `length` or `bytes` says how much of it there is. A change of either alone changes
    nothing: only a new `generation` makes a new value, since whoever holds the old one must be
    ready for it.

    Attributes:
        length: Characters of a password: letters and digits, which databases, Redis, addresses
            and shells all take.
        specials: Further characters for a password.
        bytes: Random bytes of a key, delivered as base64.
        generation: Counts up to make a new value.
        rotate_every: How old a value should get; a note for whoever rotates, in whole days.
        owner: Who rotates it.
        username: The name that a password belongs to: the secret is then JSON of username and
            password, as RDS Proxy reads it.
    """

    length: int = 0
    specials: str = ""
    bytes: int = 0
    generation: int = 1
    rotate_every: Duration = QUARTER
    owner: str = ""
    username: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be generated, or used."""
        if (self.length > 0) == (self.bytes > 0):
            raise ArgumentError("length", self.length, "either length or bytes, over 0")
        clash = sorted(UNSAFE_SPECIALS.intersection(self.specials))
        if clash:
            raise ArgumentError("specials", clash[0], "characters that RDS takes in a password")
        if self.username and self.bytes:
            raise ArgumentError(
                "username", self.username, "length in place of bytes: a user has a password"
            )
        if self.generation < 1:
            raise ArgumentError("generation", self.generation, "1 or more")
        check_days("rotate_every", self.rotate_every)


@dataclass(frozen=True, kw_only=True, slots=True)
class GivenSecret:
    """A secret from elsewhere, such as a vendor's token.

    Attributes:
        value: The secret; it is wrapped as one, even where the caller forgot.
        rotate_every: How old a value should get; a note for whoever rotates, in whole days.
        owner: Who rotates it.
    """

    value: pulumi.Input[str] = field(repr=False)
    rotate_every: Duration = QUARTER
    owner: str = ""

    def __post_init__(self) -> None:
        """Refuse a value that is no secret."""
        if isinstance(self.value, str) and not self.value.strip():
            raise ArgumentError("value", "empty", "a secret")
        check_days("rotate_every", self.rotate_every)


@dataclass(frozen=True, kw_only=True, slots=True)
class AppSecretsArgs:
    """Arguments of AppSecrets.

    Attributes:
        generated: Secrets to generate, by name.
        given: Secrets from elsewhere, by name.
        recovery_window: How long a deleted secret can be brought back, 7 to 30 days.
        protect: Pulumi refuses to delete or replace secrets and key.
        tags: Tags of every child.
    """

    generated: Mapping[str, GeneratedSecret] = field(default_factory=dict)
    given: Mapping[str, GivenSecret] = field(default_factory=dict)
    recovery_window: Duration = LONGEST_WINDOW
    protect: bool = True
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what Secrets Manager would refuse."""
        twice = sorted(set(self.generated) & set(self.given))
        if twice:
            raise ArgumentError("given", twice[0], "a name that is not generated as well")
        if not SHORTEST_WINDOW <= self.recovery_window <= LONGEST_WINDOW:
            raise ArgumentError(
                "recovery_window", self.recovery_window, f"{SHORTEST_WINDOW} to {LONGEST_WINDOW}"
            )
        check_days("recovery_window", self.recovery_window)


class AppSecrets(Component):
    """The application's secrets in Secrets Manager.

    Each value is generated once. The resources that generate are not protected, as a deliberate
    new generation replaces them; the secrets that keep the values are.

    Attributes:
        key: The KMS key of all of them.
        secrets: The secrets, by name.
        values: Their values, each marked as secret, by name.
        names: Their names in Secrets Manager, by name.
        version: Changes whenever one of the values does; no secret itself.
        reader_policy: An IAM policy that lets its holder read these secrets and nothing else.
    """

    version: pulumi.Output[str]
    reader_policy: pulumi.Output[str]

    def __init__(
        self, name: str, args: AppSecretsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._args = args
        self._tags = self.tags(args.tags)
        self.key = encryption_key(
            self,
            f"{name}-key",
            description=f"Secrets of {name}",
            tags=self._tags,
            protect=args.protect,
        )
        self.values: dict[str, pulumi.Output[str]] = {
            **{key: self._generate(name, key, how) for key, how in args.generated.items()},
            **{key: pulumi.Output.secret(given.value) for key, given in args.given.items()},
        }
        notes: dict[str, GeneratedSecret | GivenSecret] = {**args.generated, **args.given}
        self.secrets = {key: self._secret(name, key, notes[key]) for key in self.values}
        self.names = {key: secret.name for key, secret in self.secrets.items()}
        versions = [
            aws.secretsmanager.SecretVersion(
                f"{name}-{key}-version",
                secret_id=self.secrets[key].id,
                secret_string=stored(notes[key], value),
                opts=self.child(),
            ).version_id
            for key, value in sorted(self.values.items())
        ]
        self.version = pulumi.Output.all(*versions).apply(digest)
        self.reader_policy = self._reader_policy()
        self.register_outputs(
            {
                "names": self.names,
                "keyArn": self.key.arn,
                "version": self.version,
                "readerPolicy": self.reader_policy,
            }
        )

    def _generate(self, name: str, key: str, how: GeneratedSecret) -> pulumi.Output[str]:
        keepers = {"generation": str(how.generation)}
        if how.bytes:
            return random.RandomBytes(
                f"{name}-{key}",
                length=how.bytes,
                keepers=keepers,
                opts=self._once("length"),
            ).base64
        return random.RandomPassword(
            f"{name}-{key}",
            length=how.length,
            special=bool(how.specials),
            override_special=how.specials or None,
            keepers=keepers,
            opts=self._once("length", "special", "overrideSpecial"),
        ).result

    def _once(self, *ignored: str) -> pulumi.ResourceOptions:
        return self.child(pulumi.ResourceOptions(ignore_changes=list(ignored)))

    def _secret(
        self, name: str, key: str, notes: GeneratedSecret | GivenSecret
    ) -> aws.secretsmanager.Secret:
        owner = {"airworthy:owner": notes.owner} if notes.owner else {}
        rotation = {"airworthy:rotate-every-days": str(notes.rotate_every.days)}
        return aws.secretsmanager.Secret(
            f"{name}-{key}-secret",
            description=f"{key} of {name}",
            kms_key_id=self.key.arn,
            recovery_window_in_days=self._args.recovery_window.days,
            tags={**self._tags, **rotation, **owner},
            opts=self.keep(protect=self._args.protect),
        )

    def _reader_policy(self) -> pulumi.Output[str]:
        return policy_document(
            {
                "Effect": "Allow",
                "Action": ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
                "Resource": [secret.arn for secret in self.secrets.values()],
            },
            {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": self.key.arn},
        )


def digest(versions: Sequence[str]) -> str:
    """A text that changes whenever one of some version ids does."""
    return hashlib.sha256("\n".join(versions).encode()).hexdigest()[:SHOWN_DIGITS]


def stored(how: GeneratedSecret | GivenSecret, value: pulumi.Output[str]) -> pulumi.Output[str]:
    """What Secrets Manager keeps: the value, or JSON of it and the username it belongs to."""
    if isinstance(how, GivenSecret) or not how.username:
        return value
    return pulumi.Output.json_dumps({"username": how.username, "password": value})
