from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airworthy.kit.gate import Gate, parse_gate
from airworthy.kit.stackfile import StackFile
from airworthy.kit.verdict import Outcome, Severity, Verdict

gates = st.builds(
    Gate,
    severity=st.sampled_from(Severity),
    unknown_fails=st.booleans(),
    open_fails=st.booleans(),
)


def parsed(gate: str) -> StackFile:
    return StackFile.parse(
        f"config:\n  airworthy:gate: {gate}\n", name="Pulumi.p.yaml", project="p"
    )


def verdict(outcome: Outcome) -> Verdict:
    return Verdict(rule="r", urn="u", outcome=outcome)


@pytest.mark.parametrize(
    "file", [None, parsed("null"), parsed("{}")], ids=["none", "unset", "empty"]
)
def test_without_settings_findings_of_medium_severity_block(file: StackFile | None) -> None:
    """The default gate defers what is unknown and tolerates open items."""
    assert parse_gate(file) == (Gate(), ())
    assert Gate() == Gate(severity=Severity.MEDIUM, unknown_fails=False, open_fails=False)


def test_the_gate_is_read_from_the_stack_file() -> None:
    """Its three keys."""
    gate, problems = parse_gate(parsed("{severity: critical, unknown: fail, items: strict}"))

    assert problems == ()
    assert gate == Gate(severity=Severity.CRITICAL, unknown_fails=True, open_fails=True)


@pytest.mark.parametrize(
    ("gate", "message"),
    [
        ("strict", "airworthy:gate is 'strict'; wanted a mapping such as {severity: medium,"),
        ("[severity]", "airworthy:gate is ['severity']; wanted a mapping"),
        ("{secure: v1:xx}", "airworthy:gate is [secret]; wanted a mapping"),
        ("{severity: HIGH}", "gate.severity is 'HIGH'; wanted one of low, medium, high, critical"),
        ("{unknown: [fail]}", "gate.unknown is ['fail']; wanted one of defer, fail"),
        ("{itms: strict}", "airworthy:gate.itms is no key of the gate; wanted items"),
        ("{5: x}", "gate.5 is no key of the gate; wanted one of severity, unknown, items"),
    ],
)
def test_a_malformed_gate_is_explained(gate: str, message: str) -> None:
    """The place, what was seen and what would do; the default gate holds meanwhile."""
    found, problems = parse_gate(parsed(gate))

    assert found == Gate()
    assert [str(problem) for problem in problems if message in str(problem)] != []
    assert problems[0].where == "Pulumi.p.yaml:2"


def test_all_problems_of_a_gate_come_at_once() -> None:
    """One run shows them all."""
    assert len(parse_gate(parsed("{severity: a, unknown: b, items: c, other: d}"))[1]) == 4


@given(gates, st.sampled_from(Severity))
def test_an_error_always_blocks(gate: Gate, severity: Severity) -> None:
    """No setting lets a crashed rule through."""
    assert gate.blocks(verdict(Outcome.ERROR), severity)


@given(gates, st.sampled_from(Severity))
def test_failures_block_from_the_gate_s_severity_on(gate: Gate, severity: Severity) -> None:
    """Unknowns likewise, where the gate counts them."""
    assert gate.blocks(verdict(Outcome.FAIL), severity) == (severity >= gate.severity)
    assert gate.blocks(verdict(Outcome.UNKNOWN), severity) == (
        gate.unknown_fails and severity >= gate.severity
    )


@pytest.mark.parametrize("outcome", [Outcome.PASS, Outcome.WAIVED, Outcome.NOT_APPLICABLE])
def test_what_is_excused_never_blocks(outcome: Outcome) -> None:
    """Not even at the strictest gate."""
    gate = Gate(severity=Severity.LOW, unknown_fails=True, open_fails=True)

    assert not gate.blocks(verdict(outcome), Severity.CRITICAL)
