from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Findings, Rule, rule
from airworthy.kit.stackfile import StackFile
from airworthy.kit.testing import resource
from airworthy.kit.verdict import Finding, Outcome, Severity, Verdict
from airworthy.kit.waivers import LONGEST, Waiver, apply_waivers, parse_waivers

TODAY = date(2027, 1, 1)
ENTRY = "rule: a-rule, resource: shop/db, reason: soon, owner: ops, ticket: T-1"
EVERYWHERE = ENTRY.replace("shop/db", "'*'")
SHARED = ENTRY.replace("ops", "[a, b]")


@rule(proves=("x",), on=("a:b:Db",), severity=Severity.HIGH, fix="Mend it.")
def a_rule(_db: Resource) -> Findings:
    """It is so.

    Else it is not.
    """
    yield "wrong"


SHOP = resource("a:b:Shop", name="shop")
DB = resource("a:b:Db", name="db", parent=SHOP)
OPAQUE = replace(resource("a:b:Db", name="hidden"), opaque=True)
STACK = Stack((SHOP, DB, OPAQUE))
RULES = {a_rule.id: a_rule}


def waiver(**changes: object) -> Waiver:
    base = Waiver(
        rule="a-rule",
        resource="shop/db",
        reason="soon",
        owner="ops",
        ticket="T-1",
        expires=TODAY + timedelta(days=30),
        where="Pulumi.p.yaml:3",
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def parsed(waivers: str) -> StackFile:
    text = f"config:\n  airworthy:waivers: {waivers}\n"
    return StackFile.parse(text, name="Pulumi.p.yaml", project="p")


def verdict(outcome: Outcome) -> Verdict:
    return Verdict(rule="a-rule", urn=DB.urn, outcome=outcome, findings=(Finding("wrong"),))


@pytest.mark.parametrize(
    "file", [None, parsed("null"), parsed("[]")], ids=["none", "unset", "empty"]
)
def test_no_waivers(file: StackFile | None) -> None:
    """Most stacks have none."""
    assert parse_waivers(file) == ((), ())


@pytest.mark.parametrize(
    "expires",
    ["2027-01-31", '"2027-01-31"', '"2027-01-31T00:00:00Z"', "2027-01-31T00:00:00Z", "20270131"],
)
def test_a_waiver_is_read(expires: str) -> None:
    """Its day may be a date, a time or text: the engine makes texts of dates."""
    waivers, problems = parse_waivers(parsed(f"[{{{ENTRY}, expires: {expires}}}]"))

    assert problems == ()
    assert waivers == (waiver(expires=date(2027, 1, 31), where="Pulumi.p.yaml:2"),)


@pytest.mark.parametrize(
    ("waivers", "message"),
    [
        ("everything", "airworthy:waivers is 'everything'; wanted a list of entries with rule,"),
        ("[everything]", "airworthy:waivers[0] is 'everything'; wanted a mapping with rule,"),
        (f"[{{{ENTRY}}}]", "waivers[0].expires is missing; wanted a date such as 2027-01-31"),
        (f"[{{{ENTRY}, expires: soon}}]", "expires is 'soon'; wanted a date such as 2027-01-31"),
        (f"[{{{ENTRY}, expires: 2027-02-30}}]", "expires is '2027-02-30'; wanted a date"),
        (f"[{{{ENTRY}, expires: [2027-01-31]}}]", "expires is [datetime.date(2027, 1, 31)]; want"),
        ('[{rule: "", expires: 2027-01-31}]', "waivers[0].rule is missing; wanted a text"),
        (f"[{{{SHARED}, expires: 2027-01-31}}]", "owner is ['a', 'b']; wanted a text"),
        (
            f"[{{{EVERYWHERE}, expires: 2027-01-31}}]",
            "waivers[0].resource is '*'; wanted a path",
        ),
        (f"[{{{ENTRY}, expires: 2027-01-31, until: x}}]", "until is no field of a waiver; wanted"),
        (f"[{{{ENTRY}, expires: 2027-01-31, 5: x}}]", "waivers[0].5 is no field of a waiver"),
    ],
)
def test_a_malformed_waiver_is_explained(waivers: str, message: str) -> None:
    """It excuses nothing, and the message says where it stands and what would do."""
    found, problems = parse_waivers(parsed(waivers))

    assert found == ()
    assert [str(problem) for problem in problems if message in str(problem)] != []
    assert {problem.where for problem in problems} == {"Pulumi.p.yaml:2"}


def test_one_bad_waiver_leaves_the_others() -> None:
    """All problems come at once, beside the waivers that are well-formed."""
    waivers, problems = parse_waivers(parsed(f"[{{}}, {{{ENTRY}, expires: 2027-01-31}}]"))

    assert len(waivers) == 1
    assert len(problems) == 6


@pytest.mark.parametrize(
    ("changes", "messages"),
    [
        ({}, []),
        ({"resource": "shop/*"}, []),
        ({"rule": "b-rule"}, ["waiver rule is 'b-rule', which no rule is called; wanted an id"]),
        ({"resource": "db"}, ["waiver resource is 'db', which a-rule judges nowhere; wanted"]),
        ({"resource": "shop"}, ["waiver resource is 'shop', which a-rule judges nowhere"]),
        ({"resource": "hidden"}, ["waiver resource is 'hidden', which a-rule judges nowhere"]),
        ({"expires": TODAY}, []),
        ({"expires": date(2026, 12, 31)}, ["expires is 2026-12-31, which is past; wanted the fin"]),
        ({"expires": date(2027, 4, 1)}, []),
        (
            {"expires": date(2027, 4, 2)},
            ["expires is 2027-04-02, over 90 days ahead; wanted 2027-"],
        ),
        ({"resource": "x", "expires": date(2026, 1, 1)}, ["resource is 'x'", "which is past"]),
    ],
    ids=str,
)
def test_a_waiver_must_fit_what_it_waives(changes: dict[str, object], messages: list[str]) -> None:
    """Unknown rule or resource, or a day past or too far: the run fails, with every reason."""
    _, problems = apply_waivers([], [waiver(**changes)], RULES, STACK, TODAY)

    assert len(problems) == len(messages)
    for problem, message in zip(problems, messages, strict=True):
        assert message in str(problem)
        assert problem.where == "Pulumi.p.yaml:3"


@pytest.mark.parametrize(
    ("severity", "days"),
    [
        (Severity.CRITICAL, 30),
        (Severity.HIGH, 90),
        (Severity.MEDIUM, 180),
        (Severity.LOW, 365),
    ],
)
def test_the_worse_the_finding_the_shorter_the_waiver(severity: Severity, days: int) -> None:
    """The last day allowed passes, the next one does not."""
    rules = {"a-rule": replace(a_rule, severity=severity)}
    last = waiver(expires=TODAY + timedelta(days=days))
    over = waiver(expires=TODAY + timedelta(days=days + 1))

    assert LONGEST[severity] == days
    assert apply_waivers([], [last], rules, STACK, TODAY) == ((), ())
    assert len(apply_waivers([], [over], rules, STACK, TODAY)[1]) == 1


def test_some_rules_refuse_waivers() -> None:
    """The way out is then the rule's fix."""
    rules: dict[str, Rule] = {"a-rule": replace(a_rule, waivable=False)}

    (applied,), (problem,) = apply_waivers([verdict(Outcome.FAIL)], [waiver()], rules, STACK, TODAY)

    assert applied.outcome is Outcome.FAIL
    assert str(problem).endswith("waiver rule is 'a-rule', which refuses waivers; wanted Mend it.")


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, Outcome.WAIVED),
        ({"resource": "sh?p/*"}, Outcome.WAIVED),
        ({"expires": TODAY}, Outcome.WAIVED),
        ({"expires": TODAY - timedelta(days=1)}, Outcome.FAIL),
        ({"rule": "b-rule"}, Outcome.FAIL),
        ({"rule": "a-*"}, Outcome.FAIL),
        ({"resource": "db"}, Outcome.FAIL),
        ({"resource": "SHOP/DB"}, Outcome.FAIL),
        ({"expires": TODAY + timedelta(days=91)}, Outcome.FAIL),
    ],
    ids=str,
)
def test_a_waiver_covers_its_rule_on_its_resource(
    changes: dict[str, object], outcome: Outcome
) -> None:
    """By exact rule and by path or glob, up to and on its last day."""
    (applied,), _ = apply_waivers([verdict(Outcome.FAIL)], [waiver(**changes)], RULES, STACK, TODAY)

    assert applied.outcome is outcome
    assert applied.findings == (Finding("wrong"),)


def test_a_path_that_looks_like_a_glob_is_itself() -> None:
    """Brackets in a logical name need no escape."""
    queue = resource("a:b:Db", name="queue[0]")
    found = replace(verdict(Outcome.FAIL), urn=queue.urn)

    (applied,), _ = apply_waivers(
        [found], [waiver(resource="queue[0]")], RULES, Stack((queue,)), TODAY
    )
    assert applied.outcome is Outcome.WAIVED


def test_a_waived_verdict_says_who_answers_for_it() -> None:
    """Reason, last day, owner and ticket."""
    (applied,), _ = apply_waivers([verdict(Outcome.FAIL)], [waiver()], RULES, STACK, TODAY)

    assert applied.reason == "soon (until 2027-01-31 by ops, T-1)"


@given(st.sampled_from([outcome for outcome in Outcome if outcome is not Outcome.FAIL]))
def test_only_a_failure_can_be_waived(outcome: Outcome) -> None:
    """Above all no ERROR: a rule that crashed has not judged."""
    found = verdict(outcome)

    assert apply_waivers([found], [waiver(resource="shop/*")], RULES, STACK, TODAY)[0] == (found,)
