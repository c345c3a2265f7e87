"""Which explanation leads: numbers by which flags and causes are put in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sqlglot import exp

from nightcramp.exchange.sql.bits import bits_of, places_column
from nightcramp.exchange.sql.counted import AnsweringOnce
from nightcramp.exchange.sql.dialect import Dialect, column, number, text, total, when_then
from nightcramp.exchange.sql.staged import Column
from nightcramp.pack.model import RedFlag, Urgency
from nightcramp.triage.assess import INCOMPLETE, NO_CLEAR_CAUSE
from nightcramp.triage.formulas.formula import Formula
from nightcramp.triage.formulas.how_soon import HowSoon
from nightcramp.triage.formulas.items import ItemsBehind
from nightcramp.triage.formulas.person import Person
from nightcramp.triage.rules import rules_of

Written = Callable[[Formula], exp.Expr]
_STEP = 1000
"""More than the flags, causes or items that a pack has."""


def points_of(cause: str) -> str:
    """The column with the points of a cause."""
    return f"points_{cause}"


class Leading:
    """The columns behind `leading`, and those with the points of causes.

    Args:
        answering: the pack's answers.
        person: what anyone is told.
        dialect: of the database.
    """

    def __init__(self, answering: AnsweringOnce, person: Person, dialect: Dialect) -> None:
        self._pack = answering.pack
        self._groups = answering.groups
        rules = rules_of(answering.pack)
        self._places = {
            name: bits_of(answering, rules.questions[name]).places
            for name in (*rules.pick_any, *rules.pick_new)
        }
        self._person = person
        self._dialect = dialect
        soon = HowSoon(answering.make, answering.pack, person.flags, person.mimics)
        self._by_flag = soon.flag_leads(person.told)
        items = ItemsBehind(answering, person)
        flags = sorted(self._pack.red_flags, key=lambda flag: -Urgency[flag.urgency])
        self._flags = [
            _Flag(flag, person.flags[flag.id], list(items.behind(flag.when).items()))
            for flag in flags
            if Urgency[flag.urgency] >= Urgency.same_day
        ]
        self._causes = [cause for cause in self._pack.causes if person.points[cause.id]]

    @property
    def needs_points(self) -> list[Formula]:
        """What the points of causes look at."""
        found = [self._person.points[cause.id][0] for cause in self._causes]
        return [*found, *self._person.held.values()]

    @property
    def needs(self) -> list[Formula]:
        """What `leading` looks at."""
        behind = [when for flag in self._flags for _, when in flag.items]
        flags = [flag.when for flag in self._flags]
        mimics = [self._person.leads[one.id] for one in self._pack.mimics]
        others = [self._person.leads[one] for one in (INCOMPLETE, NO_CLEAR_CAUSE)]
        return [*self.needs_points, self._by_flag, *flags, *behind, *mimics, *others]

    def points(self, written: Written) -> Iterator[Column]:
        """The points of each cause, 0 where it is not found."""
        for cause in self._causes:
            added = total(
                (one.points, written(self._person.held[cause.id, one.id])) for one in cause.evidence
            )
            capped = exp.Least(this=added, expressions=[number(cause.cap)])
            found = written(self._person.points[cause.id][0])
            yield points_of(cause.id), when_then([(found, capped)], number(0))

    def ranks(self, written: Written) -> Iterator[Column]:
        """The place of each urgent flag that holds: by urgency, items behind it, and order."""
        for place, flag in enumerate(self._flags, 1):
            rank = Urgency[flag.flag.urgency] * _STEP * _STEP - place
            counted = self._counted(flag, written)
            added = exp.Add(
                this=number(rank),
                expression=exp.Mul(this=exp.paren(counted), expression=number(_STEP)),
            )
            yield _rank_of(flag.flag.id), when_then([(written(flag.when), added)], number(0))

    def best(self) -> Iterator[Column]:
        """The greatest of these numbers, and of the points."""
        points: list[exp.Expr] = [
            exp.Sub(
                this=exp.Mul(this=column(points_of(cause.id)), expression=number(_STEP)),
                expression=number(place),
            )
            for place, cause in enumerate(self._causes)
        ]
        ranks: list[exp.Expr] = [column(_rank_of(flag.flag.id)) for flag in self._flags]
        for name, numbers in (("best_flag", ranks), ("best_cause", points)):
            first, *others = [*numbers, number(0), number(0)]
            yield name, exp.Greatest(this=first, expressions=others)

    def leading(self, written: Written) -> exp.Expr:
        """The id of what leads."""
        leads = self._person.leads
        named = [INCOMPLETE, *(one.id for one in self._pack.mimics), NO_CLEAR_CAUSE]
        cases = [(written(leads[one]), text(one)) for one in named]
        flags = [
            (_is_best("best_flag", column(_rank_of(one.flag.id))), text(one.flag.id))
            for one in self._flags
        ]
        if flags:
            cases.append((written(self._by_flag), when_then(flags)))
        for place, cause in enumerate(self._causes):
            points = exp.Mul(this=column(points_of(cause.id)), expression=number(_STEP))
            rank = exp.Sub(this=points, expression=number(place))
            cases.append((_is_best("best_cause", rank), text(cause.id)))
        return when_then(cases)

    def _counted(self, flag: _Flag, written: Written) -> exp.Expr:
        """How many items are behind a flag; of medicines that stand for others, each of them."""
        alone = [when for item, when in flag.items if not self._is_group(*item)]
        added = total((1, written(when)) for when in alone)
        for (question, one), when in flag.items:
            if self._is_group(question, one):
                place = self._places[question][one]
                many = self._dialect.how_many(column(places_column(question)), place)
                case = when_then([(written(when), many)], number(0))
                added = exp.Add(this=added, expression=case)
        return added

    def _is_group(self, question: str, one: str) -> bool:
        return question in self._places and len(self._groups.get(one, ())) > 1


class _Flag(NamedTuple):
    flag: RedFlag
    when: Formula
    items: list[tuple[tuple[str, str], Formula]]


def _rank_of(flag: str) -> str:
    return f"rank_{flag}"


def _is_best(best: str, rank: exp.Expr) -> exp.Expr:
    return exp.EQ(this=column(best), expression=rank)
