"""What a database calls what a query needs, as sqlglot's expressions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from sqlglot import exp

from nightcramp.exchange.sql.bits import WIDTH, Bits

Name = Literal["duckdb", "spark"]

_FUNCTIONS: dict[Name, dict[str, str]] = {
    "duckdb": {
        "has": "list_contains",
        "size": "len",
        "at": "list_extract",
        "distinct": "list_distinct",
    },
    "spark": {
        "has": "array_contains",
        "size": "size",
        "at": "element_at",
        "distinct": "array_distinct",
    },
}
_TYPES: dict[Name, tuple[str, str]] = {
    "duckdb": ("VARCHAR", "VARCHAR[]"),
    "spark": ("STRING", "ARRAY<STRING>"),
}
EACH = "each"
"""An item of a list, where a function of it is written."""


class Dialect:
    """Writes expressions for one database.

    Args:
        name: of the database, as sqlglot has it.

    Attributes:
        text_type: of a column of texts.
        texts_type: of a column of lists of texts.
        nests: whether stages are queries within queries, and not a chain of WITH.
    """

    def __init__(self, name: Name) -> None:
        self.name: Name = name
        self.text_type, self.texts_type = _TYPES[name]
        self.nests = name == "spark"  # which takes three times as long to plan a chain of WITH

    def call(self, function: str, *arguments: exp.Expr) -> exp.Expr:
        """A function of lists, by our name of it."""
        return exp.Anonymous(this=_FUNCTIONS[self.name][function], expressions=list(arguments))

    def has_others(self, column: exp.Expr, known: Callable[[exp.Expr], exp.Expr]) -> exp.Expr:
        """Whether a list has a text that is not known.

        Args:
            column: the list.
            known: from a text to whether it is known.
        """
        others = self._only(column, no(known(_each())))
        return exp.GT(this=self.call("size", others), expression=number(0))

    def how_many(self, column: exp.Expr, one: int) -> exp.Expr:
        """How often a list has this number."""
        return self.call("size", self._only(column, exp.EQ(this=_each(), expression=number(one))))

    def places(self, column: exp.Expr, bits: Bits) -> exp.Expr:
        """The places of a list's texts; a text that is there twice counts once."""
        # DuckDB drops a NULL from what is distinct, and the row is to be refused for it.
        there = exp.Transform(this=column, expression=_lambda(or_if_null(_each(), text(""))))
        once = self.call("distinct", there)
        return exp.Transform(this=once, expression=_lambda(self._place(bits)))

    def bits(self, column: exp.Expr, bits: Bits) -> exp.Expr:
        """A list of texts as the bits of their places, which have room in one column."""
        joined = self._bits(column, self._place(bits))
        return exp.Cast(this=joined, to=exp.DataType.build(bits.column_type))

    def bits_of_places(self, places: exp.Expr, column: int) -> exp.Expr:
        """A list of places as the bits of one of several columns.

        Args:
            places: the list.
            column: which one, from 0 on.
        """
        first = column * WIDTH
        here = exp.Between(this=_each(), low=number(first), high=number(first + WIDTH - 1))
        return self._bits(places, exp.Sub(this=_each(), expression=number(first)), here)

    def _place(self, bits: Bits) -> exp.Expr:
        """The place of a text."""
        numbers = list(bits.texts.values())
        listed = exp.Array(expressions=list(map(number, numbers)))
        if self.name == "spark":
            # Not by position: at position NULL of a constant array it finds the last item.
            pairs = exp.Anonymous(this="map_from_arrays", expressions=[texts(bits.texts), listed])
            return or_if_null(self.call("at", pairs, _each()), number(bits.other))
        # DuckDB looks the names of an ENUM up by hash.
        names = exp.DataType(this=exp.DType.ENUM, expressions=list(map(text, bits.texts)))
        code: exp.Expr = exp.Anonymous(
            this="enum_code", expressions=[exp.TryCast(this=_each(), to=names)]
        )
        if numbers != list(range(len(numbers))):
            code = self.call("at", listed, exp.Add(this=code, expression=number(1)))
        return or_if_null(code, number(bits.other))

    def _bits(self, items: exp.Expr, bit: exp.Expr, here: exp.Expr | None = None) -> exp.Expr:
        """A bit for each item of a list that is here, joined; 0 for a list that is not there."""
        shifted: exp.Expr = exp.BitwiseLeftShift(this=_big(1), expression=exp.paren(bit))
        if here:
            shifted = when_then([(here, shifted)], number(0))
        if self.name == "duckdb":
            each = exp.Transform(this=items, expression=_lambda(shifted))
            joined: exp.Expr = exp.Anonymous(this="list_bit_or", expressions=[each])
        else:
            merged = exp.BitwiseOr(this=exp.column("bits"), expression=shifted)
            joined = exp.Reduce(this=items, initial=_big(0), merge=_lambda(merged, "bits", EACH))
        return or_if_null(joined, number(0))

    def _only(self, items: exp.Expr, condition: exp.Expr) -> exp.Expr:
        return exp.ArrayFilter(this=items, expression=_lambda(condition))

    def empty(self) -> exp.Expr:
        """A list of no texts."""
        return exp.Cast(this=exp.Array(), to=exp.DataType.build(self.texts_type, self.name))

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


def _lambda(value: exp.Expr, *names: str) -> exp.Expr:
    identifiers = [exp.to_identifier(name) for name in names or (EACH,)]
    return exp.Lambda(this=value, expressions=identifiers)


def _big(value: int) -> exp.Expr:
    return exp.Cast(this=number(value), to=exp.DataType.build("BIGINT"))


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
