"""What a database calls what a query needs, as sqlglot's expressions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from sqlglot import exp

Name = Literal["duckdb", "spark"]

_FUNCTIONS: dict[Name, dict[str, str]] = {
    "duckdb": {
        "has": "list_contains",
        "size": "len",
        "distinct": "list_distinct",
        "place": "list_position",
        "at": "list_extract",
    },
    "spark": {
        "has": "array_contains",
        "size": "size",
        "distinct": "array_distinct",
        "place": "array_position",
        "at": "element_at",
    },
}
TEXTS: dict[Name, str] = {"duckdb": "VARCHAR[]", "spark": "ARRAY<STRING>"}
EACH = "each"
"""An item of a list, where a function of it is written."""


class Dialect:
    """Writes expressions for one database.

    Args:
        name: of the database, as sqlglot has it.
    """

    def __init__(self, name: Name) -> None:
        self.name: Name = name

    def call(self, function: str, *arguments: exp.Expr) -> exp.Expr:
        """A function of lists, by our name of it."""
        return exp.Anonymous(this=_FUNCTIONS[self.name][function], expressions=list(arguments))

    def has(self, column: exp.Expr, one: str) -> exp.Expr:
        """Whether a list has this text."""
        return self.call("has", column, text(one))

    def has_others(self, column: exp.Expr, known: Callable[[exp.Expr], exp.Expr]) -> exp.Expr:
        """Whether a list has a text that is not known.

        Args:
            column: the list.
            known: from a text to whether it is known.
        """
        others = self._only(column, no(known(_each())))
        return exp.GT(this=self.call("size", others), expression=number(0))

    def how_many(self, column: exp.Expr, one: str) -> exp.Expr:
        """How often a list has this text."""
        return self.call("size", self._only(column, exp.EQ(this=_each(), expression=text(one))))

    def replaced(self, column: exp.Expr, others: Mapping[str, str]) -> exp.Expr:
        """A list with each text, once, replaced by another; NULL for one that has none."""
        place = self.call("place", texts(others), _each())
        if self.name == "spark":  # says 0 where there is none, and has no element 0
            place = exp.Nullif(this=place, expression=number(0))
        other = self.call("at", texts(others.values()), place)
        each = exp.Lambda(this=other, expressions=[exp.to_identifier(EACH)])
        return exp.Transform(this=self.call("distinct", column), expression=each)

    def _only(self, items: exp.Expr, condition: exp.Expr) -> exp.Expr:
        return exp.ArrayFilter(
            this=items,
            expression=exp.Lambda(this=condition, expressions=[exp.to_identifier(EACH)]),
        )

    def empty(self) -> exp.Expr:
        """A list of no texts."""
        return exp.Cast(this=exp.Array(), to=exp.DataType.build(TEXTS[self.name], self.name))

    def listed(self, items: Iterable[tuple[exp.Expr, exp.Expr]]) -> exp.Expr:
        """The items whose condition holds, in order.

        Args:
            items: condition and item.
        """
        every = [when_then([(condition, item)]) for condition, item in items]
        there = no(exp.Is(this=_each(), expression=exp.Null()))
        return self._only(exp.Array(expressions=every), there)

    def greatest_first(self, items: exp.Expr) -> exp.Expr:
        """A list of numbers or records, from the greatest to the least."""
        if self.name == "duckdb":
            return exp.Anonymous(this="list_reverse_sort", expressions=[items])
        return exp.Anonymous(this="sort_array", expressions=[items, exp.false()])


def _each() -> exp.Expr:
    return exp.column(EACH)


def column(name: str) -> exp.Column:
    """A column, in quotes: the names are those of a pack."""
    return exp.column(exp.to_identifier(name, quoted=True))


def text(value: str) -> exp.Expr:
    """A literal text."""
    return exp.Literal.string(value)


def texts(values: Iterable[str]) -> exp.Expr:
    """A list of literal texts."""
    return exp.Array(expressions=[text(value) for value in values])


def number(value: float) -> exp.Expr:
    """A literal number, whole where it is."""
    return exp.convert(int(value) if float(value).is_integer() else value)


def every(parts: Sequence[exp.Expr]) -> exp.Expr:
    """All of these, at least one."""
    return exp.and_(*parts, copy=False)


def some(parts: Sequence[exp.Expr]) -> exp.Expr:
    """One of these, at least one."""
    return exp.or_(*parts, copy=False)


def no(part: exp.Expr) -> exp.Expr:
    """Not this."""
    return exp.not_(part, copy=False)


def or_if_null(value: exp.Expr, other: exp.Expr) -> exp.Expr:
    """The value, or another where there is none."""
    return exp.Coalesce(this=value, expressions=[other])


def when_then(
    cases: Iterable[tuple[exp.Expr, exp.Expr]], other: exp.Expr | None = None
) -> exp.Expr:
    """The value of the first case that holds; else another, or NULL."""
    ifs = [exp.If(this=condition, true=value) for condition, value in cases]
    return exp.Case(ifs=ifs, default=other)


def total(weighed: Iterable[tuple[int, exp.Expr]]) -> exp.Expr:
    """The weights of what holds, added up."""
    found: exp.Expr | None = None
    for weight, part in weighed:
        one = when_then([(part, number(weight))], number(0))
        found = one if found is None else exp.Add(this=found, expression=one)
    return found or number(0)


def is_(value: bool) -> exp.Expr:  # noqa: FBT001  a literal
    """The literal truth."""
    return exp.true() if value else exp.false()
