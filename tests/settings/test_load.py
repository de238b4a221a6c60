"""A stack file that cannot work is explained key by key, with the line to mend."""

from __future__ import annotations

import contextvars
from collections.abc import Mapping
from pathlib import Path

import pulumi
import pytest

from airworthy.kit.duration import Duration
from airworthy.kit.errors import ArgumentError
from airworthy.kit.project import config_text
from airworthy.kit.stackfile import StackFile
from airworthy.kit.values import Secret
from airworthy.settings.load import Loaded, SettingsError, load_settings, parse_settings

WHOLE = """\
config:
  airworthy:system: shop
  airworthy:environment: production
  airworthy:checklists: [marketplace]
  airworthy:postgres:
    database: shop
    backup_retention: 30d
  airworthy:gate: {severity: high}
  airworthy:waivers: []
  airworthy:cluster:
    context: shop
    identifier: shop
    security_group_id: sg-1
    secrets_role_arn: arn:aws:iam::000000000000:role/secrets
  aws:region: eu-central-1
"""
CLUSTER = (
    '{"context": "c", "identifier": "i", "security_group_id": "sg-1", "secrets_role_arn": "r"}'
)


def load(text: str) -> Loaded:
    file = StackFile.parse(text, name="Pulumi.prod.yaml", project="any")
    given = {key: config_text(value) for key, value in file.config.items() if is_plain(value)}
    return parse_settings(given, file)


def is_plain(value: object) -> bool:
    return not isinstance(value, Secret)


def problems(text: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load(text)
    return [str(problem) for problem in caught.value.problems]


def test_values_arrive_typed() -> None:
    """Text becomes durations; what the file leaves out stays the component's to decide."""
    postgres = load(WHOLE).settings.postgres

    assert postgres is not None
    assert postgres.given() == {"database": "shop", "backup_retention": Duration.of(days=30)}


def test_the_kits_keys_are_left_alone() -> None:
    """Waivers and gate are no settings of the system, and no error either."""
    assert load(WHOLE).settings.system == "shop"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            ("database: shop", "databse: shop"),
            "Pulumi.prod.yaml:6: airworthy:postgres.databse is no key of ours; "
            "wanted database, the nearest key there is",
            id="a misspelt key inside a section",
        ),
        pytest.param(
            ("airworthy:checklists:", "airworthy:cheklists:"),
            "Pulumi.prod.yaml:4: airworthy:cheklists is no key of ours; "
            "wanted checklists, the nearest key there is",
            id="a misspelt section",
        ),
        pytest.param(
            ("backup_retention: 30d", "backup_retention: 30"),
            "Pulumi.prod.yaml:7: airworthy:postgres.backup_retention is 30; wanted",
            id="a number where a duration stands",
        ),
        pytest.param(
            ("backup_retention: 30d", "backup_retention: soon"),
            "Pulumi.prod.yaml:7: airworthy:postgres.backup_retention is 'soon'; wanted",
            id="a text that is no duration",
        ),
        pytest.param(
            ("backup_retention: 30d", 'multi_az: "yes"'),
            "airworthy:postgres.multi_az is 'yes'; wanted true or false",
            id="a word where a boolean stands",
        ),
        pytest.param(
            ("[marketplace]", "marketplace"),
            "airworthy:checklists is 'marketplace'; wanted a list",
            id="a word where a list stands",
        ),
        pytest.param(
            ("[marketplace]", "[5]"), "airworthy:checklists.0 is 5; wanted a text", id="in a list"
        ),
        pytest.param(
            ("airworthy:system: shop\n", "\n"),
            "Pulumi.prod.yaml:1: airworthy:system is missing; wanted a value: it has no default",
            id="a required key left out",
        ),
        pytest.param(
            ("database: shop", "zzzzzz: shop"),
            "airworthy:postgres.zzzzzz is no key of ours; wanted one of ",
            id="a key like no other",
        ),
    ],
)
def test_one_error(change: tuple[str, str], expected: str) -> None:
    """Each error names file, line, key, what was found and what would do."""
    (problem,) = problems(WHOLE.replace(*change))

    assert expected in problem


def test_a_key_deep_inside_gets_its_nearest_too() -> None:
    """Below a name of the user's own choice the keys of that section are known as well."""
    config = """\
  airworthy:services:
    api:
      image: it
      port: 3000
      readiness_path: /ready
      callers: {gateway: {name_space: edge}}
  aws:region"""

    (problem,) = problems(WHOLE.replace("  aws:region", config))

    assert "services.api.callers.gateway.name_space is no key of ours" in problem
    assert "wanted namespace, the nearest key there is" in problem


@pytest.mark.parametrize(
    ("stack", "where"),
    [("prod", "Pulumi.prod.yaml:2"), ("elsewhere", "Pulumi.elsewhere.yaml:1")],
)
def test_the_running_stack_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stack: str, where: str
) -> None:
    """Values come from Pulumi, places from the stack's file; without one they still make sense."""
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n", encoding="utf-8")
    (tmp_path / "Pulumi.prod.yaml").write_text(WHOLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    file = StackFile.parse(WHOLE, name="any", project="shop")
    given = {key: config_text(value) for key, value in file.config.items()}

    def running() -> Loaded:
        pulumi.runtime.set_all_config(given)
        monkeypatch.setattr(pulumi, "get_stack", lambda: stack)
        return load_settings()

    loaded = contextvars.Context().run(running)

    assert loaded.settings.system == "shop"
    assert str(loaded.file.where("system")) == where


def test_all_errors_come_at_once() -> None:
    """Three mistakes are three problems of one error, which ends the run with exit code 2."""
    text = WHOLE.replace("database: shop", "databse: shop").replace("30d", "30")
    text = text.replace("airworthy:system: shop", "airworthy:sistem: shop")

    assert len(problems(text)) == 4  # the misspelt system is missing, too
    assert SettingsError.exit_code == 2


def test_an_encrypted_value_inside_a_section_is_never_shown() -> None:
    """A secret put where no secret belongs is refused without its text."""
    text = WHOLE.replace("backup_retention: 30d", "statement_timeout: {secure: v1:abc}")
    file = StackFile.parse(text, name="Pulumi.prod.yaml", project="any")
    given = {
        "airworthy:system": "shop",
        "airworthy:environment": "production",
        "airworthy:postgres": '{"statement_timeout": "hunter2-canary"}',
        "airworthy:cluster": CLUSTER,
    }

    with pytest.raises(SettingsError) as caught:
        parse_settings(given, file)

    assert "hunter2-canary" not in str(caught.value)
    assert "[secret]" in str(caught.value)


def test_a_name_that_nothing_can_be_called_is_refused() -> None:
    """System and environment become parts of names in AWS and Kubernetes."""
    (problem,) = problems(WHOLE.replace("system: shop", "system: My Shop!"))

    assert "airworthy:system is 'My Shop!'; wanted lower-case letters" in problem


def test_text_that_looks_like_json_and_is_none_is_text() -> None:
    """A value that starts with a brace and is no JSON is judged as the text it is."""
    file = StackFile(name="Pulumi.prod.yaml", config={}, lines={})
    given: Mapping[str, str] = {
        "airworthy:system": "shop",
        "airworthy:domain": "{shop",
        "airworthy:environment": "test",
        "airworthy:cluster": CLUSTER,
    }

    assert parse_settings(given, file).settings.domain == "{shop"


def test_a_refused_argument_names_its_key() -> None:
    """What a component refuses is reported like any other error of the stack file."""
    loaded = load(WHOLE)

    error = loaded.refused({"postgres": ArgumentError("backup_retention", "90d", "at most 35d")})

    assert (
        "Pulumi.prod.yaml:7: airworthy:postgres.backup_retention is '90d'; wanted at most 35d"
        in str(error)
    )
