"""From a recording to a report: gate, waivers, checklists, and where a finding can be mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from airworthy.checklists.load import load_catalogue
from airworthy.kit.errors import AirworthyError, ConfigurationError
from airworthy.kit.evidence import Status
from airworthy.kit.project import Project, find_project
from airworthy.kit.resource import Stack
from airworthy.kit.stackfile import StackFile
from airworthy.kit.testing import resource
from airworthy.kit.verdict import Outcome
from airworthy.policies.discovery import load_rules
from airworthy.preview import report_on
from airworthy.recording import Recording
from airworthy.report.model import Report

TODAY = date(2026, 11, 21)
OWNER = resource("airworthy:index:Postgres", name="postgres")
DATABASE = resource(
    "aws:rds/instance:Instance",
    {"engine": "postgres", "storageEncrypted": True, "deletionProtection": False},
    name="postgres-instance",
    parent=OWNER,
)
WAIVER = """\
  airworthy:waivers:
    - rule: database-deletion-protected
      resource: postgres/*
      reason: a migration rehearsal
      owner: platform team
      ticket: OPS-1
      expires: {expires}
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n", encoding="utf-8")
    return find_project(tmp_path)


@pytest.fixture
def judged(project: Project) -> Callable[[str], Report]:
    """The report on one unprotected database, under a stack file's text."""

    def report(config: str) -> Report:
        file = StackFile.parse(f"config:\n{config}", name="Pulumi.prod.yaml", project="shop")
        recording = Recording(stack=Stack((OWNER, DATABASE)), assumed={})
        rules, catalogue = load_rules(), load_catalogue()
        return report_on(
            project, "prod", file, recording, rules=rules, catalogue=catalogue, today=TODAY
        )

    return report


def outcome(report: Report, rule: str) -> Outcome:
    (found,) = (each for each in report.judged if each.rule.id == rule)
    return found.verdict.outcome


def test_a_finding_of_a_system_names_the_stack_files_key(judged: Callable[[str], Report]) -> None:
    """For a system built from settings, the place is the key and its line."""
    config = "  airworthy:system: shop\n  airworthy:postgres:\n    deletion_protection: false\n"

    (found,) = (
        each for each in judged(config).judged if each.rule.id == "database-deletion-protected"
    )

    assert found.blocks
    assert found.places[0] == "Pulumi.prod.yaml:4 airworthy:postgres.deletion_protection"


def test_the_gate_decides_what_blocks(judged: Callable[[str], Report]) -> None:
    """A finding under the gate's severity is shown and does not block."""
    lenient = judged("  airworthy:gate: {severity: critical}\n")
    found = [each for each in lenient.judged if each.rule.id == "database-deletion-protected"]

    assert [each.blocks for each in found] == [False]
    assert outcome(lenient, "database-deletion-protected") is Outcome.FAIL


def test_a_waiver_in_force_excuses(judged: Callable[[str], Report]) -> None:
    """A waived finding is WAIVED, with its reason, and blocks nothing."""
    report = judged(WAIVER.format(expires="2026-12-01"))

    assert outcome(report, "database-deletion-protected") is Outcome.WAIVED
    assert report.problems == ()


@pytest.mark.parametrize(
    ("expires", "words"), [("2026-11-20", "which is past"), ("2027-11-20", "over 90 days ahead")]
)
def test_a_waiver_out_of_its_time_fails_the_run(
    judged: Callable[[str], Report], expires: str, words: str
) -> None:
    """An expired waiver and one that reaches too far are failures by themselves."""
    report = judged(WAIVER.format(expires=expires))

    assert words in str(report.problems[0])
    assert any("waiver problem" in reason for reason in report.failures)


def test_strict_items_fail_the_run_while_evidence_is_missing(
    judged: Callable[[str], Report],
) -> None:
    """Under `items: strict` an OPEN item fails a run that has no bad verdict."""
    lenient = judged("  airworthy:checklists: [marketplace]\n")
    strict = judged("  airworthy:checklists: [marketplace]\n  airworthy:gate: {items: strict}\n")

    assert lenient.summary.items[Status.OPEN] > 0
    assert not any("checklist items" in reason for reason in lenient.failures)
    assert any("checklist items" in reason for reason in strict.failures)


def test_configuration_errors_come_all_at_once(judged: Callable[[str], Report]) -> None:
    """A bad gate, a bad waiver and an unknown checklist are one error with three problems."""
    config = (
        "  airworthy:gate: {severity: hgh}\n"
        "  airworthy:waivers: [{rule: x}]\n"
        "  airworthy:checklists: [marktplace]\n"
    )

    with pytest.raises(ConfigurationError) as caught:
        judged(config)

    keys = {problem.key.partition("[")[0] for problem in caught.value.problems}
    assert keys == {"airworthy:gate.severity", "airworthy:waivers", "airworthy:checklists"}


def test_a_misspelt_gate_of_any_program_is_an_error(judged: Callable[[str], Report]) -> None:
    """In a stack that is no system of ours our few keys are checked all the same."""
    with pytest.raises(ConfigurationError, match="airworthy:gte is no key of ours; wanted gate"):
        judged("  airworthy:gte: {severity: low}\n")


def test_a_program_with_nothing_to_judge_fails(project: Project) -> None:
    """No resource that any rule knows is a failure, not a green light."""
    file = StackFile(name="Pulumi.prod.yaml", config={}, lines={})
    recording = Recording(stack=Stack(()), assumed={})

    report = report_on(
        project,
        "prod",
        file,
        recording,
        rules=load_rules(),
        catalogue=load_catalogue(),
        today=TODAY,
    )

    assert report.failures == ("no rule found anything to judge",)


def test_a_rule_that_proves_nothing_real_is_an_error(project: Project) -> None:
    """A control that does not exist stops the run before anything is judged."""
    rules = dict(load_rules())
    first = next(iter(rules))
    rules[first] = replace(rules[first], proves=("no-such-control",))
    recording = Recording(stack=Stack(()), assumed={})
    file = StackFile(name="Pulumi.prod.yaml", config={}, lines={})

    with pytest.raises(AirworthyError, match="no-such-control, which is no control"):
        report_on(
            project,
            "prod",
            file,
            recording,
            rules=rules,
            catalogue=load_catalogue(),
            today=TODAY,
        )
