"""After an urgent result: a few questions more, for those who will treat the person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nightcramp.pack import Urgency
from nightcramp.pack.model import UNSURE
from nightcramp.reports.answered import answer_line
from nightcramp.reports.result import build_result
from nightcramp.triage import Interview, assess
from tests.calm import calm
from tests.content import PACK
from tests.strategies import values, whole_interviews

if TYPE_CHECKING:
    from nightcramp.pack import Question
    from nightcramp.triage import Answers

OFFERED = {name for group in PACK.about.while_you_wait for name in group}


def urgent_interview(**answers: Any) -> Interview:
    """An interview that these answers end with an urgent result."""
    interview = Interview.begin(PACK)
    given_ = {**calm(PACK), **answers}
    while (question := interview.question) is not None:
        if question.id not in given_:
            given_ = calm(PACK, **{**interview.answers, **answers})
        interview = interview.answer(given_[question.id])
    return interview


def nothing_of(question: Question) -> Any:
    """None of what a question offers; not sure, where it offers no such answer."""
    return ["none"] if question.option("none") else UNSURE


def told_lines(answers: Answers) -> list[str]:
    """What the page says to tell them."""
    result = build_result(PACK, assess(PACK, answers))
    return [line.text for one in result.reasons if one.id == "told" for line in one.lines]


@given(whole_interviews(PACK))
def test_it_is_offered_after_urgent_results_only(interview: Interview) -> None:
    urgent = assess(PACK, interview.answers).urgent
    offered = interview.while_you_wait
    assert urgent or offered == ()
    assert {question.id for question in offered} <= OFFERED - interview.answers.keys()
    assert "taken_lately" not in interview.answers


@pytest.mark.parametrize(
    "answers", [{"leg_danger": ["cold"]}, {"leg_danger": ["swollen"], "recent": ["none"]}]
)
def test_after_an_urgent_result_it_is_offered(answers: dict[str, Any]) -> None:
    names = [question.id for question in urgent_interview(**answers).while_you_wait]
    assert names
    assert names[-1] == "began"


@given(st.data())
def test_at_most_six_are_asked_and_they_never_lower_the_urgency(data: st.DataObject) -> None:
    interview = data.draw(whole_interviews(PACK))
    before = assess(PACK, interview.answers)
    assume(before.urgent)
    waiting, asked = interview.wait(), 0
    while (question := waiting.question) is not None:
        waiting = waiting.answer(data.draw(values(PACK, question, waiting.answers)))
        asked += 1
        assert assess(PACK, waiting.answers).urgency >= before.urgency
        assert asked <= 6, question.id
    flags = {found.flag.id for found in assess(PACK, waiting.answers).flags}
    assert {f.flag.id for f in before.flags if f.flag.urgency == before.urgency.name} <= flags


def test_no_more_than_six_can_be_offered_at_a_time() -> None:
    assert all(1 <= len(group) <= 6 for group in PACK.about.while_you_wait)


def test_once_they_are_answered_the_signs_not_asked_before_are_offered() -> None:
    waiting = urgent_interview(leg_danger=["cold"]).wait()
    while (question := waiting.question) is not None:
        waiting = waiting.answer(nothing_of(question))
    more = [question.id for question in waiting.while_you_wait]
    assert more[0] == "taken_lately"
    assert set(more) <= set(PACK.about.while_you_wait[1])
    waiting = waiting.wait()
    assert waiting.question is not None
    assert waiting.question.id == more[0]
    back = waiting.back()
    assert back.question is not None
    assert back.question.id == "began"
    while waiting.while_you_wait:
        waiting = waiting.wait()
        while (question := waiting.question) is not None:
            waiting = waiting.answer(nothing_of(question))
    assert waiting.answers.keys() >= {"spasm_danger", "body_danger"}


def test_nobody_is_asked_them_without_having_said_yes() -> None:
    interview = urgent_interview(leg_danger=["cold"])
    assert interview.finished
    assert interview.wait().question == interview.while_you_wait[0]


def test_answers_given_meanwhile_can_raise_the_urgency() -> None:
    """A black toe is for today; with diabetes it is for now."""
    whole = urgent_interview(leg_more=["black"])
    answers = {name: value for name, value in whole.answers.items() if name != "conditions"}
    interview = Interview.begin(PACK, answers)
    assert assess(PACK, answers).urgency is Urgency.same_day
    assert "conditions" in [question.id for question in interview.while_you_wait]
    waiting = interview.wait()
    while waiting.question and waiting.question.id != "conditions":
        waiting = waiting.answer(nothing_of(waiting.question))
    assert assess(PACK, waiting.answer(["diabetes"]).answers).urgency is Urgency.emergency


def test_what_is_answered_meanwhile_stands_in_tell_them() -> None:
    waiting = urgent_interview(leg_danger=["cold"]).wait()
    given_: dict[str, Any] = {
        "conditions": ["diabetes", "rhythm"],
        "medicines": ["apixaban"],
        "stopped": ["thinner"],
        "began": ["today"],
    }
    before = told_lines(waiting.answers)
    while (question := waiting.question) is not None:
        value = given_.get(question.id, nothing_of(question))
        waiting = waiting.answer(value[0] if question.kind == "single" else value)
    after = told_lines(waiting.answers)
    new = [answer_line(PACK, name, item) for name, items in given_.items() for item in items]
    assert not set(new) & set(before)
    assert set(new) <= set(after)
    assert set(before) <= set(after)


def test_none_and_no_are_not_told() -> None:
    waiting = urgent_interview(leg_danger=["cold"]).wait()
    before = told_lines(waiting.answers)
    while (question := waiting.question) is not None:
        waiting = waiting.answer(nothing_of(question))
    assert told_lines(waiting.answers) == before


def test_who_it_is_stands_in_tell_them() -> None:
    pregnant = calm(PACK, age=30, pregnant="pregnant", weeks=33, leg_danger=["swollen"])
    said = told_lines(pregnant)
    assert [line for line in said if line in ("Age: 30", "Pregnant", "Weeks pregnant: 33")] == [
        "Age: 30", "Pregnant", "Weeks pregnant: 33",
    ]  # fmt: skip


def test_back_from_the_first_of_them_leads_to_the_result_again() -> None:
    interview = urgent_interview(leg_danger=["cold"])
    back = interview.wait().back()
    assert back.finished
    assert not back.waiting
    assert back.answers == interview.answers


def test_taking_an_urgent_answer_back_leaves_the_waiting() -> None:
    waiting = urgent_interview(leg_danger=["cold"]).wait()
    taken = waiting.take_back()
    assert taken.question is not None
    assert (taken.question.id, taken.waiting) == ("leg_danger", 0)
