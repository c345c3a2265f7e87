"""Measures: numbers derived from answers by published instruments.

Which answers count how much is in `measures.toml`; this module adds, multiplies and counts.

Sources: AUDIT-C, the sum of three questions, 0 to 12: Bush K et al. Arch Intern Med
1998;158:1789-95. Restless legs, five criteria: Allen RP et al. Sleep Med 2014;15:860-73.
Exercise Vital Sign, days x minutes: Coleman KJ et al. Med Sci Sports Exerc 2012;44:2071-6.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from nightcramp.pack.condition import NOT_ASKED, Choice, Condition, Range
from nightcramp.pack.model import UNSURE, Measure, Question
from nightcramp.triage.compiled import compiled
from nightcramp.triage.facts import Facts, Interval, tokens_for

_NEVER = Condition(negated=Condition())
_NOT_KNOWN = frozenset({NOT_ASKED, UNSURE})


class Measuring:
    """How a measure is computed. Immutable.

    Attributes:
        id: of the measure.
        published: whether it is a published instrument, rather than a count for rules alone.
    """

    def __init__(self, measure: Measure, questions: Mapping[str, Question]) -> None:
        self.id = measure.id
        self.published = bool(measure.instrument)
        met = [criterion.when for criterion in measure.criteria]
        if met and not self.published:
            # Rules only ask whether enough are met, so "may still be met" is not computed.
            self._conditions: tuple[Condition, ...] = tuple(met)
            self._table: dict[str, object] = {}
            self._body = f" return ({_places(0, len(met))}, {len(met)})"
            return
        may_be = [Condition(any=(when, Condition(negated=known(when)))) for when in met]
        begun = Condition(any=(*met, *map(known, met))) if met else _NEVER
        self._conditions = (measure.zero_when or _NEVER, begun, *met, *may_be)
        self._table = {}
        if measure.kind == "count":
            least, most = _places(2, len(met)), _places(2 + len(met), len(met))
            found = [f" return ({least}, {most}) if {{1}} else None"]
        else:
            of = [(questions[name], name in measure.may_lack) for name in measure.of]
            found = [*self._amount(of, measure.kind)]
        self._body = "\n".join((" if {0}: return (0, 0)", *found))

    # Compiled when first asked for, as conditions are.

    @cached_property
    def value(self) -> Callable[[Facts], Interval | None]:
        """The least and greatest possible value, in the measure's unit.

        None if a question that it needs was not asked. For a `count`, the least counts the
        criteria known to be met, and the greatest those that may still be met as well.
        """
        return compiled(self._conditions, self._body, self._table)

    def _amount(self, questions: list[tuple[Question, bool]], kind: str) -> Iterator[str]:
        """Source code that adds or multiplies the values of some questions.

        Args:
            questions: each question, and whether its answer may be missing.
            kind: `sum` or `product`.
        """
        for place, (question, may_lack) in enumerate(questions):
            self._table[f"counted{place}"] = _Counted(question, may_lack=may_lack).value
            yield f" part{place} = counted{place}(facts)"
            yield f" if part{place} is None: return None"
        start, sign = ("0.0", " + ") if kind == "sum" else ("1.0", " * ")
        least, most = (
            sign.join((start, *(f"part{place}[{end}]" for place in range(len(questions)))))
            for end in (0, 1)
        )
        yield f" return ({least}, {most})"


def _places(start: int, count: int) -> str:
    """Source code that counts how many of the conditions from `start` on hold."""
    return " + ".join(("0", *(f"{{{place}}}" for place in range(start, start + count))))


class _Counted:
    """The value of an answer: a number, or that of the option; every value where not sure."""

    def __init__(self, question: Question, *, may_lack: bool) -> None:
        self._id = question.id
        self._may_lack = may_lack
        values = {o.id: o.value for o in question.options if o.value is not None}
        self._asked, *words = tokens_for(question.id, values)
        self._values = {word: (v, v) for word, v in zip(words, values.values(), strict=True)}
        self._all = (min(values.values(), default=0), max(values.values(), default=0))

    def value(self, facts: Facts) -> Interval | None:
        words = facts.words
        if self._id in facts.numbers:
            return facts.numbers[self._id]
        if self._asked not in words:
            return self._all if self._may_lack else None
        found = [self._values[word] for word in self._values if word in words]
        if len(found) > 1:
            return (min(found)[0], max(found)[1])
        return found[0] if found else self._all


def known(condition: Condition) -> Condition:
    """A condition that holds where every key of this one has an answer other than "not sure"."""
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
