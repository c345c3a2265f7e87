"""Measures: numbers derived from answers by published instruments."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from nightcramp.pack.condition import NOT_ASKED, Choice, Condition, Range
from nightcramp.pack.model import UNSURE
from nightcramp.triage.compiled import compiled
from nightcramp.triage.facts import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
        self._is_sum = measure.kind == "sum"
        self._of = tuple(_Counted(questions[name]) for name in measure.of)
        met = [criterion.when for criterion in measure.criteria]
        may_be = [Condition(any=(when, Condition(negated=_known(when)))) for when in met]
        begun = Condition(any=(*met, *map(_known, met))) if met else _NEVER
        conditions = (measure.zero_when or _NEVER, begun, *met, *may_be)
        least, most = (
            " + ".join(f"{{{place}}}" for place in range(start, start + len(met)))
            for start in (2, 2 + len(met))
        )
        count = f"({least}, {most}) if {{1}} else None" if met else "None"
        found = count if measure.kind == "count" else "amount(facts)"
        body = f" return (0, 0) if {{0}} else {found}"
        self._conditions, self._body = conditions, body

    @cached_property
    def value(self) -> Callable[[Facts], Interval | None]:
        """What it comes to, from least to most, in its unit.

        None where a question it needs was not asked. A `count` counts what is known to be
        met as the least; every criterion not asked may still be met.
        """
        return compiled(self._conditions, self._body, {"amount": self._amount})

    def _amount(self, facts: Facts) -> Interval | None:
        """The sum or the product of what its questions count."""
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
