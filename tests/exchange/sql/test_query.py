"""The rules as a query: DuckDB says of everyone what the engine says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import pytest
import sqlglot

from nightcramp.errors import AnswerError, NightcrampError
from nightcramp.exchange.columns import Notices
from nightcramp.exchange.sql.bits import bits_of
from nightcramp.exchange.sql.query import query, table
from nightcramp.exchange.tables import parquet_rows
from nightcramp.pack.vignettes import read_patients
from nightcramp.triage import read_answers
from nightcramp.triage.formulas.answers import Answering
from tests.exchange.sql.agreement import REFUSED, Database, disagreements, doubled
from tests.exchange.sql.people_table import people_table
from tests.triage.formulas.random_answers import random_tables

if TYPE_CHECKING:
    from pathlib import Path

    from nightcramp.pack import Pack


@pytest.fixture(scope="module")
def database(pack: Pack, tmp_path_factory: pytest.TempPathFactory) -> Database:
    return Database(pack, tmp_path_factory.mktemp("answers"))


def test_the_query_says_of_every_vignette_what_the_engine_says(
    pack: Pack, database: Database
) -> None:
    people = [read_answers(pack, patient.answers) for _, patient in read_patients()]

    assert next(disagreements(pack, people, database.told(people)), None) is None


def test_the_query_says_of_random_people_what_the_engine_says(
    pack: Pack, database: Database
) -> None:
    people = list(random_tables(pack, seed=3, how_many=4_000))

    rows = database.told(people)

    assert next(disagreements(pack, people, rows), None) is None
    assert {row["urgency"] for row in rows} == {
        *("emergency", "same_day", "routine", "self_care", "incomplete")
    }


def test_what_a_list_has_twice_counts_once(pack: Pack, database: Database) -> None:
    people = list(random_tables(pack, seed=4, how_many=1_000))

    rows = database.told([doubled(answers) for answers in people])

    assert next(disagreements(pack, people, rows), None) is None


def test_a_query_with_one_sign_taken_for_another_is_found_out(pack: Pack, tmp_path: Path) -> None:
    wrong = Database(pack, tmp_path)
    places = bits_of(Answering(pack), pack.question("danger_now")).places
    chest, faint = (f'"danger_now_bits" & {1 << places[one]}\n' for one in ("chest", "faint"))
    wrong.query = wrong.query.replace(chest, faint)
    people = [read_answers(pack, patient.answers) for _, patient in read_patients()]

    assert next(disagreements(pack, people, wrong.told(people)), None) is not None


@pytest.mark.parametrize(("answers", "refused"), REFUSED, ids=str)
def test_an_answer_that_the_engine_refuses_gets_no_result(
    pack: Pack, database: Database, answers: dict[str, Any], refused: list[str]
) -> None:
    with pytest.raises(AnswerError):
        read_answers(pack, answers)

    (row,) = database.told([answers])

    assert row.pop("refused") is True
    assert row.pop("refuses") == refused
    assert set(row.values()) == {None}


def test_the_table_is_one_that_assess_reads(pack: Pack, tmp_path: Path) -> None:
    people = list(random_tables(pack, seed=6, how_many=1_000))
    file = tmp_path / "people.parquet"
    base = duckdb.connect()
    base.execute(table(pack, "duckdb"))
    base.register("people", people_table(pack, people))
    base.execute("INSERT INTO answers BY NAME SELECT * FROM people")
    base.execute(f"COPY answers TO '{file}'")

    with file.open("rb") as opened:
        rows = list(parquet_rows(opened, pack, Notices(pytest.fail)))

    assert [row.problem for row in rows if row.problem] == []
    assert [read_answers(pack, row.answers) for row in rows] == people


def test_only_the_columns_asked_for_are_worked_out(pack: Pack, tmp_path: Path) -> None:
    few = Database(pack, tmp_path, ["urgency", "causes"])

    (row,) = few.told([{"danger_now": ["chest"], "age": 70}])

    assert list(row) == ["refused", "urgency", "causes"]
    assert row["urgency"] == "emergency"
    assert "best_flag" not in few.query


def test_a_column_that_is_not_there_is_a_sentence(pack: Pack) -> None:
    with pytest.raises(NightcrampError, match="Did you mean 'urgency'"):
        query(pack, "duckdb", ["urgncy"])


def test_it_begins_with_what_it_was_made_of(pack: Pack) -> None:
    first, *_ = query(pack, "duckdb", ["urgency"]).splitlines()

    assert first == f"-- {pack.about.id} {pack.about.version}, content {pack.hash}"


def test_its_columns_are_in_the_packs_words(pack: Pack) -> None:
    made = query(pack, "duckdb", ["flags"])

    for name in ("danger_now_is_chest", "flag_clot_in_leg", "counts_weeks", "age_from_16"):
        assert f'AS "{name}"' in made, name


def test_spark_reads_what_is_written_for_it(pack: Pack) -> None:
    parsed = sqlglot.parse_one(query(pack, "spark"), read="spark")

    assert isinstance(parsed, sqlglot.exp.Select)
    assert "urgency" in parsed.named_selects
    assert sqlglot.parse_one(table(pack, "spark"), read="spark").find(sqlglot.exp.Schema)
    assert {name.upper() for name in _functions(parsed)} <= _OF_SPARK


def _functions(parsed: sqlglot.exp.Expr) -> set[str]:
    """The functions that sqlglot does not know, and so hands on as they are."""
    return {one.name for one in parsed.find_all(sqlglot.exp.Anonymous)}


_OF_SPARK = {"ARRAY_CONTAINS", "ELEMENT_AT", "MAP_FROM_ARRAYS", "SIZE"}
