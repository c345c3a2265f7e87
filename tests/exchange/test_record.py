"""An assessment as data: it keeps to its published schema, and everything in it is traced."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import msgspec
import pytest

from nightcramp.cli.main import main
from nightcramp.exchange.json_builder import JsonBuilder
from nightcramp.pack import Urgency, load_pack
from nightcramp.pack.locale import Locale
from nightcramp.reports.plain import render_plain
from nightcramp.reports.result import build_result
from nightcramp.triage import assess, read_answers
from tests.calm import calm
from tests.content import VIGNETTES as PATIENTS
from tests.content import sample

if TYPE_CHECKING:
    from nightcramp.pack import Pack
    from nightcramp.pack.words import Words

SCHEMA = Path(__file__).parents[2] / "docs/schema/assessment.schema.json"
VIGNETTES = sample(PATIENTS)


def record_of(pack: Pack, answers: Any, line: int = 0) -> Any:
    """The record as a program reads it."""
    read = read_answers(pack, answers)
    made = JsonBuilder(pack).build(assess(pack, read), line)
    return json.loads(msgspec.json.encode(made))


@pytest.fixture(scope="module")
def records(pack: Pack) -> list[Any]:
    """The record of every patient."""
    return [record_of(pack, vignette.answers) for vignette in VIGNETTES]


def test_the_published_schema_is_the_one_the_types_give(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert main(["export", "schema"]) == 0

    printed = capsysbinary.readouterr().out
    assert printed == SCHEMA.read_bytes(), "run: nightcramp export schema > " + str(SCHEMA)


def test_every_record_keeps_to_the_schema(records: list[Any]) -> None:
    check = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))

    assert [error.message for record in records for error in check.iter_errors(record)] == []


def test_every_finding_names_the_answers_behind_it(records: list[Any]) -> None:
    for record in records:
        given = {answer["id"] for answer in record["answers"]}
        evidence = [one for cause in record["causes"] for one in cause["evidence"]]
        for found in (*record["flags"], *record["mimics"], *evidence):
            assert set(found["answers"]) <= given
            assert found["answers"] or found["id"] == record["leading"]


def test_answers_are_given_as_ids_and_in_words(pack: Pack) -> None:
    given = {
        "age": 70,
        "where": ["calf"],
        "sitting": "unsure",
        "exercise_days": "unsure",
        "medicines": ["ramipril"],
    }

    record = record_of(pack, calm(pack, **given))

    said = [(a["id"], a["value"], a["said"]) for a in record["answers"]]
    assert [one for one in said if one[0] in given] == [
        ("age", 70, ["70 years"]),
        ("where", ["calf"], ["Calf"]),
        ("sitting", "unsure", ["Not sure"]),
        ("exercise_days", "unsure", ["Not sure"]),
        ("medicines", ["ramipril"], ["ramipril"]),
    ]


def test_an_urgent_record_gives_no_advice_that_could_keep_someone_at_home(
    records: list[Any],
) -> None:
    urgent = [r for r in records if r["urgency"]["id"] in ("same_day", "emergency")]
    assert urgent
    for record in urgent:
        found = (record, *record["causes"], *record["mimics"])
        assert not any(one["advice"] for one in found)
        assert not any(one["tests"] for one in found[1:])


def test_the_record_says_what_the_text_says(pack: Pack) -> None:
    for vignette in VIGNETTES:
        found = assess(pack, read_answers(pack, vignette.answers))
        text = render_plain(build_result(pack, found), width=10_000)
        record = record_of(pack, vignette.answers)
        assert record["urgency"]["title"] in text
        assert record["urgency"]["limit"].lower() in text.lower()
        if not found.urgent:
            evidence = [one for cause in record["causes"] for one in cause["evidence"]]
            # The text quotes an answer once; the record with each reason.
            assert all(one["because"].rpartition(". ")[2] in text for one in evidence)


def test_a_measure_someone_is_unsure_of_has_a_least_and_a_most(pack: Pack) -> None:
    alcohol = {"alcohol_often": "most_days", "alcohol_amount": "unsure", "alcohol_binge": "never"}

    [audit] = record_of(pack, alcohol)["measures"]

    assert (audit["id"], audit["least"], audit["most"]) == ("audit_c", 4, 8)
    assert audit["codes"] == [{"system": "LOINC", "code": "75626-2", "checked": True}]


def test_codes_are_those_of_the_pack_and_no_others(pack: Pack, records: list[Any]) -> None:
    known = {(code.system, code.code) for code in pack.codes}
    given = {
        (code["system"], code["code"])
        for record in records
        for kind in ("flags", "mimics", "causes", "measures")
        for found in record[kind]
        for code in found["codes"]
    }
    assert ("SNOMED", "128053003") in given
    assert given <= known


def test_a_suspected_clot_carries_the_code_of_one(pack: Pack) -> None:
    record = record_of(pack, {"leg_danger": ["swollen"]})

    clot = next(flag for flag in record["flags"] if flag["id"] == "clot_in_leg")
    assert clot["codes"] == [{"system": "SNOMED", "code": "128053003", "checked": True}]


def test_a_flag_says_what_was_told_in_the_person_s_own_facts(pack: Pack) -> None:
    record = record_of(pack, calm(pack, leg_danger=["unsure"], leg_danger_again=["hot"]))

    assert all(flag["told"] for flag in record["flags"])
    assert "because" not in record["flags"][0]
    assert record["flags"][0]["told"] == ["Skin of one leg newly warm or hot"]


def test_a_note_is_data_with_whom_to_ask_and_within_how_many_days(pack: Pack) -> None:
    record = record_of(pack, calm(pack, medicines=["other"]))

    [note] = record["notes"]
    assert (note["id"], note["contact"]) == ("medicine_missed_from_list", "pharmacist")
    assert (note["told"], note["within_days"]) == (["Another medicine"], 7)


def test_a_record_names_the_content_it_was_made_by() -> None:
    spanish = load_pack(locale=Locale("GB", "es"))

    used = record_of(spanish, {})["pack"]

    assert used["hash"] == spanish.hash
    assert used["translation_hash"] == spanish.translation_hash
    assert (used["country"], used["language"], used["reviewed"]) == ("GB", "es", False)


def test_records_are_found_for_every_urgency(pack: Pack, records: list[Any]) -> None:
    found = {record["urgency"]["id"] for record in (*records, record_of(pack, {}))}
    assert found == {one.name for one in Urgency}


def test_a_record_of_too_few_answers_says_no_urgency_and_explains_nothing(
    pack: Pack, words: Words
) -> None:
    record = record_of(pack, {"age": 40, "signs": ["numb"], "sitting": "8_or_more"})

    assert record["urgency"]["id"] == record["leading"] == "incomplete"
    assert record["urgency"]["within_days"] == 0
    assert "danger_now" in [one["id"] for one in record["missing"]]
    assert not any(record[kind] for kind in ("flags", "notes", "mimics", "causes", "advice"))
    assert record["note"] == words.result.no_result


def test_an_answer_to_what_would_not_be_asked_is_named_and_not_weighed(pack: Pack) -> None:
    answers = {**calm(pack, age=70), "pregnant": "pregnant", "weeks": 30}

    record = record_of(pack, answers)

    assert [one["id"] for one in record["dropped"]] == ["pregnant", "weeks"]
    assert not {"pregnant", "weeks"} & {answer["id"] for answer in record["answers"]}
    assert "pregnancy" not in [cause["id"] for cause in record["causes"]]
