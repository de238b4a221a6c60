from __future__ import annotations

from airworthy.kit.verdict import Finding, Outcome, Severity, Verdict


def test_severities_have_an_order_and_a_name() -> None:
    """Higher is worse."""
    assert max(Severity) is Severity.CRITICAL
    assert [str(severity) for severity in Severity] == ["low", "medium", "high", "critical"]


def test_outcomes_are_those_of_the_vocabulary() -> None:
    """Their text is what reports and JSON say."""
    assert {str(outcome) for outcome in Outcome} == {
        "pass",
        "fail",
        "unknown",
        "not_applicable",
        "waived",
        "error",
    }


def test_a_verdict_says_no_more_than_it_must() -> None:
    """A pass has neither findings nor a reason."""
    verdict = Verdict(rule="a-rule", urn="urn", outcome=Outcome.PASS)

    assert (verdict.findings, verdict.reason) == ((), "")
    assert Finding("wrong") == Finding("wrong", at="")
