"""The check of pictures: one planted fault of each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nightcramp.check.finding import Finding, Places
from nightcramp.check.pictures import check_pictures
from nightcramp.pack.load import read_pack
from tests.edited_packs import lean_copy, plant

if TYPE_CHECKING:
    from pathlib import Path

FAULTS = [
    ("unknown-id", "pack.toml", 'first_picture = "night"', 'first_picture = "nigth"'),
    ("unknown-id", "pictures/where.toml", 'options = ["calf"]', 'options = ["calf", "clf"]'),
    ("unknown-id", "pictures/where.toml", 'without = ["hands"]', 'without = ["hands", "arms"]'),
    ("unknown-id", "pictures/where.toml", 'question = "where"', 'question = "were"'),
    ("unknown-id", "pictures/toes_up.toml", '["pull-toes-up"]', '["pull-toes-down"]'),
    (
        "option-without-outline",
        "pictures/where.toml",
        'question = "where"\nwithout = ["hands"]',
        'question = "where"\nwithout = []',
    ),
    ("outline-without-option", "pictures/night.toml", 'tone = "accent"', 'tone = "part"'),
    ("always-filled", "pictures/week.toml", 'tone = "light"', 'tone = "dark"'),
    ("outside-picture", "pictures/week.toml", "30,0 34,0", "30,0 34.5,0"),
    ("outside-picture", "pictures/week.toml", "30,0 34,0", "30,-1 34,0"),
    ("outside-picture", "pictures/where.toml", "label = [14.5, 17]", "label = [14.5, 34]"),
]


def found(folder: Path) -> list[Finding]:
    pack, documents = read_pack(folder)
    return list(check_pictures(pack, Places(documents)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lean_copy(tmp_path / "pack", "en")


def test_the_pictures_of_the_pack_have_nothing_to_mend(folder: Path) -> None:
    assert found(folder) == []


@pytest.mark.parametrize(("rule", "file", "old", "new"), FAULTS)
def test_a_fault_is_found_where_it_is(
    folder: Path, rule: str, file: str, old: str, new: str
) -> None:
    (folder / "pictures/nigth.toml").write_bytes((folder / "pictures/night.toml").read_bytes())
    line = plant(folder, file, old, new)

    findings = found(folder)

    assert [(one.file, one.rule) for one in findings] == [(file, rule)]
    assert abs(findings[0].line - line) <= 2  # at the outline, or at its key


def test_a_picture_without_words_is_found(folder: Path) -> None:
    path = folder / "pictures/side.toml"
    lines = path.read_text("utf-8").splitlines()
    changed = ['text = " "' if line.startswith("text =") else line for line in lines]
    path.write_text("\n".join(changed), "utf-8")

    assert [one.rule for one in found(folder)] == ["picture-without-words"]


def test_none_of_these_needs_no_outline(folder: Path) -> None:
    none = '{ id = "none", label = "None of these", exclusive = true }, # '
    plant(folder, "questions/symptoms.toml", '{ id = "calf"', f'{none}\n{{ id = "calf"')

    assert found(folder) == []


def test_one_option_without_an_outline_is_named(folder: Path) -> None:
    plant(
        folder, "pictures/week.toml", 'options = ["rarely", "some", "often"]', 'options = ["some"]'
    )

    assert [one.problem.split("'")[1] for one in found(folder)] == ["rarely"]
