"""Conditions as `enableWhen`: clauses that must all hold, each a choice of comparisons.

A FHIR item combines its comparisons by "all" or by "any", not by both. A condition that
needs both is spread over nested groups, which must all be enabled.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, product
from math import ceil, floor, prod
from typing import Any, NamedTuple

from nightcramp.exchange.conditions import (
    CannotExpressError,
    always_keeps,
    may_all_be_met,
    sharing,
)
from nightcramp.exchange.fhir.terms import Json, answer_code
from nightcramp.pack.condition import NOT_ASKED, Choice, Condition, Range
from nightcramp.pack.model import UNSURE, Measure, Pack, Question
from nightcramp.triage.answers import every_choice
from nightcramp.triage.rules import rules_of


class Comparison(NamedTuple):
    """One line of `enableWhen`: an item, an operator, and an option id, a number or a truth."""

    item: str
    operator: str
    answer: str | float | bool


Clause = frozenset[Comparison]
Clauses = tuple[Clause, ...]
"""A conjunction of disjunctions; an empty one always holds."""

_MOST_WORK = 3_000
"""Comparisons that are looked at for one condition, at most; those of this pack take 1,000."""

_NEVER: Clauses = (frozenset(),)
_OPPOSITE = {">=": "<", ">": "<=", "<=": ">", "<": ">="}


def unsure_item(question_id: str) -> str:
    """The item beside a number for someone who is not sure of it."""
    return f"{question_id}.unsure"


def clauses(pack: Pack, condition: Condition, asked_before: Iterable[Question]) -> Clauses:
    """The condition as clauses.

    Args:
        pack: the clinical content.
        condition: when something is asked.
        asked_before: the questions that come before it.

    Raises:
        CannotExpressError: it cannot be expressed exactly.
    """
    found = _Writer(pack, {q.id: q for q in asked_before}).write(condition)
    if _NEVER[0] in found:
        raise CannotExpressError("never")
    return found


def levels(pack: Pack, found: Clauses) -> list[Json]:
    """The `enableWhen` of each nested item, the outermost first."""
    both = [sorted(clause) for clause in found if len(clause) > 1]
    single = sorted(comparison for clause in found if len(clause) == 1 for comparison in clause)
    made = [("all", single)] if single else []
    made += [("any", clause) for clause in both]
    return [
        {
            "enableWhen": [_written(pack, one) for one in comparisons],
            **({"enableBehavior": behavior} if len(comparisons) > 1 else {}),
        }
        for behavior, comparisons in made
    ]


class _Writer:
    """Writes conditions for one place in the questionnaire."""

    def __init__(self, pack: Pack, before: dict[str, Question]) -> None:
        self.pack = pack
        self.before = before
        self.counts = {one.id: one for one in pack.measures if one.kind == "count"}
        self.left = _MOST_WORK

    def write(self, condition: Condition, *, holds: bool = True) -> Clauses:
        """A condition, or its negation."""
        parts = [self._test(test, holds=holds) for test in condition.tests]
        parts += [self.write(part, holds=holds) for part in condition.all]
        if condition.any:
            some = [self.write(part, holds=holds) for part in condition.any]
            parts.append(self._any(some) if holds else self._all(some))
        if condition.negated:
            parts.append(self.write(condition.negated, holds=not holds))
        return self._all(parts) if holds else self._any(parts)

    def _all(self, parts: list[Clauses]) -> Clauses:
        self._work(sum(map(len, parts)) ** 2)
        return _all(parts)

    def _any(self, parts: list[Clauses]) -> Clauses:
        combined = prod(map(len, parts))
        self._work(max(combined**2, combined * sum(len(one) for part in parts for one in part)))
        return _any(parts)

    def _work(self, comparisons: int) -> None:
        """Count work before it is done.

        Raises:
            CannotExpressError: it would be too much; each `any` multiplies those below it.
        """
        self.left -= comparisons + 1
        if self.left < 0:
            raise CannotExpressError("too many combinations")

    def _test(self, test: Choice | Range, *, holds: bool) -> Clauses:
        if test.key == "country" and isinstance(test, Choice):
            return () if (self.pack.country in test.any_of) is holds else _NEVER
        if isinstance(test, Range) and test.key in self.counts:
            return self._counted(self.counts[test.key], test, holds=holds)
        if test.key not in self.before:
            if isinstance(test, Choice) and test.any_of == {"taken"} and holds:
                return self._taken(test.key)
            raise CannotExpressError(test.key)
        question = self.before[test.key]
        if isinstance(test, Range):
            return _within(question, test) if holds else _outside(question, test)
        same = sharing(test.key, self.before.values())
        return _chosen(same, test) if holds else self._not_chosen(question, same, test)

    def _not_chosen(self, question: Question, same: list[Question], test: Choice) -> Clauses:
        if test.any_of == {NOT_ASKED}:
            return _any([_something(one) for one in same])
        if question.kind != "single" or len(same) > 1:
            raise CannotExpressError(test.key)
        others = [o.id for o in every_choice(self.pack, question) if o.id not in test.any_of]
        nothing = [] if NOT_ASKED in test.any_of else [_nothing(question)]
        return _any([*(_is(question, option) for option in others), *nothing])

    def _counted(self, measure: Measure, test: Range, *, holds: bool) -> Clauses:
        """Enough criteria are met; any that are not known may be."""
        whens, most = [one.when for one in measure.criteria], len(measure.criteria)
        parts: list[Clauses] = []
        for operator, bound in test.bounds():
            needed = ceil(bound) if operator == ">=" else floor(bound) + 1
            if operator in ("<=", "<"):
                if measure.instrument:
                    raise CannotExpressError(measure.id)
                needed = 0 if may_all_be_met(measure, operator, bound) else most + 1
            elif measure.instrument and (needed < 1 or measure.zero_when is not None):
                raise CannotExpressError(measure.id)
            # At least k of n hold where one holds in every subset of n - k + 1; fewer than k
            # hold where one fails in every subset of k.
            size = most - needed + 1 if holds else needed
            parts.append(
                self._all(
                    [
                        self._any([self.write(when, holds=holds) for when in chosen])
                        for chosen in combinations(whens, max(size, 0))
                    ]
                )
            )
        return self._all(parts) if holds else self._any(parts)

    def _taken(self, key: str) -> Clauses:
        rules = rules_of(self.pack)
        offering = [q for name, q in self.before.items() if name in rules.pick_any]
        medicines = rules.medicines_of(key)
        self._work(len(offering) * len(medicines))
        taken = [_is(q, medicine) for q in offering for medicine in medicines]
        if not taken:
            raise CannotExpressError(key)
        return _any(taken)


def _written(pack: Pack, comparison: Comparison) -> Json:
    """A comparison as FHIR."""
    item, operator, answer = comparison
    if isinstance(answer, bool):
        return {"question": item, "operator": operator, "answerBoolean": answer}
    if isinstance(answer, str):
        question = pack.question(item.removesuffix(unsure_item("")))
        code = answer_code(pack, question, answer)
        return {"question": item, "operator": operator, "answerCoding": code}
    whole = ceil(answer) if operator in (">=", "<") else floor(answer)
    return {"question": item, "operator": operator, "answerInteger": whole}


def _chosen(questions: list[Question], test: Choice) -> Clauses:
    chosen = [_is(q, option) for q in questions for option in sorted(test.any_of - {NOT_ASKED})]
    if NOT_ASKED in test.any_of:
        chosen.append(_all(_nothing(question) for question in questions))
    return _any(chosen)


def _within(question: Question, test: Range) -> Clauses:
    return _all(
        _any([_one(question.id, operator, bound), *_unsure_too(question, operator, bound)])
        for operator, bound in test.bounds()
    )


def _outside(question: Question, test: Range) -> Clauses:
    parts = []
    for operator, bound in test.bounds():
        parts.append(_one(question.id, _OPPOSITE[operator], bound))
        if _unsure_too(question, operator, bound):
            parts.append(_nothing(question))
        else:
            parts.append(_one(question.id, "exists", answer=False))
    return _any(parts)


def _is(question: Question, option: str) -> Clauses:
    if question.kind == "number":
        return _one(unsure_item(question.id), "=", option) if option == UNSURE else _NEVER
    return _one(question.id, "=", option)


def _nothing(question: Question) -> Clauses:
    return _all([_one(item, "exists", answer=False) for item in _items(question)])


def _something(question: Question) -> Clauses:
    return _any([_one(item, "exists", answer=True) for item in _items(question)])


def _items(question: Question) -> list[str]:
    return [question.id, *([unsure_item(question.id)] if question.kind == "number" else [])]


def _unsure_too(question: Question, operator: str, bound: float) -> list[Clauses]:
    """Not sure counts as within a bound that the whole range keeps."""
    return [_is(question, UNSURE)] if always_keeps(question, operator, bound) else []


def _one(item: str, operator: str, answer: Any) -> Clauses:
    return (frozenset({Comparison(item, operator, answer)}),)


def _all(parts: Iterable[Clauses]) -> Clauses:
    """A conjunction, without clauses that another implies."""
    given = dict.fromkeys(clause for part in parts for clause in part)
    return tuple(one for one in given if not any(other < one for other in given))


def _any(parts: Iterable[Clauses]) -> Clauses:
    """A disjunction."""
    return _all([tuple(frozenset().union(*chosen) for chosen in product(*parts))])
