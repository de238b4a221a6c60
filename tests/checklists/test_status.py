from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airworthy.checklists.model import Catalogue, Checklist, Control, Item
from airworthy.checklists.status import OF_OUTCOME, assess, from_rules, of_control, worst
from airworthy.kit.evidence import Evidence, Kind, Status
from airworthy.kit.rule import Rule
from airworthy.kit.verdict import Outcome, Severity, Verdict

WORST_FIRST = (
    Status.FAILED,
    Status.OPEN,
    Status.DEFERRED,
    Status.WAIVED,
    Status.ATTESTED,
    Status.MET,
    Status.NOT_APPLICABLE,
)
PASS, FAIL, UNKNOWN, ERROR, WAIVED, NOT = (
    Outcome.PASS,
    Outcome.FAIL,
    Outcome.UNKNOWN,
    Outcome.ERROR,
    Outcome.WAIVED,
    Outcome.NOT_APPLICABLE,
)


def rule_of(name: str, *proves: str) -> Rule:
    return Rule(
        id=name,
        title="It is so",
        reason="Else it is not.",
        proves=proves or ("backups",),
        on=("a:b:C", "a:b:D"),
        severity=Severity.LOW,
        fix="",
        waivable=True,
        source="",
        across=False,
        body=lambda _it: iter(()),
    )


def control_of(name: str, *needs: Kind) -> Control:
    return Control(id=name, area="x", title="It is so", why="Else.", needs=needs or (Kind.RULE,))


def verdicts(*outcomes: Outcome, rule: str = "a-rule") -> list[Verdict]:
    return [
        Verdict(rule=rule, urn=str(n), outcome=each, reason="because" if each is NOT else "")
        for n, each in enumerate(outcomes)
    ]


def evidence(status: Status, kind: Kind = Kind.RULE) -> Evidence:
    return Evidence(kind=kind, source="it", status=status, detail="seen")


@pytest.mark.parametrize(("worse", "better"), list(combinations(WORST_FIRST, 2)))
def test_the_worst_member_decides(worse: Status, better: Status) -> None:
    """FAILED beats OPEN beats DEFERRED beats WAIVED beats ATTESTED beats MET."""
    assert worst([better, worse, better]) is worse


def test_every_status_has_its_rank() -> None:
    """The order above is the whole order, and each verdict comes to a status."""
    assert tuple(Status) == WORST_FIRST
    assert set(OF_OUTCOME) == set(Outcome)


def test_a_group_of_none_is_open() -> None:
    """No evidence is never MET."""
    assert worst([]) is Status.OPEN


@pytest.mark.parametrize(
    ("outcomes", "status", "detail"),
    [
        ((PASS, PASS), Status.MET, "2 pass"),
        ((PASS, NOT), Status.MET, "1 not applicable, 1 pass"),
        ((NOT,), Status.OPEN, "nothing to judge: because"),
        ((PASS, UNKNOWN), Status.DEFERRED, "1 pass, 1 unknown"),
        ((PASS, WAIVED), Status.WAIVED, "1 pass, 1 waived"),
        ((WAIVED, UNKNOWN), Status.DEFERRED, "1 unknown, 1 waived"),
        ((PASS, FAIL, WAIVED, UNKNOWN), Status.FAILED, "1 fail, 1 pass, 1 unknown, 1 waived"),
        ((PASS, ERROR), Status.FAILED, "1 error, 1 pass"),
        ((), Status.OPEN, "nothing to judge: no a:b:C or a:b:D"),
    ],
)
def test_the_verdicts_of_a_rule_are_evidence(
    outcomes: tuple[Outcome, ...], status: Status, detail: str
) -> None:
    """Counted, with the worst deciding; a rule that judged nothing leaves its control open."""
    found = from_rules([rule_of("a-rule", "one", "two")], verdicts(*outcomes))

    expected = Evidence(kind=Kind.RULE, source="a-rule", status=status, detail=detail)
    assert found == {"one": (expected,), "two": (expected,)}


def test_an_exemption_settles_what_a_lack_of_relation_leaves_open() -> None:
    """A cache owes no persistence; that some other workload is no Redis says nothing of one."""
    exempt = Verdict(rule="a-rule", urn="u", outcome=NOT, reason="a cache", exempt=True)
    other = Verdict(rule="a-rule", urn="v", outcome=NOT, reason="no Redis")

    (settled,) = from_rules([rule_of("a-rule")], [exempt, other])["backups"]
    (left_open,) = from_rules([rule_of("a-rule")], [other])["backups"]

    assert (settled.status, settled.detail) == (
        Status.NOT_APPLICABLE,
        "2 not applicable: a cache",
    )
    assert (left_open.status, left_open.detail) == (Status.OPEN, "nothing to judge: no Redis")


@pytest.mark.parametrize(
    ("needs", "given_evidence", "status", "shown"),
    [
        ([Kind.RULE], [evidence(Status.MET)], Status.MET, ["seen"]),
        ([Kind.RULE], [], Status.OPEN, ["no rule yet"]),
        ([Kind.RULE], [evidence(Status.OPEN)], Status.OPEN, ["it: seen"]),
        ([Kind.RULE], [evidence(Status.OPEN), evidence(Status.MET)], Status.MET, ["seen"]),
        ([Kind.RULE], [evidence(Status.MET), evidence(Status.FAILED)], Status.FAILED, ["seen"] * 2),
        ([Kind.RULE], [evidence(Status.NOT_APPLICABLE)], Status.NOT_APPLICABLE, ["seen"]),
        (
            [Kind.RULE, Kind.DRILL],
            [evidence(Status.MET)],
            Status.OPEN,
            ["seen", "drill needed; nothing offers one yet"],
        ),
        (
            [Kind.RULE, Kind.DRILL],
            [evidence(Status.FAILED)],
            Status.FAILED,
            ["seen", "drill needed; nothing offers one yet"],
        ),
        ([Kind.DRILL], [evidence(Status.MET)], Status.OPEN, ["seen", "drill needed; nothing offe"]),
        (
            [Kind.RULE, Kind.DRILL],
            [evidence(Status.MET), evidence(Status.DEFERRED, Kind.DRILL)],
            Status.DEFERRED,
            ["seen", "seen"],
        ),
        (
            [Kind.ATTESTATION],
            [evidence(Status.ATTESTED, Kind.ATTESTATION)],
            Status.ATTESTED,
            ["seen"],
        ),
    ],
)
def test_a_control_needs_every_kind_it_names(
    needs: list[Kind], given_evidence: list[Evidence], status: Status, shown: list[str]
) -> None:
    """What is missing is said; what is there must hold, also where nobody asked for it."""
    found = of_control(control_of("backups", *needs), given_evidence)

    assert found.status is status
    assert len(found.evidence) == len(shown)
    for each, beginning in zip(found.evidence, shown, strict=True):
        assert each.detail.startswith(beginning)


def test_an_item_comes_to_the_worst_of_its_controls() -> None:
    """And each of its controls is shown with its own evidence."""
    catalogue = Catalogue(
        controls={name: control_of(name) for name in ("kept", "encrypted")},
        checklists={},
    )
    items = tuple(
        Item(line=line, section="s", text="t.", controls=controls)
        for line, controls in enumerate([("kept",), ("kept", "encrypted"), ("encrypted",)])
    )
    found = assess(
        catalogue,
        Checklist(name="list", title="A list", items=items),
        {"kept": (evidence(Status.MET),), "encrypted": (evidence(Status.FAILED),)},
    )

    assert [each.status for each in found] == [Status.MET, Status.FAILED, Status.FAILED]
    assert [control.status for control in found[1].controls] == [Status.MET, Status.FAILED]
    assert [each.item for each in found] == list(items)


@given(
    st.lists(st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(Outcome)), max_size=6),
    st.lists(st.sampled_from(Kind), min_size=1, max_size=3, unique=True),
)
def test_met_is_never_said_without_cause(
    judged: list[tuple[str, Outcome]], needs: list[Kind]
) -> None:
    """MET takes a pass, no unknown, failure or crash, and nothing needed that is missing."""
    found = [Verdict(rule=name, urn="u", outcome=outcome) for name, outcome in judged]
    given_evidence = from_rules([rule_of("a"), rule_of("b")], found)["backups"]
    status = of_control(control_of("backups", *needs), given_evidence).status
    outcomes = {outcome for _, outcome in judged}

    if status is Status.MET:
        assert needs == [Kind.RULE]
        assert PASS in outcomes
        assert not outcomes & {UNKNOWN, FAIL, ERROR, WAIVED}
    if outcomes & {FAIL, ERROR}:
        assert status is Status.FAILED
    assert status is not Status.NOT_APPLICABLE  # none of these verdicts is an exemption
