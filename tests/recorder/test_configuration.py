from __future__ import annotations

from collections.abc import Callable

import pytest

from airworthy.kit.errors import ProgramError
from airworthy.kit.resource import Resource
from airworthy.kit.values import Secret
from airworthy.recording import Recording

Run = Callable[..., Recording]
Found = Callable[..., dict[str, Resource]]


SECRETS = """
config:
  token: {secure: v1:xx}
  port: {secure: v1:yy}
  plain: hello
  database: {host: db, password: {secure: v1:zz}, list: [{secure: v1:zz}]}
"""


def test_encrypted_configuration_is_an_unknown_secret(by_name: Found) -> None:
    """However it is read: as text, as a number, as an object, or as part of one."""
    found = by_name(
        """
        import pulumi
        from things import Thing

        config = pulumi.Config()
        Thing("it", {
            "token": config.require_secret("token"),
            "port": config.get_secret_int("port"),
            "object": config.require_secret_object("token"),
            "built": config.require_secret("token").apply(lambda token: f"Bearer {token}"),
            "nested": config.require_secret_object("database"),
            "open": config.require_object("database")["password"],
            "read": config.get("token"),
            "plain": config.get_secret("plain"),
            "missing": config.get_secret("none"),
            "known": pulumi.Output.secret({"deep": "pw"}),
        })
        """,
        stack=SECRETS,
    )["it"]

    unknown_secrets = {"token", "port", "object", "built", "nested.password"}
    assert {path for path in unknown_secrets if not is_unknown_secret(found, path)} == set()
    assert found.is_unknown("open")
    assert found.is_unknown("read")
    assert (found.text("nested.host"), found.is_secret("nested.host")) == ("db", True)
    assert found.inputs["plain"] == Secret("hello")
    assert found.inputs["known"] == Secret({"deep": "pw"})
    assert not found.has("missing")


def is_unknown_secret(resource: Resource, path: str) -> bool:
    top = path.partition(".")[0]
    return resource.is_unknown(path) and resource.is_secret(top)


@pytest.mark.parametrize("reader", ["get_int", "require_bool", "get_float", "require_object"])
def test_an_encrypted_value_cannot_be_parsed(run: Run, reader: str) -> None:
    """The error names the key and the readers that would do."""
    with pytest.raises(ProgramError, match=r"shop:port is encrypted.*require_secret") as failed:
        run(f"import pulumi\npulumi.Config().{reader}('port')", stack=SECRETS)
    assert "04da6b54" not in str(failed.value)
    assert "at __main__.py:2" in str(failed.value)


def test_a_data_source_that_needs_no_provider_is_answered(run: Run) -> None:
    """From the configuration alone, and the recording says so."""
    recording = run(
        """
        import pulumi
        from things import Thing

        region = pulumi.runtime.invoke("aws:index/getRegion:getRegion", {}).value
        Thing("it", {"region": region["name"]})
        """,
        stack="config: {aws:region: eu-central-1}",
    )

    assert next(iter(recording.stack)).text("region") == "eu-central-1"
    assert list(recording.assumed) == ["aws:index/getRegion:getRegion"]
