"""The table of answers that a query reads: its columns, and what is chosen in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlglot import exp

from nightcramp.exchange.sql.dialect import (
    TEXTS,
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


def alike_of(question: str) -> str:
    """The column with the medicines that stand for those of an answer."""
    return f"{question}_alike"


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
        self._listed = (*rules.pick_any, *rules.pick_new)

    def table(self) -> list[tuple[str, str]]:
        """The columns of the table, and their types."""
        found = [("id", "VARCHAR" if self._dialect.name == "duckdb" else "STRING")]
        single = found[0][1]
        for question in self._pack.questions:
            if question.kind == "number":
                found += [(question.id, "INTEGER"), (unsure_of(question.id), "BOOLEAN")]
            else:
                kind = single if question.kind == "single" else TEXTS[self._dialect.name]
                found.append((question.id, kind))
        return found

    def alike(self) -> Iterator[Column]:
        """The medicines of each list, by those that stand for them in every rule."""
        for name in self._listed:
            alike = self._dialect.replaced(column(name), self._answering.group_of)
            yield alike_of(name), alike

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
        if question.id in self._listed and one in self._answering.groups:
            answer = column(alike_of(question.id))
        return or_if_null(self._dialect.has(answer, one), is_(False))

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
        call, answer = self._dialect.call, column(question.id)
        options = [option.id for option in every_choice(self._pack, question)]
        if question.kind == "single":
            yield no(answer.isin(*options))
            return
        yield exp.EQ(this=call("size", answer), expression=number(0))
        if question.kind == "started":
            options = [option.id for option in question.options]
        yield self._dialect.has_others(answer, lambda one: self._is_known(question, options, one))
        alone = [option.id for option in question.options if option.exclusive]
        if alone:
            several = exp.GT(
                this=call("size", call("distinct", column(question.id))), expression=number(1)
            )
            has = [self._dialect.has(column(question.id), one) for one in alone]
            yield every([several, some(has)])

    def _is_known(self, question: Question, options: list[str], one: exp.Expr) -> exp.Expr:
        """Whether a text is one of the options, or one of the medicines picked."""
        has = [self._dialect.call("has", texts(options), one)]
        if question.kind == "started":
            has += [
                or_if_null(self._dialect.call("has", column(name), one.copy()), is_(False))
                for name in self._pick_any
            ]
        return some(has)


def _is_given(answer: exp.Expr) -> exp.Expr:
    return no(exp.Is(this=answer, expression=exp.Null()))
