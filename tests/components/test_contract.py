"""What every component promises, whichever it is.

To add one, put its smallest production-grade use into `examples/<component>.py` and its URNs into
`golden/<component>.txt` (`pytest --update-golden` writes the file; read the difference: a URN
that changes destroys what it named, so it needs an alias).
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from airworthy import components
from airworthy.components.safe import Safe
from airworthy.kit.judge import judge
from airworthy.kit.resource import Resource, Stack
from airworthy.kit.testing import ABSENT, changed
from airworthy.kit.verdict import Outcome, Verdict
from airworthy.policies.discovery import load_rules

HERE = Path(__file__).parent
RULES = load_rules()
Build = Callable[[str], None]


def modules() -> Iterator[str]:
    for module in pkgutil.iter_modules(components.__path__):
        found = importlib.import_module(f"airworthy.components.{module.name}")
        if hasattr(found, "ENCODES"):
            yield module.name


NAMES = tuple(modules())


def example(name: str) -> Build:
    path = HERE / "examples" / f"{name}.py"
    assert path.is_file(), f"{path} is missing: show how {name} is used"
    spec = importlib.util.spec_from_file_location(f"example_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    build: Build = module.build
    return build


def safe_of(name: str) -> tuple[Safe, ...]:
    found: tuple[Safe, ...] = importlib.import_module(f"airworthy.components.{name}").SAFE
    return found


def encodes(name: str) -> tuple[str, ...]:
    found: tuple[str, ...] = importlib.import_module(f"airworthy.components.{name}").ENCODES
    return found


@pytest.fixture(scope="module")
def stacks(recorded: Callable[[Callable[[], object]], Stack]) -> Callable[[str], Stack]:
    """The recorded example of a component, recorded once."""
    kept: dict[str, Stack] = {}

    def stack(name: str) -> Stack:
        if name not in kept:
            kept[name] = recorded(lambda: example(name)("one"))
        return kept[name]

    return stack


@pytest.mark.parametrize("name", NAMES)
def test_urns_are_a_promise(
    name: str, stacks: Callable[[str], Stack], pytestconfig: pytest.Config
) -> None:
    """Type, path and protection of every child are those of the golden list."""
    stack = stacks(name)
    lines = sorted(
        f"{resource.type} {stack.path(resource)}"
        + (" protected" if resource.option.flag("protect", default=False) else "")
        for resource in stack
    )
    golden = HERE / "golden" / f"{name}.txt"
    text = "\n".join(lines) + "\n"
    if pytestconfig.getoption("--update-golden"):
        golden.write_text(text, encoding="utf-8")

    assert golden.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", NAMES)
def test_two_stand_side_by_side(
    name: str, recorded: Callable[[Callable[[], object]], Stack]
) -> None:
    """Two of a kind in one program share no URN, and every child has its own parent."""
    build = example(name)

    def program() -> None:
        build("one")
        build("two")

    stack = recorded(program)

    parents = {resource.urn for resource in stack}
    loose = [
        r.name for r in stack if r.custom and r.parent not in parents and "provider" not in r.type
    ]
    assert loose == []
    assert len({r.urn for r in stack}) == len(stack)


@pytest.mark.parametrize("name", NAMES)
def test_no_rule_objects(name: str, stacks: Callable[[str], Stack]) -> None:
    """The smallest use of a component is production-grade: no rule fails or crashes on it."""
    bad = [verdict for verdict in judge(RULES.values(), stacks(name)) if is_bad(verdict)]

    assert bad == []


@pytest.mark.parametrize("name", NAMES)
def test_every_control_it_encodes_is_judged(name: str, stacks: Callable[[str], Stack]) -> None:
    """For each control that the component claims, a rule judged something and was content."""
    verdicts = judge(RULES.values(), stacks(name))
    content = {v.rule for v in verdicts if v.outcome in {Outcome.PASS, Outcome.UNKNOWN}}
    proved = {control for rule in content for control in RULES[rule].proves}

    assert set(encodes(name)) - proved == set()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        # By their place: the same property may break in several ways.
        pytest.param(name, safe, id=f"{name}-{place}-{safe.type.rpartition(':')[2]}-{safe.path}")
        for name in NAMES
        for place, safe in enumerate(safe_of(name))
    ],
)
def test_a_broken_safe_default_is_noticed(
    name: str, safe: Safe, stacks: Callable[[str], Stack]
) -> None:
    """Each safe property, broken in the recording, makes a rule of its controls fail."""
    stack = stacks(name)
    targets = [
        r for r in stack if r.type == safe.type and r.name.endswith(safe.name) and is_set(r, safe)
    ]
    assert targets, f"{name} sets {safe.path} on no {safe.type} called *{safe.name}"
    proving = [rule for rule in RULES.values() if set(rule.proves) & set(encodes(name))]

    for target in targets:
        if not any(is_bad(v) for v in judge(proving, broken(stack, target, safe))):
            pytest.fail(f"{name}: {safe.path} of {target.name} can be {safe.broken!r} unnoticed")


@pytest.mark.parametrize("name", NAMES)
def test_outputs_are_registered_once_and_last(name: str) -> None:
    """register_outputs is the last statement of the constructor, and the only such call."""
    source = Path(str(importlib.import_module(f"airworthy.components.{name}").__file__))
    tree = ast.parse(source.read_text(encoding="utf-8"))
    calls = [
        n for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr == "register_outputs"
    ]
    classes = [n for n in tree.body if isinstance(n, ast.ClassDef) and ends_in_outputs(n)]

    assert len(calls) == len(classes) >= 1


def ends_in_outputs(node: ast.ClassDef) -> bool:
    for part in node.body:
        if isinstance(part, ast.FunctionDef) and part.name == "__init__":
            return "register_outputs" in ast.dump(part.body[-1])
    return False


def is_set(resource: Resource, safe: Safe) -> bool:
    if safe.path.startswith("options:"):
        return resource.option.has(safe.path.removeprefix("options:"))
    here: object = resource.inputs
    for part in safe.path.split("."):
        here = getattr(here, "value", here)
        if isinstance(here, dict):
            here = here.get(part)
        elif isinstance(here, list) and int(part) < len(here):
            here = here[int(part)]
        else:
            return False
    return here is not None


def broken(stack: Stack, target: Resource, safe: Safe) -> Stack:
    """The stack with one property broken, or left out."""
    value = ABSENT if safe.broken is None else safe.broken
    worse = changed(target, {safe.path: value})
    return Stack(worse if resource.urn == target.urn else resource for resource in stack)


def is_bad(verdict: Verdict) -> bool:
    return verdict.outcome in {Outcome.FAIL, Outcome.ERROR}
