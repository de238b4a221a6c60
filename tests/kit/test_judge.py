from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airworthy.kit.judge import judge, judge_one
from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import Exempt, Findings, NotApplicable, Rule, rule
from airworthy.kit.testing import resource
from airworthy.kit.values import MASK, UNKNOWN, Secret
from airworthy.kit.verdict import Finding, Outcome, Severity, Verdict

IT = resource("a:b:C", {"known": 1, "unknown": UNKNOWN, "secret": Secret("correct horse")})


def rule_of(body: Callable[..., object], name: str = "a-rule", on: str = "a:b:C") -> Rule:
    return Rule(
        id=name,
        title="It is so",
        reason="Else it is not.",
        proves=("x",),
        on=(on,),
        severity=Severity.LOW,
        fix="Mend it.",
        waivable=True,
        source="",
        across=False,
        body=body,  # type: ignore[arg-type]
    )


def judged(body: Callable[[Resource], object], it: Resource = IT) -> Verdict:
    return judge_one(rule_of(body), it, Stack((it,)))


def content(_it: Resource) -> Findings:
    yield from ()


def finding(it: Resource) -> Findings:
    yield it.expected("known", "2")
    yield "and more"


def stopped_by_an_unknown(it: Resource) -> Findings:
    it.number("unknown", 0)
    yield "never reached"


def found_before_an_unknown(it: Resource) -> Findings:
    yield "found"
    it.number("unknown", 0)


def malformed(it: Resource) -> Findings:
    yield "before"
    it.list("known")


def not_applicable(it: Resource) -> Findings:
    if it.has("known"):
        raise NotApplicable("another engine")
    yield "never reached"


def crashing(_it: Resource) -> Findings:
    yield "before"
    raise KeyError("oops")


def endless(it: Resource) -> Findings:
    return endless(it)


def yielding_nonsense(_it: Resource) -> list[object]:
    return ["fine", None]


def returning_nothing(_it: Resource) -> None:
    return None


@pytest.mark.parametrize(
    ("body", "outcome", "messages", "reason"),
    [
        (content, Outcome.PASS, [], ""),
        (finding, Outcome.FAIL, ["known is 1, expected 2", "and more"], ""),
        (stopped_by_an_unknown, Outcome.UNKNOWN, [], "unknown is only known after deployment"),
        (found_before_an_unknown, Outcome.FAIL, ["found"], "unknown is only known after"),
        (malformed, Outcome.FAIL, ["before", "known is 1, expected a list"], ""),
        (not_applicable, Outcome.NOT_APPLICABLE, [], "another engine"),
        (crashing, Outcome.ERROR, ["before"], "the rule crashed: KeyError: 'oops'"),
        (endless, Outcome.ERROR, [], "the rule crashed: RecursionError"),
        (yielding_nonsense, Outcome.ERROR, ["fine"], "yielded NoneType, expected Finding or str"),
        (returning_nothing, Outcome.ERROR, [], "the rule crashed: TypeError"),
    ],
)
def test_what_a_rule_does_becomes_a_verdict(
    body: Callable[[Resource], object], outcome: Outcome, messages: list[str], reason: str
) -> None:
    """It never becomes an exception, and a rule that crashed has not passed."""
    verdict = judged(body)

    assert verdict.outcome is outcome
    assert [found.message for found in verdict.findings] == messages
    assert reason in verdict.reason
    assert (verdict.rule, verdict.urn) == ("a-rule", IT.urn)


def test_a_finding_keeps_its_place() -> None:
    """That of the property at fault, also where the property is malformed."""
    assert judged(finding).findings[0] == Finding("known is 1, expected 2", at="known")
    assert judged(malformed).findings[1].at == "known"


@pytest.mark.parametrize(
    "text", ["{}", "the password is {}!", "{}{}"], ids=["alone", "inside", "twice"]
)
@pytest.mark.parametrize("way", ["finding", "crash", "not applicable", "place"])
def test_a_secret_s_text_is_taken_out(text: str, way: str) -> None:
    """Even where a rule read the value and wrote it into a message."""

    def careless(it: Resource) -> Findings:
        message = text.replace("{}", it.text("secret"))
        if way == "crash":
            raise ValueError(message)
        if way == "not applicable":
            raise NotApplicable(message)
        yield Finding("x", at=message) if way == "place" else message

    verdict = judged(careless)

    assert "correct horse" not in repr(verdict)
    assert "[secret]" in repr(verdict)


@given(st.text(min_size=4))
def test_any_secret_is_taken_out(secret: str) -> None:
    """As written, as JSON has it, or between the quotes that Python puts."""
    it = resource("a:b:C", {"s": {"deep": [Secret(secret)]}})
    forms = (secret, repr(secret), json.dumps(secret), json.dumps(secret, ensure_ascii=False))

    def careless(_it: Resource) -> Findings:
        yield from forms

    rest = [found.message.replace(MASK, "").strip("'\"") for found in judged(careless, it).findings]
    assert rest == [""] * len(forms)


def test_secrets_of_other_resources_are_taken_out_too() -> None:
    """A rule that looks at the whole stack may have read them."""
    other = resource("a:b:D", {"x": Secret("battery staple")}, name="other")

    def careless(it: Resource) -> Findings:
        yield f"{it.name}: battery staple"

    verdict = judge_one(rule_of(careless), IT, Stack((IT, other)))
    assert verdict.findings == (Finding("it: [secret]"),)


def test_rules_judge_the_resources_of_their_types() -> None:
    """By resource in the order of registration, then by rule; what is opaque is left out."""
    second = resource("a:b:C", name="second")
    other = resource("a:b:D", name="other")
    hidden = replace(resource("a:b:C", name="hidden"), opaque=True)
    rules = [
        rule_of(content, "first-rule"),
        rule_of(content, "second-rule"),
        rule_of(content, "third-rule", "a:b:D"),
    ]

    verdicts = judge(rules, Stack((other, IT, hidden, second)))

    assert [(verdict.rule, verdict.urn.rpartition("::")[2]) for verdict in verdicts] == [
        ("third-rule", "other"),
        ("first-rule", "it"),
        ("second-rule", "it"),
        ("first-rule", "second"),
        ("second-rule", "second"),
    ]


def test_nothing_to_judge() -> None:
    """An empty stack has no verdicts."""
    assert judge([rule_of(content)], Stack(())) == ()


def test_an_exemption_is_told_from_a_lack_of_relation() -> None:
    """Both are NOT_APPLICABLE; only the first settles the question."""

    @rule(proves=("x",), on=("a:b:C",), severity=Severity.LOW, fix="Mend it.")
    def is_exempt(_it: Resource) -> Findings:
        """It is so.

        Else it is not.
        """
        yield from ()
        raise Exempt("a cache")

    @rule(proves=("x",), on=("a:b:C",), severity=Severity.LOW, fix="Mend it.")
    def is_unrelated(_it: Resource) -> Findings:
        """It is so.

        Else it is not.
        """
        yield from ()
        raise NotApplicable("no cache at all")

    found = [judge_one(each, resource("a:b:C"), Stack(())) for each in (is_exempt, is_unrelated)]

    assert [verdict.outcome for verdict in found] == [Outcome.NOT_APPLICABLE] * 2
    assert [verdict.exempt for verdict in found] == [True, False]
