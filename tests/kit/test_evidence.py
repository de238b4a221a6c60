from __future__ import annotations

from airworthy.kit.evidence import Evidence, Kind, Status


def test_the_words_are_those_of_the_vocabulary() -> None:
    """Their text is what controls, reports and JSON say."""
    assert {str(kind) for kind in Kind} == {"rule", "drill", "live-check", "step", "attestation"}
    assert {str(status) for status in Status} == {
        "failed",
        "open",
        "deferred",
        "waived",
        "attested",
        "met",
        "not_applicable",
    }


def test_evidence_is_a_value() -> None:
    """Two that say the same are the same."""
    one, two = (
        Evidence(kind=Kind.RULE, source="a-rule", status=Status.MET, detail="1 pass")
        for _ in range(2)
    )

    assert one == two
