from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from airworthy.checklists.load import dangling, load_catalogue, unused
from airworthy.checklists.model import Catalogue
from airworthy.kit.errors import AirworthyError
from airworthy.kit.evidence import Kind
from airworthy.policies.discovery import load_rules

KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

CONTROL = """
[[control]]
id = "backups-kept"
title = "Backups are kept"
why = "Without them nothing comes back."
needs = ["rule", "drill"]
"""
ITEM = """
title = "A list"
[[item]]
line = 3
section = "Database"
text = "Backups are kept."
controls = ["backups-kept"]
"""

KINDS = "attestation, drill, live-check, rule, step"

Load = Callable[..., Catalogue]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Load a catalogue of one file of controls and one checklist."""

    def catalogue(control: str = CONTROL, item: str = ITEM, **more: str) -> Catalogue:
        files = {"controls/area.toml": control, "items/list.toml": item, **more}
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return load_catalogue(tmp_path)

    return catalogue


def test_a_catalogue_is_read(load: Load) -> None:
    """Controls by id with the area of their file, checklists by name with their items."""
    catalogue = load(item=ITEM + 'note = "A script that ends well proves nothing."')
    control, checklist = catalogue.controls["backups-kept"], catalogue.checklists["list"]

    assert (control.area, control.needs) == ("area", (Kind.RULE, Kind.DRILL))
    assert control.title == "Backups are kept"
    assert checklist.title == "A list"
    assert checklist.items[0].line == 3
    assert checklist.items[0].controls == ("backups-kept",)
    assert checklist.items[0].note.startswith("A script")


def without(name: str, text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith(f"{name} ="))


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        ({"control": CONTROL + CONTROL}, "control backups-kept is given twice"),
        ({"controls/b.toml": CONTROL}, "control backups-kept is given twice"),
        ({"control": without("why", CONTROL)}, "area.toml: control 1 lacks why"),
        ({"control": CONTROL + "owner = 1"}, "area.toml: control 1 has an unknown owner"),
        ({"control": CONTROL.replace('["rule", "drill"]', '"rule"')}, "a needs that is no list"),
        ({"control": CONTROL.replace('"rule", ', '"probe", ')}, "backups-kept needs probe, which"),
        ({"control": CONTROL.replace('"rule", "drill"', "")}, "backups-kept needs no kind of evi"),
        ({"control": "control = 5"}, "area.toml: control is no list of tables; write [[control]]"),
        ({"control": CONTROL + "[[contrl]]"}, "area.toml: it has an unknown contrl"),
        ({"control": "id ="}, "area.toml: Invalid value (at end of document)"),
        ({"item": without("title", ITEM)}, "list.toml: a title is missing"),
        ({"item": "title = 'x'"}, "list.toml: it holds no item"),
        ({"item": ""}, "list.toml: it holds no item"),
        ({"item": without("text", ITEM)}, "list.toml: item 1 lacks text"),
        ({"item": ITEM.replace("line = 3", 'line = "3"')}, "item 1 has a line that is no int"),
        ({"item": ITEM + "notes = 'x'"}, "list.toml: item 1 has an unknown notes"),
        ({"item": ITEM + ITEM.replace('title = "A list"', "")}, "list: line 3 is given twice"),
        ({"item": ITEM.replace('["backups-kept"]', "[]")}, "list: line 3 names no control"),
        ({"item": ITEM.replace("backups-kept", "backup")}, "line 3 names backup, which is no cont"),
    ],
)
def test_a_contradiction_is_refused(load: Load, files: dict[str, str], fault: str) -> None:
    """The error names the file or the line, and what is wrong with it."""
    with pytest.raises(AirworthyError, match=re.escape(fault)):
        load(**files)


def test_all_faults_come_at_once(load: Load) -> None:
    """Each once: a file that cannot be parsed is one fault, not one for each thing it lacks."""
    with pytest.raises(AirworthyError) as refusal:
        load(
            control=CONTROL + CONTROL.replace('"drill"', '"hope"'),
            item=ITEM.replace('["backups-kept"]', '["b", "c"]'),
            **{"items/broken.toml": "title = "},
        )

    assert str(refusal.value).splitlines() == [
        "the checklists contradict themselves:",
        "  area.toml: control backups-kept needs hope, which is no kind of evidence; there are "
        + KINDS,
        "  broken.toml: Invalid value (at end of document)",
        "  control backups-kept is given twice",
        "  list: line 3 names b, which is no control",
        "  list: line 3 names c, which is no control",
    ]


def test_what_names_no_control_dangles(load: Load) -> None:
    """Each name that a source of evidence uses and that does not exist."""
    catalogue = load()
    proves = {"b": ("backups-kept", "gone"), "a": ("gone", "lost")}

    assert list(dangling(catalogue, proves)) == [
        "a proves gone, which is no control",
        "a proves lost, which is no control",
        "b proves gone, which is no control",
    ]


def test_a_control_that_nobody_names_is_unused(load: Load) -> None:
    """An item that asks for it or a source that proves it is enough."""
    other = CONTROL.replace("backups-kept", "disks-encrypted")
    catalogue = load(**{"controls/b.toml": other})

    assert list(unused(catalogue, {})) == ["disks-encrypted"]
    assert list(unused(catalogue, {"a-rule": ("disks-encrypted",)})) == []


@pytest.fixture(scope="module")
def real() -> Catalogue:
    return load_catalogue()


def test_no_real_control_is_unused(real: Catalogue) -> None:
    """Each is asked for by an item or proved by a rule."""
    proves = {rule.id: rule.proves for rule in load_rules().values()}

    assert list(unused(real, proves)) == []
    assert list(dangling(real, proves)) == []


def test_real_ids_are_kebab_case(real: Catalogue) -> None:
    """They are permanent, so they have one form from the start."""
    assert [name for name in real.controls if not KEBAB.fullmatch(name)] == []


def test_real_texts_are_statements(real: Catalogue) -> None:
    """A title has no full stop, a reason and an item have one."""
    controls, items = real.controls.values(), [i for c in real.checklists.values() for i in c.items]

    assert [control.id for control in controls if control.title.endswith(".")] == []
    assert [control.id for control in controls if not control.why.endswith(".")] == []
    assert [item.line for item in items if not item.text.endswith((".", "?"))] == []


def test_the_marketplace_list_is_whole(real: Catalogue) -> None:
    """All boxes of the source document, in its order."""
    lines = [item.line for item in real.checklists["marketplace"].items]

    assert len(lines) == 91
    assert all(above < below for above, below in pairwise(lines))
