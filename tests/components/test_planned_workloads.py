"""What a workload refers to must be in the stack file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from airworthy.components.system import plan
from airworthy.settings.load import Loaded, SettingsError

Config = dict[str, Any]
Load = Callable[[Config], Loaded]


def test_a_reference_to_no_secret_is_refused(production: Config, load: Load) -> None:
    """A misspelt entry of the application's Secret would keep every pod from starting."""
    production["services"]["api"]["secrets"]["JWT_SECRET"]["key"] = "jwtt"

    with pytest.raises(SettingsError) as caught:
        plan(load(production))

    (problem,) = caught.value.problems
    assert problem.key == "airworthy:services.api.secrets"
    assert (problem.seen, problem.wanted) == ("'application/jwtt'", "one of jwt, whatsapp")


def test_a_secret_of_somebody_else_is_left_alone(production: Config, load: Load) -> None:
    """A Secret that this system does not deliver may be there already."""
    production["services"]["api"]["secrets"]["JWT_SECRET"] = {"name": "theirs", "key": "any"}

    assert plan(load(production)).services["api"].args.secrets["JWT_SECRET"].key == "any"
