"""Answers in words: each with its question, or read back a line for each item or number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from nightcramp.pack import Pack, Question
from nightcramp.pack.model import NONE, UNSURE
from nightcramp.triage.answers import choices
from nightcramp.triage.interview import Interview
from nightcramp.triage.read_back import AnswerItem
from nightcramp.triage.rules import rules_of
from nightcramp.triage.values import Answers, Value, called_in, label_as_called


class Answered(NamedTuple):
    """A question and what was answered, in words."""

    id: str
    question: str
    answer: str


def answered(interview: Interview) -> tuple[Answered, ...]:
    """All answers, in the order asked."""
    return tuple(
        Answered(q.id, q.text, answer_text(interview.pack, q, interview.answers))
        for q in interview.answered
    )


def answer_text(pack: Pack, question: Question, answers: Answers) -> str:
    """An answer as the person gave it."""
    return value_text(pack, question, answers[question.id], answers)


def value_text(pack: Pack, question: Question, value: Value, answers: Answers) -> str:
    """A value of a question in words.

    Args:
        pack: the clinical content.
        question: what the value would answer.
        value: a checked one.
        answers: the answers before it; they decide what some questions offer.
    """
    if isinstance(value, int):
        return f"{value} {question.unit}".strip()
    if question.kind == "number" and value == UNSURE:
        return pack.words.question.not_sure
    labels = {option.id: option.label for option in choices(pack, question, answers)}
    ids = value if isinstance(value, tuple) else (value,)
    called = called_in(value)
    return "; ".join(label_as_called(labels.get(name, name), called.get(name, "")) for name in ids)


def answer_lines(pack: Pack, items: Iterable[AnswerItem]) -> tuple[str, ...]:
    """Each answer once, as a line of its own; a bare "No" is left out."""
    denied = denials(pack)
    lines = (
        answer_line(pack, one.question, one.value, one.called)
        for one in items
        if one.value not in denied or _has_own_words(pack, one)
    )
    return tuple(dict.fromkeys(lines))


def _has_own_words(pack: Pack, item: AnswerItem) -> bool:
    """Whether the option is read back in other words than its label."""
    option = rules_of(pack).questions[item.question].option(str(item.value))
    return bool(option and option.said)


def answer_line(pack: Pack, question_id: str, value: str | int, called: str = "") -> str:
    """One option, medicine or number.

    Args:
        pack: the clinical content.
        question_id: what was asked.
        value: id of the option or medicine, or the number.
        called: the other name by which a medicine was found.
    """
    rules = rules_of(pack)
    question = rules.questions[question_id]
    if isinstance(value, int):
        return f"{question.said or question.text}: {value}"
    if value in rules.medicines and question_id in rules.pick_any:
        name = label_as_called(rules.medicines[value][1].name, called)
        return pack.words.result.takes.format(medicine=name)
    option = question.option(value)
    if value == UNSURE and not (option and option.said):
        question = rules.questions[question.clarifies or question.id]
        return pack.words.result.not_sure_of.format(question=question.said or question.text)
    return (option.said or option.label) if option else value


def denials(pack: Pack) -> tuple[str, ...]:
    """Options that mean nothing without their question."""
    return (NONE, *pack.about.denials)


def background(pack: Pack, answers: Answers) -> Iterator[AnswerItem]:
    """What those who treat a person ask first: who it is, and what was answered meanwhile."""
    wanted = (*pack.about.told_first, *chain.from_iterable(pack.about.while_you_wait))
    for question in pack.questions:
        if question.id in wanted and question.id in answers:
            value = answers[question.id]
            for item in value if isinstance(value, tuple) else (value,):
                if item not in (*denials(pack), UNSURE):
                    yield AnswerItem.of(rules_of(pack), question.id, item, value)
