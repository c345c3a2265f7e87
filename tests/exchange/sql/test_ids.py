"""Ids of a pack that are like others of it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nightcramp.errors import AnswerError
from nightcramp.pack import load_pack
from nightcramp.pack.load import content_folder
from nightcramp.triage import read_answers
from tests.edited_packs import plant
from tests.exchange.sql.agreement import Database, disagreements

if TYPE_CHECKING:
    from nightcramp.pack import Pack

SMALL = Path(__file__).parents[2] / "packs/small"


def small_pack(folder: Path, *edits: tuple[str, str, str]) -> Pack:
    """The small pack, with a text in a file of it replaced by another."""
    shutil.copytree(SMALL, folder / "pack")
    shutil.copy(str(content_folder() / "words.toml"), folder / "pack")
    for file, old, new in edits:
        plant(folder / "pack", file, old, new)
    return load_pack(folder / "pack")


def test_an_option_named_like_a_medicine_stands_for_no_other_medicine(tmp_path: Path) -> None:
    files = ("questions/habits.toml", "pack.toml", "mimics/restless_legs.toml")
    pack = small_pack(tmp_path, *((file, '"knot"', '"amlodipine"') for file in files))
    database = Database(pack, tmp_path)
    people = [read_answers(pack, {"feel": ["amlodipine"], "medicines": ["ibuprofen"], "age": 40})]
    with pytest.raises(AnswerError):
        read_answers(pack, {"feel": ["ibuprofen"]})

    assert next(disagreements(pack, people, database.told(people)), None) is None
    assert database.told([{"feel": ["ibuprofen"]}])[0]["refuses"] == ["feel"]


def test_an_option_named_like_a_medicine_is_counted_behind_a_flag(tmp_path: Path) -> None:
    pack = small_pack(
        tmp_path,
        ("questions/red_flags.toml", 'id = "back"', 'id = "ibuprofen"'),
        ("red_flags.toml", '"emergency"', '"same_day"'),
        ("red_flags.toml", '["swollen", "unsure"]', '["swollen", "ibuprofen"]'),
        ("red_flags.toml", '"back"', '"ibuprofen"'),
    )
    people = [read_answers(pack, {"danger": ["breath", "swollen", "ibuprofen"], "age": 40})]

    rows = Database(pack, tmp_path).told(people)

    assert rows[0]["leading"] == "swollen_leg"
    assert next(disagreements(pack, people, rows), None) is None
