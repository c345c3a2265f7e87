"""The interview: which question is next, going back, and changing one's mind."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nightcramp.errors import AnswerError
from nightcramp.pack import Urgency
from nightcramp.pack.model import UNSURE, Question
from nightcramp.triage import Interview, assess, read_answers
from tests.content import PACK
from tests.strategies import longest_interviews, whole_interviews

if TYPE_CHECKING:
    from nightcramp.pack import Pack

WHO = ("age", "pregnant", "weeks")
ADULT = (
    "leg_danger", "danger_now", "sudden_danger", "nerve_danger", "spasm_danger", "body_danger",
    "leg_more",
)  # fmt: skip
"""The lists of danger signs that an adult reads; a child's parent reads the others."""
CHILD = ("leg_danger", "child_now", "child_danger", "child_more")

HEALTHY: dict[str, Any] = {
    "age": 40,
    "pregnant": "no",
    **{name: ["none"] for name in (*ADULT, *CHILD)},
    "feel": ["knot"],
    "where": ["calf"],
    "side": "both",
    "when_felt": ["bed"],
    "how_long": "short",
    "how_often": "some",
    "signs": ["none"],
    "sitting": "4_to_7",
    "exercise_days": 3,
    "exercise_minutes": 40,
    "load": ["none"],
    "diet": ["none"],
    "alcohol_often": "few_a_month",
    "alcohol_amount": "1_2",
    "conditions": ["none"],
    "medicines": ["none"],
}

WELL: dict[str, tuple[Any, ...]] = {
    "age": (20, 40, 70),
    "pregnant": ("no", "never"),
    "feel": (["knot"], ["kicks"], ["knot", "kicks"]),
    "where": (["calf"], ["foot"], ["calf", "foot", "toes"]),
    "when_felt": (["bed"], ["bed", "evening"]),
    "how_often": ("rarely", "some"),
    "sitting": ("under_4", "4_to_7", "8_or_more"),
    "exercise_days": (0, 1, 5, 7),
    "exercise_minutes": (10, 120),
    "load": (["none"], ["slouch"], ["new_exercise"], ["on_feet", "tight_shoes"]),
    "load_days": ("yes", "no"),
    "diet": (["none"], ["little_water"]),
    "alcohol_often": ("never", "monthly", "few_a_month", "few_a_week"),
    "alcohol_amount": ("1_2",),
    "conditions": (["none"], ["pressure"], ["cholesterol", "reflux"]),
}
"""What else a person who is well may answer; each is tried with each answer beside it."""


def play(pack: Pack, **changes: Any) -> Interview:
    """A whole interview of a healthy person of 40, with changes; `stop` ends before one."""
    stop = changes.pop("stop", None)
    answers = {**HEALTHY, **changes}
    interview = Interview.begin(pack)
    while (question := interview.question) is not None and question.id != stop:
        interview = interview.answer(answers[question.id])
    return interview


def asked(interview: Interview) -> list[str]:
    """Ids of the questions answered, in the order asked."""
    return [question.id for question in interview.answered]


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


# ---- how much is asked ----


def test_a_healthy_person_answers_at_most_25_questions(pack: Pack) -> None:
    assert len(play(pack).answers) <= 25


def test_a_nurse_needs_at_most_55_keypresses_for_that(pack: Pack) -> None:
    assert keys_needed(play(pack)) <= 55


@pytest.mark.parametrize("changed", list(itertools.combinations(WELL, 2)), ids="-".join)
def test_whoever_is_well_answers_at_most_25_questions_with_60_keypresses(
    pack: Pack, changed: tuple[str, str]
) -> None:
    for one, other in itertools.product(*(WELL[name] for name in changed)):
        answers = {"load_days": "no", **dict(zip(changed, (one, other), strict=True))}
        whole = play(pack, **answers)
        assert assess(pack, whole.answers).urgency <= Urgency.routine
        assert len(whole.answers) <= 25, answers
        assert keys_needed(whole) <= 60, answers


@given(st.data())
def test_all_that_a_well_person_may_answer_stays_within_it(data: st.DataObject) -> None:
    """Whatever of it is answered together."""
    answers = {name: data.draw(st.sampled_from(some), name) for name, some in WELL.items()}
    whole = play(PACK, **answers)
    assert len(whole.answers) <= 25
    assert keys_needed(whole) <= 60


@given(whole_interviews(PACK))
def test_nobody_answers_more_questions_than_the_pack_says(interview: Interview) -> None:
    """`nightcramp prove` proves it; this plays it."""
    assert interview.finished
    assert len(interview.answers) <= PACK.about.most_questions


@given(longest_interviews(PACK))
@settings(max_examples=15)  # many more in tests/slow/test_interview.py
def test_nor_does_who_is_not_urgent_and_has_something_of_everything(interview: Interview) -> None:
    assert len(interview.answers) <= PACK.about.most_questions


def _unsure(question: Question) -> Any:
    return UNSURE if question.kind in ("single", "number") else [UNSURE]


@pytest.mark.parametrize("age", ["unsure", 8, 15, 30, 70])
@pytest.mark.parametrize("again", ["none", "unsure"])
def test_nor_does_who_is_not_sure_of_anything(pack: Pack, age: str | int, again: str) -> None:
    """Also one who knows better each time that a list is read again, so that it goes on."""
    interview = Interview.begin(pack).answer(age)
    while (question := interview.question) is not None:
        value = [again] if question.clarifies else _unsure(question)
        interview = interview.answer(value)
    assert len(interview.answers) <= pack.about.most_questions


# ---- in which order ----


def test_who_it_is_about_comes_first_then_the_danger_lists_then_all_else(pack: Pack) -> None:
    pregnant = {"pregnant": "pregnant", "weeks": 20, "pregnancy_danger": ["none"]}
    order = asked(play(pack, **pregnant))
    assert order[:3] == [*WHO]
    assert order[3:11] == ["pregnancy_danger", *ADULT]
    sections = [pack.question(name).section for name in order]
    assert sections[:11] == ["red_flags"] * 11
    assert "red_flags" not in sections[11:]


def test_an_adult_reads_no_list_of_children_and_a_child_none_of_adults(pack: Pack) -> None:
    adult, child = (set(asked(play(pack, age=age, child_pain="growing"))) for age in (16, 15))
    assert set(ADULT) <= adult
    assert not {*CHILD, "child_pain"} - {"leg_danger"} & adult
    assert {*CHILD, "child_pain"} <= child
    assert not set(ADULT) - {"leg_danger"} & child


@pytest.mark.parametrize("age", [0, 15, 16, 120, "unsure"])
def test_no_age_reads_both(pack: Pack, age: int | str) -> None:
    names = set(asked(play(pack, age=age, child_pain="growing")))
    assert ("danger_now" in names) is not ("child_now" in names)


def _emergencies() -> list[tuple[str, str]]:
    """Each sign of a danger list that is an emergency by itself."""
    return [
        (question.id, option.id)
        for question in PACK.questions
        if question.section == "red_flags" and question.kind == "several"
        and not question.clarifies
        for option in question.options
        if assess(PACK, {**_who(question.id), question.id: (option.id,)}).urgency
        is Urgency.emergency
    ]  # fmt: skip


def _who(question_id: str) -> dict[str, Any]:
    """The person who reads a list."""
    if question_id.startswith("child"):
        return {"age": 8}
    if question_id == "pregnancy_danger":
        return {"age": 30, "pregnant": "pregnant", "weeks": 30}
    return {"age": 40}


@pytest.mark.parametrize(("question", "sign"), _emergencies(), ids="-".join)
def test_an_emergency_in_a_danger_list_is_known_within_12_questions(
    pack: Pack, question: str, sign: str
) -> None:
    whole = play(pack, **{**_who(question), question: [sign]})
    assert assess(pack, whole.answers).urgency is Urgency.emergency
    assert len(whole.answers) <= 12


def test_that_is_most_of_what_the_lists_hold() -> None:
    assert len(_emergencies()) >= 35


@pytest.mark.parametrize(
    ("age", "is_asked"), [(9, False), (10, True), (55, True), (56, False), ("unsure", True)]
)
def test_pregnancy_is_asked_by_age_and_by_nothing_else(
    pack: Pack, age: int | str, *, is_asked: bool
) -> None:
    for sitting in ("under_4", "8_or_more"):
        names = asked(play(pack, age=age, sitting=sitting, child_pain="other"))
        assert ("pregnant" in names) is is_asked


@given(whole_interviews(PACK))
def test_nobody_under_10_or_over_55_is_asked_about_pregnancy(interview: Interview) -> None:
    age = interview.answers.get("age")
    if isinstance(age, int) and not 10 <= age <= 55:
        assert not {"pregnant", "weeks", "pregnancy_danger"} & set(asked(interview))


def test_legs_that_only_kick_are_asked_neither_side_nor_length_nor_stretch(pack: Pack) -> None:
    of_a_cramp = {"side", "how_long", "stretch"}
    assert not of_a_cramp & set(asked(play(pack, feel=["kicks"])))
    cramp = play(pack, feel=["knot"], how_long="long", stretch="lets_go", since="months")
    assert of_a_cramp <= set(asked(cramp))


@pytest.mark.parametrize(
    ("question", "fits", "does_not"),
    [
        ("stretch", {"how_long": "hours", "side": "both"}, {"how_long": "short"}),
        ("restless", {"feel": ["urge"]}, {"feel": ["knot"]}),
        ("walking", {"when_felt": ["walking"]}, {"when_felt": ["bed"]}),
        ("effects", {"how_often": "often"}, {"how_often": "some"}),
        ("recent", {"side": "one"}, {"side": "both"}),
        ("unsteady_since", {"signs": ["unsteady"]}, {"signs": ["numb"]}),
        ("head_signs", {"signs": ["stiff"], "age": 60}, {"signs": ["stiff"], "age": 40}),
        ("load_days", {"load": ["on_feet"]}, {"load": ["slouch"]}),
        ("exercise_days", {"sitting": "8_or_more"}, {"sitting": "under_4"}),
        ("veins_heavy", {"conditions": ["varicose"]}, {"conditions": ["pressure"]}),
        ("cancer_signs", {"conditions": ["cancer"]}, {"conditions": ["pressure"]}),
        ("medicines_started", {"medicines": ["indapamide"]}, {"medicines": ["apixaban"]}),
        ("stopped", {"medicines": ["prednisone"]}, {"medicines": ["ibuprofen"]}),
        ("head_knock", {"medicines": ["apixaban"]}, {"medicines": ["ibuprofen"]}),
        ("quinine_signs", {"medicines": ["quinine"]}, {"medicines": ["tonic_water"]}),
    ],
)
def test_what_does_not_fit_the_complaint_is_not_asked(
    pack: Pack, question: str, fits: dict[str, Any], does_not: dict[str, Any]
) -> None:
    assert question in asked(_to_the_end(pack, fits))
    assert question not in asked(_to_the_end(pack, does_not))


def _to_the_end(pack: Pack, answers: dict[str, Any]) -> Interview:
    """Whatever else is asked is answered as the first thing offered, or not at all."""
    interview = Interview.begin(pack)
    while (question := interview.question) is not None:
        first = interview.choices[0].id if interview.choices else UNSURE
        none = "none" if question.option("none") else first
        calm = none if question.kind in ("single", "number") else [none]
        interview = interview.answer({**HEALTHY, **answers}.get(question.id, calm))
    return interview


def test_who_would_rather_not_say_about_alcohol_is_asked_nothing_more_of_it(pack: Pack) -> None:
    names = asked(play(pack, alcohol_often="refuse"))
    assert not {"alcohol_amount", "alcohol_binge", "dependence"} & set(names)
    assert not {"alcohol_amount", "alcohol_binge", "dependence"} & set(
        assess(pack, play(pack, alcohol_often="refuse").answers).not_asked
    )


def test_alcohol_details_only_for_those_who_drink(pack: Pack) -> None:
    answers = play(pack, alcohol_often="never").answers
    assert not {"alcohol_amount", "alcohol_binge", "dependence"} & answers.keys()


def test_dialysis_is_asked_only_with_kidney_disease(pack: Pack) -> None:
    with_disease = play(pack, conditions=["kidney"], kidney_care="early")
    assert "kidney_care" in with_disease.answers
    assert "kidney_care" not in play(pack).answers


@pytest.mark.parametrize("given_", [["unsure"], ["swollen", "unsure"]])
def test_not_sure_on_a_safety_list_asks_it_again_in_other_words(
    pack: Pack, given_: list[str]
) -> None:
    interview = play(pack, stop="leg_danger").answer(given_)
    assert interview.question is not None
    assert interview.question.id == "leg_danger_again"
    assert [option.label for option in interview.choices[:7]] == [
        option.again for option in pack.question("leg_danger").options[:7]
    ]


def test_an_emergency_answer_ends_the_questions(pack: Pack) -> None:
    assert play(pack, stop="leg_danger").answer(["cold"]).finished


def test_the_emergency_answer_can_be_taken_back(pack: Pack) -> None:
    interview = play(pack, stop="leg_danger").answer(["cold"]).back()
    assert interview.question is not None
    assert interview.question.id == "leg_danger"
    assert not interview.answer(["none"]).finished


def test_what_must_be_seen_today_asks_no_more_about_habits(pack: Pack) -> None:
    names = set(asked(play(pack, leg_danger=["swollen"], recent=["none"])))
    assert not {"exercise_days", "load_days", "alcohol_amount", "how_often"} & names
    assert {*ADULT, *WHO} - {"weeks"} <= names


def test_children_are_not_asked_about_habits(pack: Pack) -> None:
    names = asked(play(pack, age=9, child_pain="growing"))
    assert not {"feel", "sitting", "alcohol_often", "medicines"} & set(names)


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


def test_changing_an_answer_drops_only_what_no_longer_applies(pack: Pack) -> None:
    whole = play(pack)
    changed = whole.jump("alcohol_often").answer("never")
    assert whole.answers.keys() - changed.answers.keys() == {"alcohol_amount"}
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
    """Beside "None of these" and "Not sure", which have digits of their own."""
    long = [
        question.id
        for question in pack.questions
        if question.kind != "pick"
        and len([o for o in question.options if o.id not in ("none", "unsure")]) > 7
    ]
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
    loose = read_answers(pack, {"cancer_signs": ["back"]})
    interview = Interview.begin(pack, loose)
    assert interview.take_back().answers == loose
