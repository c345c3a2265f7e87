"""The interview: which question is next, going back, and changing one's mind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from nightcramp.errors import AnswerError
from nightcramp.triage import Interview, read_answers

if TYPE_CHECKING:
    from nightcramp.pack import Pack

HEALTHY: dict[str, Any] = {
    "leg_danger": ["none"],
    "danger_now": ["none"],
    "body_danger": ["none"],
    "other_danger": ["none"],
    "age": 40,
    "pregnant": "no",
    "feel": ["knot"],
    "where": ["calf"],
    "when_felt": ["bed"],
    "how_long": "short",
    "how_often": "some",
    "effects": ["wakes"],
    "signs": ["none"],
    "sitting": "4_to_7",
    "posture": ["none"],
    "exercise_days": 3,
    "exercise_minutes": 40,
    "load": ["new_exercise"],
    "load_days": "no",
    "diet": ["none"],
    "alcohol_often": "few_a_month",
    "alcohol_amount": "1_2",
    "alcohol_binge": "never",
    "conditions": ["none"],
    "medicines": ["none"],
}


def play(pack: Pack, **changes: Any) -> Interview:
    """A whole interview of a healthy person of 40, with changes; `stop` ends before one."""
    stop = changes.pop("stop", None)
    answers = {**HEALTHY, **changes}
    interview = Interview.begin(pack)
    while (question := interview.question) is not None and question.id != stop:
        interview = interview.answer(answers[question.id])
    return interview


def keys_needed(interview: Interview) -> int:
    """Keypresses of a nurse who knows the keys, one to begin included."""
    keys = 1
    for question in interview.answered:
        value = interview.answers[question.id]
        if question.kind == "number":
            keys += len(str(value)) + 1
        elif question.kind == "single":
            keys += 1
        else:
            keys += len(value) + 1 if isinstance(value, tuple) else 2
    return keys


def test_a_healthy_person_answers_at_most_25_questions(pack: Pack) -> None:
    assert len(play(pack).answers) <= 25


def test_a_nurse_needs_at_most_55_keypresses_for_that(pack: Pack) -> None:
    assert keys_needed(play(pack)) <= 55


def test_red_flags_are_asked_before_anything_else(pack: Pack) -> None:
    sections = [question.section for question in play(pack).answered]
    first_other = next(i for i, section in enumerate(sections) if section != "red_flags")
    assert "red_flags" not in sections[first_other:]


@pytest.mark.parametrize(("age", "asked"), [(10, False), (11, True), (55, True), (56, False)])
def test_pregnancy_is_asked_by_age_and_by_nothing_else(
    pack: Pack, age: int, *, asked: bool
) -> None:
    interview = play(pack, age=age, stop="feel", child_danger=["none"], child_pain="other")
    assert ("pregnant" in interview.answers) is asked


def test_pregnancy_is_asked_when_the_age_is_not_known(pack: Pack) -> None:
    assert "pregnant" in play(pack, age="unsure").answers


def test_alcohol_details_only_for_those_who_drink(pack: Pack) -> None:
    answers = play(pack, alcohol_often="never").answers
    assert not {"alcohol_amount", "alcohol_binge", "dependence"} & answers.keys()


def test_dialysis_is_asked_only_with_kidney_disease(pack: Pack) -> None:
    with_disease = play(pack, conditions=["kidney"], kidney_care="early")
    assert "kidney_care" in with_disease.answers
    assert "kidney_care" not in play(pack).answers


def test_not_sure_on_a_safety_list_asks_which_one(pack: Pack) -> None:
    interview = Interview.begin(pack).answer(["unsure"])
    assert interview.question is not None
    assert interview.question.id == "leg_danger_which"


def test_an_emergency_answer_ends_the_questions(pack: Pack) -> None:
    assert Interview.begin(pack).answer(["cold_numb"]).finished


def test_the_emergency_answer_can_be_taken_back(pack: Pack) -> None:
    interview = Interview.begin(pack).answer(["cold_numb"]).back()
    assert interview.question is not None
    assert interview.question.id == "leg_danger"
    assert not interview.answer(["none"]).finished


def test_what_must_be_seen_today_asks_no_more_about_habits(pack: Pack) -> None:
    asked = play(pack, leg_danger=["swollen"], cancer_back="no").answers
    assert not {"sitting", "posture", "load", "diet"} & asked.keys()
    assert {"danger_now", "age", "pregnant"} <= asked.keys()


def test_children_are_not_asked_about_habits(pack: Pack) -> None:
    asked = play(pack, age=9, child_danger=["none"], child_pain="growing").answers
    assert "feel" not in asked


def test_back_shows_the_question_before_with_its_answer(pack: Pack) -> None:
    interview = play(pack, stop="where").back()
    assert interview.question is not None
    assert interview.question.id == "feel"
    assert interview.answers["feel"] == ("knot",)


def test_back_on_the_first_question_stays_there(pack: Pack) -> None:
    first = Interview.begin(pack)
    assert first.back() == first
    assert not first.can_go_back


def test_back_many_times_loses_nothing(pack: Pack) -> None:
    whole = play(pack)
    back = whole
    while back.can_go_back:
        back = back.back()
    assert back.answers == whole.answers
    assert back.resume().finished


def test_changing_an_answer_drops_only_what_no_longer_applies(pack: Pack) -> None:
    whole = play(pack)
    changed = whole.jump("alcohol_often").answer("never")
    assert whole.answers.keys() - changed.answers.keys() == {"alcohol_amount", "alcohol_binge"}
    assert changed.finished


def test_a_change_that_opens_a_question_asks_it(pack: Pack) -> None:
    changed = play(pack).jump("conditions").answer(["kidney"])
    assert changed.question is not None
    assert changed.question.id == "kidney_care"


def test_a_medicine_no_longer_picked_is_no_longer_said_to_be_new(pack: Pack) -> None:
    interview = play(pack, medicines=["indapamide"], medicines_started=["indapamide"])
    changed = interview.jump("medicines").answer(["apixaban"])
    assert "medicines_started" not in changed.answers


def test_a_jump_to_a_question_without_an_answer_is_refused(pack: Pack) -> None:
    with pytest.raises(AnswerError, match="has no answer yet"):
        Interview.begin(pack).jump("age")


def test_an_answer_after_the_last_question_is_refused(pack: Pack) -> None:
    with pytest.raises(AnswerError, match="nothing left to answer"):
        play(pack).answer("no")


def test_progress_counts_from_the_first_to_the_last(pack: Pack) -> None:
    first, last = Interview.begin(pack), play(pack, stop="medicines")
    assert (first.progress.number, first.progress.section) == (1, "Safety first")
    assert last.progress.number == last.progress.about


def test_no_question_offers_more_than_7_options_but_the_lists_to_search(pack: Pack) -> None:
    long = [q.id for q in pack.questions if q.kind != "pick" and len(q.options) > 7]
    assert long == []


def test_every_question_offers_not_sure(pack: Pack) -> None:
    without = [
        question.id
        for question in pack.questions
        if question.kind != "number"
        and not question.clarifies
        and question.option("unsure") is None
    ]
    assert without == []


def test_taking_back_an_urgent_result_never_breaks(pack: Pack) -> None:
    """Also with an answer to a question that does not apply, as a file or a code can hold."""
    loose = read_answers(pack, {"cancer_back": "yes"})
    interview = Interview.begin(pack, loose)
    assert interview.take_back().answers == loose
