"""Conditions, as content files write them: a table in which every key must hold."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

NOT_ASKED = "not_asked"
CONDITIONS = frozenset({"when", "unless", "zero_when", "causes_when", "cramp_when", "watch_when"})
"""Keys of a file whose values are conditions."""
START_MATTERS = "start_matters"
"""A key used like a medicine class, for all medicines whose start date matters."""

COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}
"""The signs of `Range.bounds`, as functions of a number and a bound."""

_BOUNDS = ("at_least", "at_most", "under", "over")
_DEEPEST = 20


class Choice(msgspec.Struct, frozen=True):
    """One of these answers was given; `not_asked` stands for no answer."""

    key: str
    any_of: frozenset[str]


class Range(msgspec.Struct, frozen=True):
    """A number lies within these bounds, for every value that it can have."""

    key: str
    at_least: float | None = None
    at_most: float | None = None
    under: float | None = None
    over: float | None = None

    def bounds(self) -> list[tuple[str, float]]:
        """The bounds that are set: comparison sign (`>=`, `>`, `<=`, `<`) and number."""
        named = ((">=", self.at_least), (">", self.over), ("<=", self.at_most), ("<", self.under))
        return [(sign, bound) for sign, bound in named if bound is not None]


class Condition:
    """Holds if all its parts hold. Immutable.

    This is not a struct: msgspec would decode it field by field instead of with
    `read_condition`.

    Attributes:
        tests: one for each key.
        any: at least one of these must hold, unless empty.
        all: all of these must hold.
        negated: must not hold (`not` in the files).
    """

    __slots__ = ("all", "any", "negated", "tests")

    def __init__(
        self,
        tests: tuple[Choice | Range, ...] = (),
        any: tuple[Condition, ...] = (),  # noqa: A002  the word the files use
        all: tuple[Condition, ...] = (),  # noqa: A002  the word the files use
        negated: Condition | None = None,
    ) -> None:
        self.tests = tests
        self.any = any
        self.all = all
        self.negated = negated

    @property
    def parts(self) -> tuple[Condition, ...]:
        """The conditions that it is made of, beside its tests."""
        return (*self.any, *self.all, *(() if self.negated is None else (self.negated,)))

    def every_test(self) -> Iterator[Choice | Range]:
        """Every single test, however deep."""
        yield from self.tests
        for part in self.parts:
            yield from part.every_test()

    def keys(self) -> frozenset[str]:
        """Ids of the questions, measures and classes that it looks at."""
        return frozenset(test.key for test in self.every_test())


def read_condition(table: Any, depth: int = 1) -> Condition:
    """A condition from its TOML table.

    Args:
        table: the parsed TOML.
        depth: how deep it is nested, from 1.

    Raises:
        ValueError: the table is not a condition; the message says what is accepted.
    """
    if not isinstance(table, dict) or not table:
        raise ValueError("a condition is a table such as { question = 'answer' }")
    if depth > _DEEPEST:
        raise ValueError(f"a condition holds conditions in conditions, {_DEEPEST} deep at most")
    tests: list[Choice | Range] = []
    for key, value in table.items():
        if key not in ("any", "all", "not"):
            tests.append(_read_test(key, value))
    return Condition(
        tests=tuple(tests),
        any=_read_several("any", table, depth),
        all=_read_several("all", table, depth),
        negated=read_condition(table["not"], depth + 1) if "not" in table else None,
    )


def _read_several(word: str, table: dict[str, Any], depth: int) -> tuple[Condition, ...]:
    value = table.get(word, [])
    if not isinstance(value, list) or (word in table and not value):
        raise ValueError(f"'{word}' takes a list of conditions")
    return tuple(read_condition(item, depth + 1) for item in value)


def _read_test(key: str, value: Any) -> Choice | Range:
    if isinstance(value, str):
        return Choice(key, frozenset({value}))
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return Choice(key, frozenset(value))
    if isinstance(value, dict) and value:
        for bound, number in value.items():
            if bound not in _BOUNDS:
                raise ValueError(f"'{bound}' is no bound; use {', '.join(_BOUNDS)}")
            if isinstance(number, bool) or not isinstance(number, (int, float)):
                raise ValueError(f"'{bound}' takes a number")
        return Range(key, **value)
    raise ValueError(f"'{key}' takes an answer, a list of answers or a range")
