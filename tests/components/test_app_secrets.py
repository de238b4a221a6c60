from collections.abc import Callable

import pulumi
import pytest

from airworthy.components.app_secrets import (
    AppSecrets,
    AppSecretsArgs,
    GeneratedSecret,
    GivenSecret,
    digest,
    stored,
)
from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError
from airworthy.kit.resource import Stack
from airworthy.kit.values import Secret

Record = Callable[[Callable[[], object]], Stack]
PASSWORD = "random:index/randomPassword:RandomPassword"  # noqa: S105 - a resource type
VERSION = "aws:secretsmanager/secretVersion:SecretVersion"

REFUSALS = [
    (GeneratedSecret, "either length or bytes"),
    (lambda: GeneratedSecret(length=32, bytes=32), "either length or bytes"),
    (lambda: GeneratedSecret(length=32, specials="!@"), "specials is '@'"),
    (lambda: GeneratedSecret(bytes=32, username="app"), "username is 'app'; wanted length"),
    (lambda: GeneratedSecret(length=32, generation=0), "generation is 0"),
    (lambda: GeneratedSecret(length=32, rotate_every=Duration.of(hours=1)), "rotate_every is 1h"),
    (lambda: GivenSecret(value=" "), "value is 'empty'"),
    (lambda: AppSecretsArgs(recovery_window=Duration.of(days=1)), "recovery_window is 1d"),
    (lambda: AppSecretsArgs(recovery_window=Duration.of(hours=180)), "whole days"),
    (
        lambda: AppSecretsArgs(
            generated={"key": GeneratedSecret(length=32)}, given={"key": GivenSecret(value="v")}
        ),
        "given is 'key'",
    ),
]


@pytest.mark.parametrize(
    ("make", "message"),
    REFUSALS,
    ids=range(len(REFUSALS)),
)
def test_what_cannot_work_is_refused(make: Callable[[], object], message: str) -> None:
    """Contradictions are refused before anything is generated."""
    with pytest.raises(ArgumentError) as refusal:
        make()

    assert message in str(refusal.value)


def test_a_given_value_is_never_shown() -> None:
    """Not even where it is passed as a plain string."""
    assert "hunter22" not in repr(AppSecretsArgs(given={"vendor": GivenSecret(value="hunter22")}))


def test_a_plain_string_becomes_a_secret(recorded: Record) -> None:
    """A value that the caller forgot to mark is marked."""
    args = AppSecretsArgs(given={"vendor": GivenSecret(value="hunter22")})

    stack = recorded(lambda: AppSecrets("one", args))

    (version,) = stack.of_type(VERSION)
    assert isinstance(version.peek("secretString"), Secret)


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        (GeneratedSecret(length=64, generation=1), True),
        (GeneratedSecret(length=32, generation=2), False),
    ],
    ids=["another length", "another generation"],
)
def test_only_a_new_generation_makes_a_new_value(
    recorded: Record,
    changed: GeneratedSecret,
    same: bool,  # noqa: FBT001 - a row
) -> None:
    """What would replace the value is ignored, save for the generation."""

    def seen(secret: GeneratedSecret) -> dict[str, object]:
        stack = recorded(lambda: AppSecrets("one", AppSecretsArgs(generated={"key": secret})))
        (password,) = stack.of_type(PASSWORD)
        ignored = password.option.texts("ignoreChanges")
        return {key: value for key, value in password.inputs.items() if key not in ignored}

    assert (seen(GeneratedSecret(length=32)) == seen(changed)) is same


def test_another_secret_only_creates(recorded: Record) -> None:
    """A new name leaves every other resource where it is."""
    one = {"a": GeneratedSecret(length=32)}
    two = {"0": GeneratedSecret(bytes=32), **one}

    before = recorded(lambda: AppSecrets("one", AppSecretsArgs(generated=one)))
    after = recorded(lambda: AppSecrets("one", AppSecretsArgs(generated=two)))

    assert {r.urn for r in before} < {r.urn for r in after}


def test_rotation_is_noted(recorded: Record) -> None:
    """Who rotates, and how often, stands in the tags of each secret."""
    secret = GeneratedSecret(length=32, rotate_every=Duration.of(days=30), owner="payments")

    stack = recorded(lambda: AppSecrets("one", AppSecretsArgs(generated={"key": secret})))

    (stored,) = stack.of_type("aws:secretsmanager/secret:Secret")
    tags = dict(stored.tree("tags").raw)
    assert tags["airworthy:rotate-every-days"] == "30"
    assert tags["airworthy:owner"] == "payments"


def test_values_are_of_use_to_other_components(recorded: Record) -> None:
    """A generated password can be handed on, and stays a secret on the way."""

    def program() -> None:
        made = AppSecrets("one", AppSecretsArgs(given={"vendor": GivenSecret(value="hunter22")}))
        pulumi.ComponentResource("test:index:Taker", "taker", {"password": made.values["vendor"]})

    stack = recorded(program)

    (taker,) = stack.of_type("test:index:Taker")
    assert taker.is_secret("password")


@pytest.mark.parametrize(
    ("how", "kept"),
    [
        (GeneratedSecret(length=32), "hunter22"),
        (GivenSecret(value="hunter22"), "hunter22"),
        (
            GeneratedSecret(length=32, username="app"),
            '{"username": "app", "password": "hunter22"}',
        ),
    ],
    ids=["generated", "given", "of a user"],
)
def test_a_value_is_kept_as_its_reader_takes_it(
    recorded: Record, how: GeneratedSecret | GivenSecret, kept: str
) -> None:
    """RDS Proxy reads JSON of username and password; alone or in JSON a value stays a secret."""

    def program() -> None:
        text = stored(how, pulumi.Output.secret("hunter22"))
        pulumi.ComponentResource("test:index:Taker", "taker", {"text": text})

    (taker,) = recorded(program).of_type("test:index:Taker")
    assert taker.is_secret("text")
    assert taker.text("text") == kept


@pytest.mark.parametrize("username", ["", "app"])
def test_what_is_kept_is_a_secret_of_the_password(recorded: Record, username: str) -> None:
    """With a username and without, the stored text is marked and comes from the password."""
    args = AppSecretsArgs(generated={"key": GeneratedSecret(length=32, username=username)})

    stack = recorded(lambda: AppSecrets("one", args))

    (version,) = stack.of_type(VERSION)
    assert version.is_secret("secretString")
    (password,) = stack.of_type(PASSWORD)
    assert version.property_dependencies["secretString"] == (password.urn,)


def test_the_version_changes_with_every_value() -> None:
    """One new version among many is enough."""
    assert digest(["1", "2"]) == digest(["1", "2"])
    assert len({digest(["1", "2"]), digest(["1", "3"]), digest(["2", "2"])}) == 3
