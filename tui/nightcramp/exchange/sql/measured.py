"""Published measures as numbers: the least and the most that each can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import reduce
from typing import NamedTuple

from sqlglot import exp

from nightcramp.exchange.sql.dialect import column, number, total, when_then
from nightcramp.pack.model import Measure, Pack, Question
from nightcramp.triage.formulas.facts import FormulaFacts
from nightcramp.triage.formulas.formula import FALSE, Formula
from nightcramp.triage.measures import known

Written = Callable[[Formula], exp.Expr]


class Number(NamedTuple):
    """A column with a number.

    Attributes:
        needs: the formulas that it looks at.
        written: makes it, given what makes a formula an expression.
    """

    name: str
    needs: list[Formula]
    written: Callable[[Written], exp.Expr]


def least_and_most(pack: Pack, facts: FormulaFacts, measure: Measure) -> Iterator[Number]:
    """The two columns of a measure; NULL where a question that it needs was not asked."""
    zero = facts.holds(measure.zero_when) if measure.zero_when else FALSE
    questions = {question.id: question for question in pack.questions}
    for place, end in enumerate(("least", "most")):
        if measure.kind == "count":
            made = _count(facts, measure, place)
        else:
            made = _amount(facts, measure, [questions[name] for name in measure.of], place)

        def written(written: Written, made: Number = made, zero: Formula = zero) -> exp.Expr:
            return when_then([(written(zero), number(0))], made.written(written))

        yield Number(f"{measure.id}_{end}", [zero, *made.needs], written)


def _count(facts: FormulaFacts, measure: Measure, place: int) -> Number:
    """How many criteria are met, or may be."""
    make = facts.make
    met = [facts.holds(one.when) for one in measure.criteria]
    sure = [facts.holds(known(one.when)) for one in measure.criteria]
    begun = make.some([*met, *sure])
    may_be = [make.either(one, make.no(known)) for one, known in zip(met, sure, strict=True)]
    counted = may_be if place else met

    def written(written: Written) -> exp.Expr:
        added = total((1, written(one)) for one in counted)
        return when_then([(written(begun), added)])

    return Number("", [begun, *counted], written)


def _amount(facts: FormulaFacts, measure: Measure, questions: list[Question], place: int) -> Number:
    """The sum or product of the least, or greatest, values of some answers."""
    parts = [_value(facts, one, place, may_lack=one.id in measure.may_lack) for one in questions]
    join: type[exp.Binary] = exp.Add if measure.kind == "sum" else exp.Mul

    def written(written: Written) -> exp.Expr:
        values: list[exp.Expr] = [exp.paren(part.written(written), copy=False) for part in parts]
        return reduce(lambda one, other: join(this=one, expression=other), values)

    return Number("", [need for part in parts for need in part.needs], written)


def _value(facts: FormulaFacts, question: Question, place: int, *, may_lack: bool) -> Number:
    """The least or greatest value of an answer; NULL where it is needed and there is none."""
    make = facts.make
    if question.kind == "number":
        is_known = facts.numbers[question.id].known
        unsure = facts.words.get(f"{question.id}\0unsure", FALSE)
        given = make.both(is_known, make.no(unsure))
        span = (question.minimum, question.maximum)
        cases: list[tuple[Formula, exp.Expr]] = [
            (given, column(question.id)),
            (unsure, number(span[place])),
        ]
        return Number("", [given, unsure], lambda written: _cases(written, cases))
    valued = sorted(
        (option.value, option.id) for option in question.options if option.value is not None
    )
    asked = facts.words.get(f"{question.id}\0", FALSE)
    ends = (valued[0][0], valued[-1][0]) if valued else (0, 0)
    found = [
        (facts.words.get(f"{question.id}\0{one}", FALSE), number(value))
        for value, one in (reversed(valued) if place else valued)
    ]
    found.append((asked, number(ends[place])))
    if may_lack:
        found.append((make.no(asked), number(ends[place])))
    return Number("", [when for when, _ in found], lambda written: _cases(written, found))


def _cases(written: Written, cases: list[tuple[Formula, exp.Expr]]) -> exp.Expr:
    return when_then([(written(when), value.copy()) for when, value in cases])
