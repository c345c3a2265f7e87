"""Rules that hold for all answers."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from nightcramp.check.patients import given as given_by
from nightcramp.pack import Pack, Urgency
from nightcramp.pack.model import NONE, UNSURE
from nightcramp.triage import Interview, assess, read_answers
from nightcramp.triage.answers import choices
from tests.calm import calm
from tests.content import PACK
from tests.strategies import any_answers, interviews


@given(st.data())
def test_the_order_of_answers_does_not_matter(data: st.DataObject) -> None:
    answers = read_answers(PACK, data.draw(any_answers(PACK)))
    shuffled = dict(data.draw(st.permutations(list(answers.items()))))
    assert assess(PACK, shuffled) == assess(PACK, answers)


@given(st.data())
def test_read_answers_accepts_in_any_order_what_it_returned(data: st.DataObject) -> None:
    answers = read_answers(PACK, data.draw(any_answers(PACK)))
    shuffled = dict(data.draw(st.permutations(list(answers.items()))))
    assert read_answers(PACK, shuffled) == answers


def _red_flag_items(pack: Pack) -> list[tuple[str, str]]:
    return [
        (question.id, option.id)
        for question in pack.questions
        if question.section == "red_flags" and question.kind == "several"
        for option in choices(pack, question, {})
        if option.id != NONE and (option.id != UNSURE or not question.clarifies)
    ]


@given(st.data(), st.sampled_from(_red_flag_items(PACK)))
def test_adding_a_red_flag_answer_never_lowers_urgency(
    data: st.DataObject, item: tuple[str, str]
) -> None:
    """Beside whatever was ticked in that list; "not sure" is one more, and takes none back.

    A list that was read again has a "not sure" in it: else the second reading would not have
    been asked, and what was ticked there would be dropped.
    """
    answers: dict[str, Any] = read_answers(PACK, data.draw(any_answers(PACK)))
    before = assess(PACK, answers).urgency
    question, option = item
    kept = set(answers.get(question, ())) - {NONE}
    if f"{question}_again" in answers:
        kept.add(UNSURE)
    after = assess(PACK, read_answers(PACK, {**answers, question: [*kept, option]})).urgency
    assert after >= before or (after is Urgency.incomplete and before < Urgency.same_day)


@given(interviews(PACK))
def test_an_interview_always_ends(interview: Interview) -> None:
    """How long it may get is told in `test_interview.py`."""
    for _ in range(60):
        question = interview.question
        if question is None:
            break
        offered = [option.id for option in interview.choices]
        interview = interview.answer(
            question.minimum if question.kind == "number" else [offered[0]]
        )
    assert interview.finished


@given(interviews(PACK))
def test_every_line_of_a_result_is_traced_to_answers(interview: Interview) -> None:
    assessment = assess(PACK, interview.answers)
    traces = [
        *(found.answers for found in assessment.flags),
        *({one.question for one in found.items} for found in assessment.notes),
        *(found.answers for found in assessment.mimics),
        *(item.answers for found in assessment.causes for item in found.evidence),
    ]
    assert all(trace and set(trace) <= set(interview.answers) for trace in traces)


@given(interviews(PACK))
def test_an_emergency_ends_the_questions(interview: Interview) -> None:
    if assess(PACK, interview.answers).urgency is Urgency.emergency:
        assert interview.finished


@given(interviews(PACK))
def test_points_never_lower_urgency(interview: Interview) -> None:
    assessment = assess(PACK, calm(PACK, **interview.answers))
    least = max((Urgency[found.flag.urgency] for found in assessment.flags), default=0)
    assert assessment.urgency >= least


@given(st.data())
def test_going_back_and_giving_the_same_answer_changes_nothing(data: st.DataObject) -> None:
    interview = data.draw(interviews(PACK))
    if not interview.answered:
        return
    question = data.draw(st.sampled_from(interview.answered))
    again = interview.jump(question.id).answer(interview.answers[question.id])
    assert again.answers == interview.answers
    assert again.question == interview.question


@given(st.data())
def test_progress_goes_back_by_no_more_than_the_answers_dropped(data: st.DataObject) -> None:
    interview = data.draw(interviews(PACK))
    question = interview.question
    if question is None:
        return
    offered = [option.id for option in interview.choices] or [UNSURE]
    after = interview.answer(
        [data.draw(st.sampled_from(offered))][0]
        if question.kind in ("single", "number")
        else [data.draw(st.sampled_from(offered))]
    )
    dropped = len(set(interview.answers) - set(after.answers))
    assert after.progress.number >= interview.progress.number - dropped


@given(interviews(PACK))
def test_the_hard_rules_hold_for_all_answers(interview: Interview) -> None:
    """Section 4 of the evidence: salts, massage and heat, alcohol, folic acid, quinine."""
    answers = interview.answers
    found = assess(PACK, answers)
    given_topics = given_by(found)
    chosen = {item for value in answers.values() if isinstance(value, tuple) for item in value}
    taken = {c.id for medicine in found.medicines for c in medicine.classes}
    if {"kidney"} & chosen or taken & {"ace_inhibitor", "arb", "potassium_sparing"}:
        assert not given_topics & {"potassium-foods", "potassium", "magnesium"}
    if found.urgent or chosen & {"numb", "burning"} or "arteries" in chosen:
        assert not given_topics & {"massage", "heat"}
    if answers.get("dependence") in ("yes", "unsure"):
        assert "drink-less" not in given_topics
    assert not given_topics & {"quinine", "folic-acid", "magnesium"}
