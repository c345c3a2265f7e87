"""The patients cover the pack: every flag, note, cause and mimic, and every "not sure"."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pytest

from nightcramp.check.pairs import play_pair
from nightcramp.pack import Urgency
from nightcramp.pack.model import NONE, UNSURE
from nightcramp.triage import Assessment, Interview, assess, read_answers
from nightcramp.triage.derive import derive_facts
from tests.content import PACK, PAIRS, VIGNETTES, WELL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nightcramp.pack.condition import Condition
    from nightcramp.triage.values import Answers

PREGNANT = {"age": 30, "pregnant": "pregnant", "weeks": 12}
OTHERS: list[tuple[str, dict[str, Any]]] = [
    ("emergency", {"signs": ["stiff"], "head_signs": ["sight"]}),
    ("emergency", {"spasm_danger": ["hands"], "conditions": ["neck_surgery"]}),
    ("emergency", {"spasm_danger": ["jaw"], "medicines": ["metoclopramide"]}),
    ("emergency", {"nerve_danger": ["cannot_stand"], "medicines": ["indapamide"]}),
    ("emergency", {"nerve_danger": ["weak_legs", "numb_climbs"]}),
    ("emergency", {"leg_more": ["black"], "conditions": ["diabetes"]}),
    ("emergency", {"load": ["heat"], "heat_signs": ["vomits"]}),
    ("emergency", {"danger_now": ["fever"], "body_danger": ["spots"]}),
    ("emergency", {"body_danger": ["dark_urine"], "medicines": ["simvastatin"]}),
    ("emergency", {"how_long": "hours", "conditions": ["sickle"]}),
    ("emergency", {"signs": ["thirst"], "body_danger": ["losing"]}),
    ("same_day", {"medicines": ["digoxin"], "body_danger": ["losing"]}),
    ("emergency", {"medicines": ["acetaminophen"], "too_much": "yes"}),
    ("same_day", {"medicines": ["acetaminophen"], "too_much": "unsure"}),
    ("same_day", {"side": "one", "where": ["groin"], "recent": ["injury"], "since": "days"}),
    (
        "same_day",
        {"conditions": ["kidney"], "kidney_care": "dialysis", "dialysis_signs": ["access"]},
    ),
    ("same_day", {"leg_more": ["drop"]}),
    ("same_day", {"nerve_danger": ["numb_climbs"]}),
    ("same_day", {"body_danger": ["little_urine"]}),
    ("same_day", {"medicines": ["apixaban"], "head_knock": "weeks"}),
    ("self_care", {"medicines": ["apixaban"], "stopped": ["thinner"]}),
    ("same_day", {"medicines": ["carbidopa_with_levodopa"], "stopped": ["parkinson"]}),
    ("same_day", {"medicines": ["insulin_aspart"], "stopped": ["insulin"]}),
    ("same_day", {"medicines": ["quinine"], "quinine_signs": ["ears"]}),
    ("same_day", {"medicines": ["atezolizumab"], "feel": ["ache"]}),
    ("same_day", {"age": 14, "pregnant": "pregnant", "weeks": 20}),
    (
        "same_day",
        {"side": "one", "recent": ["bed"], "how_long": "hours", "medicines": ["tamoxifen"]},
    ),
    (
        "routine",
        {"side": "one", "how_long": "hours", "stretch": "lets_go", "since": "weeks",
         "where": ["shin"]},
    ),
    ("routine", {"medicines": ["omeprazole"], "feel": ["knot", "burning"], "since": "weeks"}),
    ("routine", {"signs": ["unsteady"], "unsteady_since": "years"}),
    ("routine", {"conditions": ["bariatric"], "stopped": ["vitamins"]}),
    ("routine", {"effects": ["despair"], "how_often": "often", "despair": "refuse"}),
    ("self_care", {"conditions": ["kidney"], "medicines": ["ibuprofen"]}),
    ("self_care", {**PREGNANT, "medicines": ["ibuprofen"]}),
    ("routine", {"conditions": ["kidney"], "medicines": ["oral_rehydration_salts"]}),
    ("self_care", {"medicines": ["tonic_water"]}),
]  # fmt: skip
"""Who is found by no vignette and no danger pair: what is not as with a well person, and how
soon they are to be seen. What is asked while waiting is answered as well."""

OPENS: dict[str, dict[str, Any]] = {
    "child_now": {"age": 8},
    "child_danger": {"age": 8},
    "child_more": {"age": 8},
    "despair": {"effects": ["despair"], "how_often": "often"},
    "unsteady_since": {"signs": ["unsteady"]},
    "head_signs": {"signs": ["stiff"]},
    "cast_trouble": {"side": "one", "recent": ["plaster"]},
    "heat_signs": {"load": ["heat"]},
    "alcohol_amount": {"alcohol_often": "few_a_week"},
    "alcohol_binge": {"alcohol_often": "few_a_week", "alcohol_amount": "3_4"},
    "too_much": {"medicines": ["acetaminophen"]},
    "stopped": {"medicines": ["prednisone"]},
    "head_knock": {"medicines": ["apixaban"]},
    "quinine_signs": {"medicines": ["quinine"]},
    "began": {"leg_danger": ["swollen"]},
    "taken_lately": {"leg_danger": ["swollen"]},
    "dialysis_signs": {"conditions": ["kidney"], "kidney_care": "dialysis"},
}
"""What opens a question of which no vignette is unsure."""


def play_all(answers: dict[str, Any]) -> Interview:
    """A well person but for these answers, who waits where something is urgent."""
    interview = Interview.begin(PACK)
    while True:
        question = interview.question
        if question is None:
            if not interview.while_you_wait:
                break
            interview = interview.wait()
            continue
        otherwise = [NONE] if question.option(NONE) else UNSURE
        interview = interview.answer({**WELL, **answers}.get(question.id, otherwise))
    assert answers.keys() <= interview.answers.keys()
    return interview


@lru_cache
def everyone() -> tuple[Assessment, ...]:
    """What is found in every vignette, pair and patient of this file."""
    found = [assess(PACK, read_answers(PACK, vignette.answers)) for vignette in VIGNETTES]
    found += [play_pair(PACK, pair, WELL) for pair in PAIRS if pair.verdict != "refused"]
    found += [assess(PACK, play_all(answers).answers) for _, answers in OTHERS]
    return tuple(found)


def test_there_are_many_and_enough_of_them_are_well() -> None:
    ours = [v for v in VIGNETTES if not v.id.startswith("V")]
    assert len(ours) >= 60
    well = [v for v in ours if v.expected.urgency == "self_care"]
    assert len(well) * 3 >= len(ours)


@pytest.mark.parametrize(("urgency", "answers"), OTHERS)
def test_whom_no_vignette_tells_of_is_seen_in_time(urgency: str, answers: dict[str, Any]) -> None:
    assert assess(PACK, play_all(answers).answers).urgency is Urgency[urgency]


def test_every_flag_is_found_in_someone() -> None:
    found = {one.flag.id for each in everyone() for one in each.flags}
    assert {flag.id for flag in PACK.red_flags} - found == set()


def test_every_note_is_found_in_someone() -> None:
    found = {one.note.id for each in everyone() for one in each.notes}
    assert {note.id for note in PACK.notes} - found == set()


FOUND = frozenset({"causes", "mimics", "notes", "red_flags"})
CLASSES = frozenset(medicine_class.id for medicine_class in PACK.medicine_classes)


def _classes_read(condition: Condition) -> set[str]:
    """The classes whose medicines make a condition hold; not those that make it fail."""
    read = {test.key for test in condition.tests if test.key in CLASSES}
    for part in (*condition.any, *condition.all):
        read |= _classes_read(part)
    return read


def _rules() -> Iterator[tuple[str, Condition]]:
    """Every condition of the pack, by the kind and the id of what it belongs to.

    Without advice that looks at what was found: facts alone do not tell whether it holds.
    """
    for flag in PACK.red_flags:
        yield f"flag {flag.id}", flag.when
    for note in PACK.notes:
        yield f"note {note.id}", note.when
    for mimic in PACK.mimics:
        yield from ((f"{mimic.id} {one.id}", one.when) for one in mimic.criteria)
    for cause in PACK.causes:
        yield from ((f"{cause.id} {one.id}", one.when) for one in cause.evidence)
    for line in (*PACK.advice, *(line for cause in PACK.causes for line in cause.advice)):
        if line.when is not None and not line.when.keys() & FOUND:
            yield f"advice {line.id}", line.when
    for question in PACK.questions:
        if question.when is not None:
            yield f"question {question.id}", question.when


def test_every_rule_that_reads_a_class_of_medicines_holds_in_a_vignette_that_takes_one() -> None:
    medicines = {medicine.id: medicine.classes for medicine in PACK.medicines}
    patients = []
    for vignette in VIGNETTES:
        answers = read_answers(PACK, vignette.answers)
        taken = {name for one in choices_of(answers) for name in medicines.get(one, ())}
        patients.append((derive_facts(PACK, answers), taken))
    unheld = [
        name
        for name, when in _rules()
        if (read := _classes_read(when))
        and not any(read & taken and facts.holds(when) for facts, taken in patients)
    ]
    assert unheld == []


def choices_of(answers: Answers) -> tuple[str, ...]:
    taken = answers.get("medicines", ())
    return taken if isinstance(taken, tuple) else ()


def test_every_cause_and_mimic_is_found_in_a_vignette() -> None:
    vignettes = everyone()[: len(VIGNETTES)]
    causes = {one.cause.id for each in vignettes for one in each.causes}
    mimics = {one.mimic.id for each in vignettes for one in each.mimics}
    assert causes == {cause.id for cause in PACK.causes}
    assert mimics == {mimic.id for mimic in PACK.mimics}


def test_each_of_the_eight_causes_leads_in_a_vignette_by_itself_or_as_one_of_its_kind() -> None:
    groups = {cause.id: cause.group or cause.id for cause in PACK.causes}
    leading = {groups.get(each.leading) for each in everyone()[: len(VIGNETTES)]}
    assert leading >= {
        "sedentary", "strain", "nutrients", "alcohol", "pregnancy",
        "medication", "medical_condition", "shoes",
    }  # fmt: skip


def _unsure_in_vignettes() -> set[str]:
    return {name for each in everyone()[: len(VIGNETTES)] for name in each.unsure}


def test_every_not_sure_is_answered_by_someone() -> None:
    reached = {name for question in PACK.questions for name in _unsure_of(question.id)}
    assert {question.id for question in PACK.questions} - reached - _unsure_in_vignettes() == set()


def _unsure_of(name: str) -> tuple[str, ...]:
    """What a person is unsure of who is well but for not being sure of this, also when asked
    again."""
    if PACK.question(name).clarifies or name in _unsure_in_vignettes() - OPENS.keys():
        return ()
    answers: dict[str, Any] = {**OPENS.get(name, {})}
    single = PACK.question(name).kind in ("single", "number")
    answers[name] = UNSURE if single else [UNSURE]
    if f"{name}_again" in {question.id for question in PACK.questions}:
        answers[f"{name}_again"] = [UNSURE]
    found = assess(PACK, play_all(answers).answers)
    assert Urgency.incomplete < found.urgency < Urgency.emergency
    return found.unsure
