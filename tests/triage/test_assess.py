"""Assessments: urgency, causes, mimics and advice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from nightcramp.check.patients import given
from nightcramp.pack import Urgency
from nightcramp.pack.condition import read_condition
from nightcramp.triage import Assessment, Interview, assess, read_answers
from tests.calm import calm

if TYPE_CHECKING:
    from nightcramp.pack import Pack


LISTS = (
    "leg_danger", "danger_now", "sudden_danger", "nerve_danger", "spasm_danger", "body_danger",
    "leg_more",
)  # fmt: skip
"""The lists of danger signs that an adult reads."""


def result(pack: Pack, **answers: Any) -> Assessment:
    """The assessment of these answers and no others."""
    return assess(pack, read_answers(pack, answers))


def calm_result(pack: Pack, **answers: Any) -> Assessment:
    """The assessment of these answers, and of calm ones to the safety questions left open."""
    return assess(pack, calm(pack, **answers))


def test_no_answers_at_all_are_no_result(pack: Pack) -> None:
    empty = result(pack)
    assert (empty.urgency, empty.leading) == (Urgency.incomplete, "incomplete")
    assert empty.within_days == 0
    assert {*LISTS, "age"} <= set(empty.missing)
    assert "age" in empty.not_asked


@pytest.mark.parametrize("question", LISTS)
def test_not_sure_on_a_safety_list_is_seen_today(pack: Pack, question: str) -> None:
    assert result(pack, **{question: ["unsure"]}).urgency is Urgency.same_day


@pytest.mark.parametrize("question", LISTS)
def test_not_sure_cleared_by_reading_again_is_no(pack: Pack, question: str) -> None:
    answers = {question: ["unsure"], f"{question}_again": ["none"]}
    assert calm_result(pack, **answers).urgency is Urgency.self_care


def test_a_sign_known_in_other_words_counts_as_the_sign(pack: Pack) -> None:
    found = result(pack, danger_now=["unsure"], danger_now_again=["breath"])
    assert (found.urgency, found.leading) == (Urgency.emergency, "chest_or_breathing")


def test_a_swollen_leg_and_a_short_breath_are_a_clot_that_moved(pack: Pack) -> None:
    assert result(pack, leg_danger=["swollen"], danger_now=["breath"]).leading == "clot_in_lungs"


def test_not_sure_beside_a_sign_keeps_the_sign(pack: Pack) -> None:
    found = calm_result(pack, leg_danger=["swollen", "unsure"], leg_danger_again=["none"])
    assert (found.urgency, found.leading) == (Urgency.same_day, "clot_in_leg")
    assert [(one.question, one.value) for one in found.flags[0].items] == [
        ("leg_danger", "swollen"),
    ]
    assert "leg_danger" in found.unsure


def test_not_sure_beside_a_sign_that_stays_unclear_is_a_flag_of_its_own(pack: Pack) -> None:
    doubt = {"leg_more": ["sore", "unsure"], "leg_more_again": ["unsure"]}
    found = calm_result(pack, **doubt)
    assert calm_result(pack, leg_more=["sore"]).urgency is Urgency.routine
    assert (found.urgency, found.leading) == (Urgency.same_day, "danger_unsure")
    assert "foot_sore" in [one.flag.id for one in found.flags]


@pytest.mark.parametrize("age", ["unsure", 8, 30, 70])
def test_not_sure_of_everything_is_seen_today_and_never_left_at_home(
    pack: Pack, age: str | int
) -> None:
    """And no emergency: nobody is taken by ambulance for having been sure of nothing."""
    interview = Interview.begin(pack).answer(age)
    while (question := interview.question) is not None:
        several = question.kind not in ("single", "number")
        interview = interview.answer(["unsure"] if several else "unsure")
    assert assess(pack, interview.answers).urgency is Urgency.same_day


def test_no_score_lowers_a_flag(pack: Pack) -> None:
    found = result(pack, leg_danger=["swollen"], exercise_days=7, exercise_minutes=60, weeks=30)
    assert found.urgency is Urgency.same_day


def test_not_asked_no_and_not_sure_are_told_apart(pack: Pack) -> None:
    no = result(pack, diet=["little_water"], conditions=["none"])
    unsure = result(pack, diet=["little_water"], conditions=["unsure"])
    nothing = result(pack, diet=["little_water"])
    assert "drink-enough" in given(no)
    assert "drink-enough" not in given(unsure) | given(nothing)
    assert "conditions" in nothing.not_asked
    assert unsure.unsure == ("conditions",)


def test_weak_evidence_alone_is_no_clear_cause(pack: Pack) -> None:
    found = calm_result(pack, conditions=["arthritis"])
    assert found.leading == "no_clear_cause"
    assert [c.band for c in found.causes] == ["slight"]


def test_evidence_against_a_cause_counts(pack: Pack) -> None:
    sits = {"sitting": "8_or_more", "load": ["slouch"]}
    active = result(pack, **sits, exercise_days=3, exercise_minutes=60)
    alone = result(pack, **sits)
    assert active.causes[0].points == alone.causes[0].points - 1
    assert active.causes[0].evidence[-1].evidence.points == -1


def test_points_of_a_cause_stop_at_its_cap(pack: Pack) -> None:
    every = ["salmeterol", "fluticasone_with_salmeterol", "indapamide", "spironolactone"]
    found = result(pack, medicines=every, medicines_started=every)
    assert found.causes[0].points == found.causes[0].cause.cap


def test_restless_legs_and_cramps_are_both_named(pack: Pack) -> None:
    restless = ["rest", "moving", "evening", "own"]
    pregnant = {"pregnant": "pregnant", "weeks": 30}
    found = calm_result(pack, feel=["knot", "urge"], restless=restless, **pregnant)
    assert found.leading == "pregnancy"
    assert [m.mimic.id for m in found.mimics] == ["restless_legs"]


def test_restless_legs_without_a_cramp_come_before_every_cause(pack: Pack) -> None:
    restless = ["rest", "moving", "evening", "own"]
    pregnant = {"pregnant": "pregnant", "weeks": 30}
    found = calm_result(pack, feel=["urge"], restless=restless, **pregnant)
    assert found.leading == "restless_legs"


def test_children_are_not_scored(pack: Pack) -> None:
    assert result(pack, age=12, sitting="8_or_more", exercise_days=0).causes == ()


def test_an_unknown_age_is_scored(pack: Pack) -> None:
    assert result(pack, age="unsure", sitting="8_or_more", exercise_days=0).causes


@pytest.mark.parametrize(
    "answers",
    [
        {"conditions": ["kidney"]},
        {"conditions": ["unsure"]},
        {"conditions": ["none"], "medicines": ["ramipril"]},
        {"conditions": ["none"], "medicines": ["losartan"]},
        {"conditions": ["none"], "medicines": ["spironolactone"]},
    ],
)
def test_no_potassium_where_it_could_harm(pack: Pack, answers: dict[str, Any]) -> None:
    found = result(pack, **answers, diet=["poor"])
    assert not {"potassium-foods", "potassium", "salt"} & given(found)
    assert "no-salts-unasked" in given(found)


@pytest.mark.parametrize(
    "answers",
    [
        {"leg_danger": ["swollen"]},
        {"leg_danger": ["hot"]},
        {"leg_danger": ["unsure"]},
        {"signs": ["numb"]},
        {"signs": ["unsure"]},
        {"feel": ["knot", "burning"]},
        {},
    ],
)
def test_no_massage_or_heat_where_they_could_harm(pack: Pack, answers: dict[str, Any]) -> None:
    assert not {"massage", "heat"} & given(result(pack, **{"feel": ["knot"], **answers}))


def test_massage_is_fine_for_a_healthy_leg(pack: Pack) -> None:
    healthy = {"feel": ["knot"], "signs": ["none"], "conditions": ["none"], "leg_danger": ["none"]}
    assert {"massage", "heat"} <= given(result(pack, **healthy))


@pytest.mark.parametrize("answer", ["yes", "unsure"])
def test_who_may_depend_on_alcohol_is_never_told_to_drink_less_alone(
    pack: Pack, answer: str
) -> None:
    drinks = {"alcohol_often": "most_days", "alcohol_amount": "10_more", "alcohol_binge": "daily"}
    found = given(result(pack, **drinks, dependence=answer))
    assert "do-not-stop-suddenly" in found
    assert "drink-less" not in found


def test_quinine_is_recommended_to_nobody(pack: Pack) -> None:
    assert not any("quinine" in line.recommends for line in pack.all_advice)


def test_who_takes_quinine_gets_the_stop_signs(pack: Pack) -> None:
    assert "quinine-stop-signs" in given(result(pack, medicines=["quinine"]))


def test_the_soonest_of_two_limits_holds(pack: Pack) -> None:
    assert calm_result(pack, signs=["numb"], how_often="often").within_days == 14
    assert calm_result(pack, nerve_danger=["weaker"], how_often="often").within_days == 7


@pytest.mark.parametrize(
    ("cause", "answers", "found"),
    [
        ("sedentary", {"sitting": "8_or_more"}, True),
        ("sedentary", {"sitting": "under_4"}, False),
        ("medical_condition", {"conditions": ["arthritis"]}, True),
        ("medical_condition", {"conditions": ["none"]}, False),
    ],
)
def test_a_condition_on_a_cause_or_its_group_holds_where_it_is_found(
    pack: Pack, cause: str, answers: dict[str, Any], *, found: bool
) -> None:
    when = read_condition({"causes": cause})
    line = msgspec.structs.replace(pack.advice[0], id="those", when=when, unless=None)
    assessment = calm_result(msgspec.structs.replace(pack, advice=(line,)), **answers)
    assert bool(assessment.advice) is found
