"""Conditions in the review book: as a sentence, as a decision table, and who looks at what."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given

from nightcramp.check.book.sentences import Sentences
from nightcramp.check.book.table import MOST_ROWS, decision_table
from nightcramp.check.book.uses import Uses, rules_in
from nightcramp.pack.condition import Condition, read_condition
from nightcramp.pack.model import Criterion, Measure
from nightcramp.triage import read_answers
from nightcramp.triage.derive import derive_facts
from tests.conditions import conditions
from tests.content import PACK
from tests.strategies import any_answers

ASKED = [PACK.question(name) for name in ("age", "leg_danger", "side", "pregnant", "where")]


@given(conditions(PACK, ASKED), any_answers(PACK))
def test_a_decision_table_says_what_its_condition_means(
    condition: Condition, answers: dict[str, Any]
) -> None:
    _, rows = decision_table(condition)
    facts = derive_facts(PACK, read_answers(PACK, answers))
    if rows:
        held = any(all(facts.passes(one.test) != one.excluded for one in row) for row in rows)
        assert held is facts.holds(condition)


def test_every_red_flag_has_a_table() -> None:
    without = [flag.id for flag in PACK.red_flags if not decision_table(flag.when)[1]]
    assert without == []


def test_a_table_that_nobody_could_read_is_left_out() -> None:
    either = read_condition({"any": [{"age": {"at_least": n}} for n in range(9)]})
    assert len(decision_table(either)[1]) == 9
    assert decision_table(Condition(all=(either, either)))[1] == []
    assert MOST_ROWS < 9 * 9


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"age": {"at_least": 16, "under": 65}}, "Age is at least 16 and under 65 years."),
        ({"side": "one"}, "“{side}” is answered “{one}”."),
        ({"side": ["one", "not_asked"]}, "“{side}” is answered “{one}” or not asked."),
        ({"side": "not_asked"}, "“{side}” is not asked."),
        ({"not": {"age": {"over": 64}}}, "Not (age is over 64 years)."),
        ({"statin": "taken"}, "Taken: “Cholesterol tablets (statins)”."),
        ({"statin": "recent"}, "Started lately: “Cholesterol tablets (statins)”."),
        ({"clot_risk": {"at_least": 1}}, "At least 1 of “Reasons for a clot”."),
        ({"audit_c": {"at_most": 4}}, "“AUDIT-C” is at most 4 points of 12."),
        ({"country": ["GB", "IE"]}, "The country is “United Kingdom” or “Ireland”."),
        ({"red_flags": "any"}, "Any red flag for today or now holds."),
        ({"causes": "alcohol"}, "“Alcohol” is found."),
        (
            {"side": "one", "any": [{"age": {"under": 16}}, {"age": {"over": 64}}]},
            "“{side}” is answered “{one}”, and (age is under 16 years, or age is over 64 years).",
        ),
        (
            {"all": [{"any": [{"side": "one"}, {"age": {"over": 64}}]}, {"insulin": "taken"}]},
            "(“{side}” is answered “{one}”, or age is over 64 years), and taken: “Insulin”.",
        ),
    ],
)
def test_a_condition_is_a_sentence_in_the_words_of_the_questions(
    table: dict[str, object], sentence: str
) -> None:
    side = PACK.question("side")
    [one] = (option.label for option in side.options if option.id == "one")
    expected = sentence.replace("{side}", side.text).replace("{one}", one)

    assert Sentences(PACK).of(read_condition(table)) == expected


def test_no_condition_of_the_pack_shows_a_key_of_its_file() -> None:
    sentences = Sentences(PACK)
    said = [sentences.of(when) for _, whens in rules_in(PACK) for when in whens]
    keys = {one.id for one in PACK.measures} | {one.id for one in PACK.medicine_classes}
    shown = {key for key in keys if "_" in key and any(key in one for one in said)}

    assert shown == set()


def test_of_no_condition_it_says_for_everyone() -> None:
    assert Sentences(PACK).of(None) == "For everyone."


def test_what_looks_at_an_answer_is_told_from_what_it_keeps_from_holding() -> None:
    uses = Uses(PACK)
    cold = {(use.rule.id, use.denies) for use in uses.of("leg_danger", "cold")}

    assert ("blocked_artery", False) in cold
    assert ("compartment_numb", True) in cold


def test_measures_that_count_each_other_in_many_ways_are_each_looked_at_once() -> None:
    def counting(number: int) -> Measure:
        below = f"m{number - 1}" if number else "weakness"
        when = [read_condition({below: {"at_least": least}}) for least in (1, 2)]
        criteria = tuple(Criterion(id=f"c{n}", when=one) for n, one in enumerate(when))
        return Measure(id=f"m{number}", title="x", kind="count", criteria=criteria)

    chain = tuple(counting(number) for number in range(40))  # 2 to the 40th ways lead to the last
    pack = msgspec.structs.replace(PACK, measures=(*PACK.measures, *chain))

    found = {use.rule.id for use in Uses(pack).of("nerve_danger", "weak_legs")}

    assert {f"m{number}" for number in range(40)} <= found


def test_what_forbids_advice_keeps_it_from_being_given() -> None:
    shaky = Uses(PACK).of("dependence", "yes")
    lines = {(use.rule.id, use.denies) for use in shaky if use.rule.kind == "advice"}

    assert ("do-not-stop-suddenly", False) in lines
    assert ("drink-less", True) in lines
