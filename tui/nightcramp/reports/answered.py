"""Answers in words: each question, and what was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nightcramp.pack.model import UNSURE
from nightcramp.triage.answers import choices

if TYPE_CHECKING:
    from nightcramp.pack import Pack, Question
    from nightcramp.triage.answers import Answers, Value
    from nightcramp.triage.interview import Interview


class Answered(NamedTuple):
    """A question and what was answered, in words."""

    id: str
    question: str
    answer: str


def answered(interview: Interview, not_sure: str) -> tuple[Answered, ...]:
    """All answers, in the order asked."""
    return tuple(
        Answered(q.id, q.text, answer_text(interview.pack, q, interview.answers, not_sure))
        for q in interview.answered
    )


def answer_text(pack: Pack, question: Question, answers: Answers, not_sure: str) -> str:
    """An answer as the person gave it."""
    return value_text(pack, question, answers[question.id], answers, not_sure)


def value_text(
    pack: Pack, question: Question, value: Value, answers: Answers, not_sure: str
) -> str:
    """A value of a question in words.

    Args:
        pack: the clinical content.
        question: what the value would answer.
        value: a checked one.
        answers: the answers before it; they decide what some questions offer.
        not_sure: what is said of a number that the person does not know.
    """
    if isinstance(value, int):
        return f"{value} {question.unit}".strip()
    if question.kind == "number" and value == UNSURE:
        return not_sure
    labels = {option.id: option.label for option in choices(pack, question, answers)}
    ids = value if isinstance(value, tuple) else (value,)
    return "; ".join(labels.get(name, name) for name in ids)
