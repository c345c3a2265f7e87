"""Which answers count: those to questions that apply, with values that are still offered."""

from __future__ import annotations

from nightcramp.errors import AnswerError
from nightcramp.pack.model import UNSURE, Pack, Question
from nightcramp.triage.answers import check_answer
from nightcramp.triage.derive import derive_facts
from nightcramp.triage.rules import rules_of
from nightcramp.triage.values import Answers, Value


def still_valid(pack: Pack, answers: Answers) -> dict[str, Value]:
    """The answers that apply and are still offered, in the order asked.

    A question that clarifies a list of signs is kept as long as the list applies and has no
    answer of its own, so that no danger sign given there is lost.

    Args:
        pack: the clinical content.
        answers: already checked, so that only a value that depends on other answers can be
            one that is no longer offered.
    """
    rules = rules_of(pack)
    while True:
        applying = frozenset(rules.applying.held(derive_facts(pack, answers)))
        kept = {
            name: answers[name]
            for name, question in rules.questions.items()
            if name in answers
            and (_unless_clarified(question, answers) or name) in applying
            and (name not in rules.hanging or _is_offered(pack, question, answers))
        }
        if kept.keys() == answers.keys():
            return kept
        answers = kept


def all_valid(pack: Pack, answers: Answers, applying: int) -> bool:
    """Whether `still_valid` would keep every answer; False where that is not certain.

    It is much faster, and most assessments need nothing else.

    Args:
        pack: the clinical content.
        answers: already checked.
        applying: how many of the answers are to questions that apply.
    """
    if applying != len(answers):
        return False
    rules = rules_of(pack)
    for name in rules.hanging:
        if name in answers:
            question = rules.questions[name]
            if _unless_clarified(question, answers) or not _is_offered(pack, question, answers):
                return False
    return True


def _unless_clarified(question: Question, answers: Answers) -> str:
    """Id of the list that the question clarifies, if that has no answer; else empty."""
    return "" if question.clarifies in answers else question.clarifies


def _is_offered(pack: Pack, question: Question, answers: Answers) -> bool:
    if question.clarifies and UNSURE not in answers.get(question.clarifies, (UNSURE,)):  # type: ignore[operator]
        return False
    try:
        check_answer(pack, question, answers[question.id], answers)
    except AnswerError:
        return False
    return True
