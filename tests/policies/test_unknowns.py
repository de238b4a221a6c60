from __future__ import annotations

import pytest

from airworthy.kit.rule import Findings
from airworthy.kit.tree import Tree
from airworthy.kit.values import UNKNOWN, UnknownRead
from airworthy.kit.verdict import Finding
from airworthy.policies.pods import expected
from airworthy.policies.unknowns import each


def test_an_unknown_part_does_not_hide_the_others() -> None:
    """All parts are tried, and only then the first unknown ends the judgement."""
    parts = [Tree({"a": UNKNOWN}, "one"), Tree({"a": 2}, "two"), Tree({"a": UNKNOWN}, "three")]

    def judge(part: Tree) -> Findings:
        yield expected(part, "b", "something")
        yield part.text("a")

    judged = each(parts, judge)
    at = [next(judged) for _ in range(4)]
    assert at == [
        Finding("one.b is absent, expected something", at="one.b"),
        Finding("two.b is absent, expected something", at="two.b"),
        "2",
        Finding("three.b is absent, expected something", at="three.b"),
    ]
    with pytest.raises(UnknownRead, match=r"^one\.a$"):
        next(judged)
