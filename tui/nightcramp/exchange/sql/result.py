"""The columns of a result: what each person is told, of the formulas by which they are."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping

from sqlglot import exp

from nightcramp.exchange.sql.answered import refuses_of
from nightcramp.exchange.sql.counted import AnsweringOnce
from nightcramp.exchange.sql.dialect import (
    EACH,
    Dialect,
    column,
    no,
    number,
    text,
    when_then,
)
from nightcramp.exchange.sql.leading import Leading, points_of
from nightcramp.exchange.sql.measured import least_and_most
from nightcramp.exchange.sql.staged import Column
from nightcramp.pack.model import Pack, Urgency
from nightcramp.triage.formulas.formula import FALSE, Formula
from nightcramp.triage.formulas.person import Person

Written = Callable[[Formula], exp.Expr]
REFUSED = "refused"
"""The column that says whether a row has answers that the questions do not accept."""
REFUSES = "refuses"
"""The column with the questions that do not."""


class Result:
    """What the columns of a result are made of.

    Args:
        answering: the pack's answers.
        person: what anyone is told.
        dialect: of the database.
    """

    def __init__(self, answering: AnsweringOnce, person: Person, dialect: Dialect) -> None:
        self._pack: Pack = answering.pack
        self._person = person
        self._counts = answering.counts
        self._dialect = dialect
        self._leading = Leading(answering, person, dialect)
        self._incomplete = person.told[Urgency.incomplete]
        self._dropped = {
            name: person.facts.make.both(
                person.table.answered(answering.make, name),
                answering.make.no(person.counted.answered(answering.make, name)),
            )
            for name in person.table.choices
        }
        self._measures = [
            one
            for measure in self._pack.measures
            if measure.instrument
            for one in least_and_most(self._pack, person.facts, measure)
        ]
        self._made: dict[str, tuple[list[Formula], Callable[[Written], exp.Expr]]] = {
            "urgency": self._first_of({one.name: when for one, when in person.told.items()}),
            "within_days": self._within(),
            "contact": self._first_of(person.contacts, ""),
            "leading": (self._leading.needs, self._leading.leading),
            "flags": self._list(self._flags()),
            "causes": self._causes(),
            "mimics": self._list(person.mimics),
            "notes": self._list(person.notes),
            **{one.name: (one.needs, one.written) for one in self._measures},
            "missing": self._list(person.missing, whole=True),
            "dropped": self._list(self._dropped, whole=True),
            "complete": self._complete(),
            REFUSES: ([], self._refuses),
        }

    @property
    def fields(self) -> list[str]:
        """The columns there are, in order."""
        return list(self._made)

    def needs(self, fields: Iterable[str]) -> list[Formula]:
        """The formulas that these columns look at."""
        return [one for field in fields for one in self._made[field][0]]

    def numbers(self, fields: Container[str], written: Written) -> Iterator[list[Column]]:
        """The stages with numbers that these columns look at, each before the next."""
        if "causes" in fields or "leading" in fields:
            ranks = self._leading.ranks(written) if "leading" in fields else ()
            yield [*self._leading.points(written), *ranks]
        if "leading" in fields:
            yield list(self._leading.best())

    def written(self, field: str, written: Written) -> exp.Expr:
        """A column; NULL for a row that is refused, but for what it is refused for."""
        value = self._made[field][1](written)
        return value if field == REFUSES else when_then([(no(column(REFUSED)), value)])

    def named(self) -> dict[Formula, str]:
        """The names of formulas, in the pack's words."""
        person = self._person
        names: dict[Formula, str] = {}
        kinds: dict[str, Mapping[str, Formula]] = {
            "urgency": {urgency.name: when for urgency, when in person.told.items()},
            "known": {urgency.name: when for urgency, when in person.known.items()},
            "flag": person.flags,
            "note": person.notes,
            "mimic": person.mimics,
            "leads": person.leads,
            "contact": person.contacts,
            "missing": person.missing,
            "dropped": self._dropped,
            "applies": person.applies,
            "counts": self._counts,
            "criterion": {"_".join(key): when for key, when in person.criteria.items()},
            "evidence": {"_".join(key): when for key, when in person.held.items()},
            "points": {
                f"{name}_from_{amount}": when
                for name, points in person.points.items()
                for amount, when in enumerate(points, 1)
            },
            "has": {
                word.replace("\0", "_is_").removesuffix("_is_"): when
                for word, when in person.facts.words.items()
            },
        }
        for kind, each in kinds.items():  # what comes first names a formula with two names
            for name, when in each.items():
                names.setdefault(when, f"{kind}_{name}")
        return names

    def _first_of(
        self, cases: Mapping[str, Formula], other: str | None = None
    ) -> tuple[list[Formula], Callable[[Written], exp.Expr]]:
        def made(written: Written) -> exp.Expr:
            default = None if other is None else text(other)
            return when_then([(written(when), text(one)) for one, when in cases.items()], default)

        return list(cases.values()), made

    def _within(self) -> tuple[list[Formula], Callable[[Written], exp.Expr]]:
        cases = self._person.within

        def made(written: Written) -> exp.Expr:
            days = [(written(when), number(limit)) for limit, when in cases.items()]
            return when_then(days, number(0))

        return list(cases.values()), made

    def _flags(self) -> dict[str, Formula]:
        """The most urgent first, then in the pack's order."""
        flags = sorted(self._pack.red_flags, key=lambda flag: -Urgency[flag.urgency])
        return {flag.id: self._person.flags[flag.id] for flag in flags}

    def _list(
        self, cases: Mapping[str, Formula], *, whole: bool = False
    ) -> tuple[list[Formula], Callable[[Written], exp.Expr]]:
        """The ids that hold; none while it is incomplete, unless the whole list is wanted."""
        make = self._person.facts.make
        shown = make.some(cases.values())  # a list is costly to a database, and often empty
        if not whole:
            shown = make.both(shown, make.no(self._incomplete))

        def made(written: Written) -> exp.Expr:
            items = [(written(when), text(one)) for one, when in cases.items() if when is not FALSE]
            listed = self._dialect.listed(items) if items else self._dialect.empty()
            return _where(written(shown), listed)

        return [*cases.values(), shown], made

    def _causes(self) -> tuple[list[Formula], Callable[[Written], exp.Expr]]:
        """Each cause found with its points and band, best supported first."""
        about = self._pack.about

        def made(written: Written) -> exp.Expr:
            items = []
            for place, cause in enumerate(self._pack.causes):
                if self._person.points[cause.id]:
                    points = column(points_of(cause.id))
                    found = exp.GT(this=points, expression=number(0))
                    fields = {
                        "points": points.copy(),
                        "place": number(-place),
                        "id": text(cause.id),
                    }
                    items.append((found, _record(fields)))
            sorted_ = self._dialect.greatest_first(self._dialect.listed(items))
            points = exp.column("points", table=EACH)
            band = when_then(
                [
                    (exp.GTE(this=points.copy(), expression=number(about.strong)), text("strong")),
                    (
                        exp.GTE(this=points.copy(), expression=number(about.moderate)),
                        text("moderate"),
                    ),
                ],
                text("slight"),
            )
            record = _record({"id": exp.column("id", table=EACH), "points": points, "band": band})
            shown = exp.Transform(
                this=sorted_,
                expression=exp.Lambda(this=record, expressions=[exp.to_identifier(EACH)]),
            )
            return _where(no(written(self._incomplete)), shown)

        return [*self._leading.needs_points, self._incomplete], made

    def _complete(self) -> tuple[list[Formula], Callable[[Written], exp.Expr]]:
        make = self._person.facts.make
        complete = make.no(make.some(self._person.missing.values()))
        return [complete], lambda written: written(complete)

    def _refuses(self, _: Written) -> exp.Expr:
        names = [question.id for question in self._pack.questions]
        listed = self._dialect.listed([(column(refuses_of(name)), text(name)) for name in names])
        return _where(column(REFUSED), listed)


def _where(condition: exp.Expr, listed: exp.Expr) -> exp.Expr:
    """A list where a condition holds, elsewhere an empty one, which a database gives its type."""
    return when_then([(condition, listed)], exp.Array())


def _record(fields: Mapping[str, exp.Expr]) -> exp.Expr:
    return exp.Struct(
        expressions=[
            exp.PropertyEQ(this=exp.to_identifier(name), expression=value)
            for name, value in fields.items()
        ]
    )
