"""A condition as a decision table: the alternatives, and what each needs and excludes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, product
from math import prod

from msgspec import Struct

from nightcramp.pack.condition import Choice, Condition, Range

MOST_ROWS = 60
"""Longer tables are not read; the sentence stands alone then."""


class Needed(Struct, frozen=True):
    """A single test that must pass, or must not."""

    test: Choice | Range
    excluded: bool


Row = tuple[Needed, ...]
"""One way in which a condition holds: all of these."""


def decision_table(condition: Condition) -> tuple[tuple[str, ...], list[Row]]:
    """The keys that a condition looks at, as columns, and each way in which it holds, as a row.

    No row where there are more than `MOST_ROWS`. A row that says what another one says already,
    and more, is left out.
    """
    if _size(condition, wanted=True) > MOST_ROWS:
        return (), []
    found = list(dict.fromkeys(_rows(condition, wanted=True)))
    least = [row for row in found if not any(set(one) < set(row) for one in found)]
    columns = dict.fromkeys(needed.test.key for row in least for needed in row)
    return tuple(columns), least


def _parts(condition: Condition) -> list[tuple[Condition, bool]]:
    """What must hold, and what must not; the alternatives of `any` are apart."""
    negated = [] if condition.negated is None else [(condition.negated, False)]
    return [*((part, True) for part in condition.all), *negated]


def _size(condition: Condition, *, wanted: bool) -> int:
    parts = [_size(part, wanted=holds is wanted) for part, holds in _parts(condition)]
    some = [_size(part, wanted=wanted) for part in condition.any]
    if wanted:
        return prod(parts) * (sum(some) or 1)
    return len(condition.tests) + sum(parts) + (prod(some) if some else 0)


def _rows(condition: Condition, *, wanted: bool) -> list[Row]:
    tests: list[list[Row]] = [[(Needed(test, not wanted),)] for test in condition.tests]
    parts = [_rows(part, wanted=holds is wanted) for part, holds in _parts(condition)]
    some = [_rows(part, wanted=wanted) for part in condition.any]
    if wanted:
        either = [[row for rows in some for row in rows]] if some else []
        return _together([*tests, *either, *parts])
    neither = [_together(some)] if some else []
    return [row for rows in (*tests, *neither, *parts) for row in rows]


def _together(each: Iterable[list[Row]]) -> list[Row]:
    """One row of each, in every combination."""
    return [tuple(dict.fromkeys(chain.from_iterable(rows))) for rows in product(*each)]
