"""Measures: numbers derived from answers by published instruments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.pack.condition import NOT_ASKED, Choice, Condition, Range
from nightcramp.pack.model import UNSURE
from nightcramp.triage.compiled import Depending
from nightcramp.triage.facts import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nightcramp.pack.model import Measure, Question
    from nightcramp.triage.facts import Facts, Interval

_NEVER = Condition(negated=Condition())
_NOT_KNOWN = frozenset({NOT_ASKED, UNSURE})


class Measuring:
    """How a measure is taken. Never changed once made.

    Attributes:
        id: the measure's.
    """

    def __init__(self, measure: Measure, questions: Mapping[str, Question]) -> None:
        self.id = measure.id
        self._is_count = measure.kind == "count"
        self._is_sum = measure.kind == "sum"
        self._of = tuple(_Counted(questions[name]) for name in measure.of)
        met = [criterion.when for criterion in measure.criteria]
        may_be = [Condition(any=(when, Condition(negated=_known(when)))) for when in met]
        begun = Condition(any=(*met, *map(_known, met))) if met else _NEVER
        self._criteria = len(met)
        self._conditions = Depending(
            (None, when) for when in (measure.zero_when or _NEVER, begun, *met, *may_be)
        )

    def value(self, facts: Facts) -> Interval | None:
        """What it comes to, from least to most, in its unit.

        None where a question it needs was not asked. A `count` counts what is known to be
        met as the least; every criterion not asked may still be met.
        """
        zero, begun, *criteria = self._conditions.truths(facts)
        if zero:
            return (0, 0)
        if self._is_count:
            met, may_be = criteria[: self._criteria], criteria[self._criteria :]
            return (sum(met), sum(may_be)) if begun else None
        least, most = (0.0, 0.0) if self._is_sum else (1.0, 1.0)
        for question in self._of:
            part = question.value(facts)
            if part is None:
                return None
            if self._is_sum:
                least, most = least + part[0], most + part[1]
            else:
                least, most = least * part[0], most * part[1]
        return (least, most)


class _Counted:
    """What an answer counts: a number, or the value of the option chosen; all, where unsure."""

    def __init__(self, question: Question) -> None:
        self._id = question.id
        values = {o.id: o.value for o in question.options if o.value is not None}
        self._asked, *words = words_of(question.id, values)
        self._values = tuple((word, (v, v)) for word, v in zip(words, values.values(), strict=True))
        self._all = (min(values.values(), default=0), max(values.values(), default=0))

    def value(self, facts: Facts) -> Interval | None:
        if self._id in facts.numbers:
            return facts.numbers[self._id]
        if self._asked not in facts.words:
            return None
        found = [interval for word, interval in self._values if word in facts.words]
        if len(found) > 1:
            return (min(found)[0], max(found)[1])
        return found[0] if found else self._all


def _known(condition: Condition) -> Condition:
    """Holds where all that a condition looks at was answered, and not with "not sure"."""
    return Condition(
        all=tuple(
            Condition(
                any=(
                    Condition(tests=(Range(key),)),
                    Condition(negated=Condition(tests=(Choice(key, _NOT_KNOWN),))),
                )
            )
            for key in sorted(condition.keys())
        )
    )
