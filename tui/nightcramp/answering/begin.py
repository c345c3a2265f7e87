"""A question begins: its choice, with what was answered before, or left half done."""

from __future__ import annotations

from msgspec.structs import replace

from nightcramp.answering.choice import Choice
from nightcramp.answering.listed import FIELD
from nightcramp.pack.model import UNSURE, Option, Question
from nightcramp.pack.words import QuestionWords
from nightcramp.triage.interview import Interview
from nightcramp.triage.values import Value


def begin_choice(
    interview: Interview, question: Question, words: QuestionWords, left: Choice | None = None
) -> Choice:
    """The choice for the current question, with an earlier answer chosen.

    Args:
        interview: the answers so far.
        question: the current question.
        words: what the program says about questions.
        left: the choice as it was left before it was entered, if it was.
    """
    options = interview.choices
    if question.kind == "number" and not options:
        options = (Option(id=UNSURE, label=words.not_sure),)
    limits = (question.minimum, question.maximum)
    begun = Choice.begin(question.kind, options, _earlier(interview, question), limits)
    return begun if left is None else _take_up(begun, left)


def _take_up(begun: Choice, left: Choice) -> Choice:
    """The choice that was left, with what can be chosen now."""
    offered = {option.id for option in begun.options}
    chosen = tuple(name for name in left.chosen if name in offered)
    focus = left.focus if left.focus in {*offered, FIELD} else None
    return replace(left, options=begun.options, chosen=chosen, on_top=chosen, focus=focus)


def _earlier(interview: Interview, question: Question) -> Value | None:
    """The earlier answer; for a list asked again, the signs chosen in the first one."""
    given = interview.answers.get(question.id)
    first = interview.answers.get(question.clarifies)
    if given is None and isinstance(first, tuple):
        return tuple(name for name in first if name != UNSURE) or None
    return given
