"""Random answers that a person could give: a random walk through the interview."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from nightcramp.pack.model import UNSURE, Pack, Question
from nightcramp.triage import Interview
from nightcramp.triage.answers import choices

if TYPE_CHECKING:
    from collections.abc import Callable

    from nightcramp.triage import Answers


@st.composite
def values(draw: Callable[..., Any], pack: Pack, question: Question, answers: Answers) -> Any:
    """One value that the question accepts."""
    if question.kind == "number":
        return draw(st.one_of(st.just(UNSURE), st.integers(question.minimum, question.maximum)))
    offered = choices(pack, question, answers)
    if question.kind == "single":
        return draw(st.sampled_from([option.id for option in offered]))
    alone = [option.id for option in offered if option.exclusive]
    others = [option.id for option in offered if not option.exclusive]
    several = st.lists(st.sampled_from(others or alone), min_size=1, max_size=4, unique=True)
    return draw(st.one_of(st.sampled_from([[name] for name in alone] or [others[:1]]), several))


@st.composite
def interviews(draw: Callable[..., Any], pack: Pack) -> Interview:
    """An interview somewhere on its way; answers lean to the calm side, so it goes on."""
    interview = Interview.begin(pack)
    steps = draw(st.integers(0, 45))
    calm = draw(st.booleans())
    for _ in range(steps):
        question = interview.question
        if question is None:
            break
        if calm and question.section == "red_flags" and question.option("none"):
            interview = interview.answer(["none"])
        else:
            interview = interview.answer(draw(values(pack, question, interview.answers)))
    return interview


@st.composite
def whole_interviews(draw: Callable[..., Any], pack: Pack) -> Interview:
    """An interview to its end."""
    interview: Interview = draw(interviews(pack))
    while (question := interview.question) is not None:
        interview = interview.answer(draw(values(pack, question, interview.answers)))
    return interview


@st.composite
def any_answers(draw: Callable[..., Any], pack: Pack) -> dict[str, Any]:
    """Any valid answers to any of the questions, in pack order, whether they apply or not."""
    chosen = draw(st.sets(st.sampled_from([question.id for question in pack.questions])))
    answers: dict[str, Any] = {}
    for question in pack.questions:
        if question.id in chosen and question.kind != "started":
            answers[question.id] = draw(values(pack, question, answers))
    return answers


@st.composite
def longest_interviews(draw: Callable[..., Any], pack: Pack) -> Interview:
    """An interview without a danger sign: of two answers, the one that opens more questions.

    An answer that makes it urgent would end the questions early, so it is not given.
    """
    interview = Interview.begin(pack)
    while (question := interview.question) is not None:
        calm = [["none"]] if question.section == "red_flags" and question.option("none") else []
        tried = calm or [draw(values(pack, question, interview.answers)) for _ in range(2)]
        after = [interview.answer(value) for value in tried]
        interview = max(after, key=lambda one: one.progress.about)
    return interview
