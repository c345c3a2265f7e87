"""What every format asks of a condition that it writes in its own language."""

from __future__ import annotations

from collections.abc import Iterable

from nightcramp.pack.condition import COMPARE
from nightcramp.pack.model import Measure, Question


class CannotExpressError(Exception):
    """A format has no words for a condition; the message names the key it looks at."""


def sharing(key: str, questions: Iterable[Question]) -> list[Question]:
    """The question with an id, and those that clarify it."""
    return [question for question in questions if key in (question.id, question.clarifies)]


def always_keeps(question: Question, sign: str, bound: float) -> bool:
    """Whether every number that a question takes keeps a bound; then so does "not sure"."""
    nearest = question.minimum if ">" in sign else question.maximum
    return COMPARE[sign](nearest, bound)


def only_serves_rules(measure: Measure) -> bool:
    """Whether it is a count of no published instrument: rules ask only for how many are met."""
    return measure.kind == "count" and not measure.instrument


def may_all_be_met(measure: Measure, sign: str, bound: float) -> bool:
    """Whether a count keeps an upper bound even if every criterion is met."""
    return COMPARE[sign](len(measure.criteria), bound)
