"""Finds every rule below `rules/`; nothing is registered by hand."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping

from airworthy.kit.rule import Rule
from airworthy.policies import rules

__all__ = ["load_rules"]


def load_rules() -> Mapping[str, Rule]:
    """Every rule there is, by id, sorted.

    Raises:
        LookupError: A file holds no rule of its own name, or two files hold one id.
    """
    found: dict[str, Rule] = {}
    for module in pkgutil.walk_packages(rules.__path__, f"{rules.__name__}."):
        if module.ispkg:
            continue
        name = module.name.rpartition(".")[2]
        rule = getattr(importlib.import_module(module.name), name, None)
        if not isinstance(rule, Rule):
            raise LookupError(f"{module.name} holds no rule called {name}")
        if rule.id in found:
            raise LookupError(f"two files hold the rule {rule.id}")
        found[rule.id] = rule
    return dict(sorted(found.items()))
