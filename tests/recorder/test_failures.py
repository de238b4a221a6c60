from __future__ import annotations

from collections.abc import Callable

import pytest

from airworthy.kit.errors import ProgramError
from airworthy.kit.resource import Resource
from airworthy.recording import Recording

Run = Callable[..., Recording]
Found = Callable[..., dict[str, Resource]]


@pytest.mark.parametrize(
    ("program", "message", "places"),
    [
        pytest.param(
            """
            from things import Thing
            Thing("it")
            Thing("it")
            """,
            "duplicate resource 'it' of type a:b:Thing: two resources of one type and parent",
            [],
            id="duplicate",
        ),
        pytest.param(
            """
            from shop.orders import create
            create(3)
            """,
            "the program failed: ValueError: 3 orders are too many",
            ["at __main__.py:3 in <module>: create(3)", "at shop/orders.py:2 in create: raise"],
            id="exception",
        ),
        pytest.param(
            """
            import pulumi
            from things import Thing
            pulumi.Output.from_input(3).apply(
                lambda three: three / 0,
            )
            """,
            "ZeroDivisionError: division by zero",
            ["at __main__.py:5 in <lambda>: lambda three: three / 0,"],
            id="apply",
        ),
        pytest.param(
            """
            import sys
            sys.exit("not here")
            """,
            "the program failed: SystemExit: not here",
            ["at __main__.py:3 in <module>: sys.exit"],
            id="exit",
        ),
        pytest.param(
            """
            import pulumi
            pulumi.runtime.invoke("aws:ec2/getVpc:getVpc", {"id": "vpc-1"})
            """,
            "aws:ec2/getVpc:getVpc asks the provider, and nobody answers it without one",
            [],
            id="data source",
        ),
        pytest.param(
            """
            import pulumi
            from things import Thing
            vpc = pulumi.runtime.invoke_async("aws:ec2/getVpc:getVpc", {"id": "vpc-1"})
            Thing("it", {"vpc": pulumi.Output.from_input(vpc)})
            """,
            "aws:ec2/getVpc:getVpc asks the provider, and nobody answers it without one",
            [],
            id="data source, later",
        ),
        pytest.param("def", "SyntaxError", [], id="syntax"),
    ],
)
def test_a_program_that_fails_is_explained(
    run: Run, program: str, message: str, places: list[str]
) -> None:
    """By its own frames: where it is at fault, and none of ours or of a library."""
    orders = "def create(count):\n    raise ValueError(f'{count} orders are too many')\n"

    with pytest.raises(ProgramError) as failed:
        run(program, **{"shop/orders.py": orders})
    text = str(failed.value)
    assert message in text
    assert [place for place in places if place not in text] == []
    assert "recorder.py" not in text
    assert "site-packages" not in text
