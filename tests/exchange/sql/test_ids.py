"""Ids of a pack that are like others of it, or like names that the query has for its columns."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nightcramp.errors import AnswerError, NightcrampError
from nightcramp.exchange.sql.query import query, table
from nightcramp.pack import load_pack
from nightcramp.pack.load import content_folder
from nightcramp.triage import read_answers
from tests.edited_packs import plant
from tests.exchange.sql.agreement import Database, disagreements

if TYPE_CHECKING:
    from nightcramp.pack import Pack

SMALL = Path(__file__).parents[2] / "packs/small"

QUESTION = """
[[question]]
id = "{}"
kind = "several"
text = "And this?"
why = "Nobody knows."
options = [
    {{ id = "this", label = "This" }},
    {{ id = "none", label = "None of these", exclusive = true }},
]
"""


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


@pytest.mark.parametrize(
    "question",
    [
        *("id", "age_unsure", "danger_bits", "medicines_places", "danger_is_breath"),
        *("refuses_age", "refused", "points_sedentary", "best_flag", "Danger_Bits"),
    ],
)
def test_a_question_named_like_a_column_of_the_query_is_a_sentence(
    tmp_path: Path, question: str
) -> None:
    pack = small_pack(tmp_path, ("questions/habits.toml", "", QUESTION.format(question)))

    with pytest.raises(NightcrampError, match=f"two columns named '{question}'"):
        query(pack, "duckdb")


def test_two_columns_of_the_query_of_one_name_are_a_sentence(tmp_path: Path) -> None:
    more = QUESTION.format("bits") + QUESTION.format("refuses")
    pack = small_pack(tmp_path, ("questions/habits.toml", "", more))

    with pytest.raises(NightcrampError, match="two columns named 'refuses_bits'"):
        query(pack, "duckdb")


def test_two_columns_of_the_table_of_one_name_are_a_sentence(tmp_path: Path) -> None:
    pack = small_pack(tmp_path, ("questions/habits.toml", "", QUESTION.format("age_unsure")))

    with pytest.raises(NightcrampError, match="two columns named 'age_unsure'"):
        table(pack, "duckdb")
