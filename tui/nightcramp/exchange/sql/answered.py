"""The table of answers that a query reads: its columns, and what is chosen in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlglot import exp

from nightcramp.exchange.sql.bits import (
    WIDTH,
    bits_column,
    bits_of,
    places_column,
)
from nightcramp.exchange.sql.dialect import (
    Dialect,
    column,
    every,
    is_,
    no,
    number,
    or_if_null,
    some,
    text,
    texts,
)
from nightcramp.exchange.sql.staged import Column
from nightcramp.pack.model import Question
from nightcramp.triage.answers import every_choice
from nightcramp.triage.formulas.answers import GIVEN, Answering
from nightcramp.triage.formulas.formula import Name
from nightcramp.triage.rules import rules_of


def unsure_of(question: str) -> str:
    """The column that says whether a person is not sure of a number."""
    return f"{question}_unsure"


def refuses_of(question: str) -> str:
    """The column that says whether a question does not accept its answer."""
    return f"refuses_{question}"


def variable_name(name: Name) -> str:
    """A variable's column, in the pack's words."""
    kind, question, one = name
    if kind == "reaches":
        return f"{question}_from_{one}"
    return f"{question}_is_{one}"


class Answered:
    """What the columns of a table of answers mean.

    Args:
        answering: the pack's answers.
        dialect: of the database.
    """

    def __init__(self, answering: Answering, dialect: Dialect) -> None:
        self._answering = answering
        self._pack = answering.pack
        self._dialect = dialect
        rules = rules_of(answering.pack)
        self._questions = rules.questions
        self._pick_any = rules.pick_any
        self._bits = {
            question.id: bits_of(answering, question)
            for question in answering.pack.questions
            if question.kind not in ("single", "number")
        }

    def table(self) -> list[tuple[str, str]]:
        """The columns of the table, and their types."""
        found = [("id", self._dialect.text_type)]
        for question in self._pack.questions:
            if question.kind == "number":
                found += [(question.id, "INTEGER"), (unsure_of(question.id), "BOOLEAN")]
            else:
                one = question.kind == "single"
                kind = self._dialect.text_type if one else self._dialect.texts_type
                found.append((question.id, kind))
        return found

    def places(self) -> Iterator[Column]:
        """The places of each list that is looked at more than once."""
        for name, bits in self._bits.items():
            if bits.has_places_column:
                yield places_column(name), self._dialect.places(column(name), bits)

    def bits(self) -> Iterator[Column]:
        """The bits of each list; never NULL."""
        for name, bits in self._bits.items():
            for number_ in range(bits.columns):
                if bits.has_places_column:
                    listed = column(places_column(name))
                    made = self._dialect.bits_of_places(listed, number_)
                else:
                    made = self._dialect.bits(column(name), bits)
                yield bits_column(name, number_ * WIDTH), made

    def variables(self, names: Iterable[Name]) -> Iterator[Column]:
        """Each variable as a column of the table of answers; never NULL."""
        for name in names:
            kind, question, one = name
            yield variable_name(name), self._is_chosen(kind, self._questions[question], one)

    def _is_chosen(self, kind: str, question: Question, one: str) -> exp.Expr:
        answer = column(question.id)
        if kind == "reaches":
            return or_if_null(exp.GTE(this=answer, expression=number(int(one))), is_(False))
        if question.kind == "number" and one == GIVEN:
            return _is_given(answer)
        if question.kind == "number":
            return or_if_null(column(unsure_of(question.id)), is_(False))
        if question.kind == "single":
            return or_if_null(exp.EQ(this=answer, expression=text(one)), is_(False))
        return _has_bit(question.id, self._bits[question.id].places[one])

    def refused(self) -> Iterator[tuple[str, exp.Expr]]:
        """Each question, and whether its answer is none that it accepts."""
        for question in self._pack.questions:
            answer = column(question.id)
            if question.kind == "number":
                outside = some(
                    [
                        exp.LT(this=answer, expression=number(question.minimum)),
                        exp.GT(this=column(question.id), expression=number(question.maximum)),
                        column(unsure_of(question.id)),
                    ]
                )
                yield question.id, every([_is_given(answer), or_if_null(outside, is_(False))])
            else:
                wrong = list(self._wrong_choice(question))
                yield question.id, every([_is_given(answer), or_if_null(some(wrong), is_(True))])

    def _wrong_choice(self, question: Question) -> Iterator[exp.Expr]:
        answer = column(question.id)
        if question.kind == "single":
            options = [option.id for option in every_choice(self._pack, question)]
            yield no(answer.isin(*options))
            return
        yield exp.EQ(this=self._dialect.call("size", answer), expression=number(0))
        yield _has_bit(question.id, self._bits[question.id].other)
        if question.kind == "started":
            own = [option.id for option in question.options]
            # This finds no NULL, since whatever is compared with it is NULL; the bit above does.
            yield self._dialect.has_others(answer, lambda one: self._is_known(own, one))
        places = self._bits[question.id].places
        alone = [places[option.id] for option in question.options if option.exclusive]
        for place in alone:
            yield every([_has_bit(question.id, place), self._has_more_than(question.id, place)])

    def _has_more_than(self, question: str, place: int) -> exp.Expr:
        """Whether a list has something that does not have this place."""
        others = []
        for number_ in range(self._bits[question].columns):
            is_here = place // WIDTH == number_
            bit = 1 << place % WIDTH if is_here else 0
            bits = column(bits_column(question, number_ * WIDTH))
            others.append(exp.NEQ(this=bits, expression=number(bit)))
        return some(others)

    def _is_known(self, own: list[str], one: exp.Expr) -> exp.Expr:
        """Whether a text is an option, or one of the medicines picked."""
        has = [self._dialect.call("has", texts(own), one)]
        has += [
            or_if_null(self._dialect.call("has", column(name), one.copy()), is_(False))
            for name in self._pick_any
        ]
        return some(has)


def _has_bit(question: str, place: int) -> exp.Expr:
    """Whether a list has something with this place."""
    bit = exp.BitwiseAnd(
        this=column(bits_column(question, place)), expression=number(1 << place % WIDTH)
    )
    return exp.NEQ(this=exp.paren(bit, copy=False), expression=number(0))


def _is_given(answer: exp.Expr) -> exp.Expr:
    return no(exp.Is(this=answer, expression=exp.Null()))
