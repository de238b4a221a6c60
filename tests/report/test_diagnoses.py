"""The doctor's findings as a person reads them."""

from __future__ import annotations

import re

from airworthy.doctor import Diagnosis, State
from airworthy.report.diagnoses import render


def test_the_text_counts_what_is_missing() -> None:
    """One line a prerequisite, its remedy below it, and what works without any of it."""
    text, missing = render(
        [
            Diagnosis(name="one", state=State.THERE, seen="here"),
            Diagnosis(name="two", state=State.MISSING, seen="nowhere", todo="get it"),
            Diagnosis(name="three", state=State.UNKNOWN, seen="needs two first"),
        ]
    )

    assert missing == 1
    assert re.search(r"MISSING +two +nowhere\n +-> get it", text)
    assert re.search(r"\? +three +needs two first", text)
    assert "airworthy preview" in text
