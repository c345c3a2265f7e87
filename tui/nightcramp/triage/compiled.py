"""Conditions compiled to Python once, so that all of them are evaluated in one call.

`Facts.holds` defines what a condition means; this gives the same result, faster. No text of a
content file becomes source code: keys, answers and bounds are referred to by numbered names in
a table, so an author of content cannot inject code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from nightcramp.pack.condition import NOT_ASKED, Choice, Condition, Range
from nightcramp.triage.facts import Facts, tokens_for

T = TypeVar("T")

_ALWAYS = Condition()
_DEEPEST = 40
"""Brackets within brackets in a line; Python takes 200."""
_NOWHERE = (float("nan"), float("nan"))
"""The interval of an unknown number: it fulfills no bound."""

_NOTHING: Mapping[str, object] = {}


class ConditionalItems(Generic[T]):
    """Items that each depend on a condition.

    Args:
        items: pairs of an item and its condition; None always holds.
    """

    def __init__(self, items: Iterable[tuple[T, Condition | None]]) -> None:
        pairs = tuple(items)
        self._items = tuple(item for item, _ in pairs)
        self._conditions = [_ALWAYS if when is None else when for _, when in pairs]

    # Compile lazily: most interviews never evaluate most of them.

    @cached_property
    def truths(self) -> Callable[[Facts], tuple[bool, ...]]:
        """A function of facts: for each item, whether its condition holds."""
        every = "".join(f"{{{place}}}, " for place in range(len(self._conditions)))
        return compiled(self._conditions, f" return ({every})")

    @cached_property
    def held(self) -> Callable[[Facts], tuple[T, ...]]:
        """A function of facts: the items whose condition holds."""
        if all(condition == _ALWAYS for condition in self._conditions):
            everything = self._items
            return lambda _: everything
        body = [
            " found = []",
            " add = found.append",
            *(f" if {{{place}}}: add(item{place})" for place in range(len(self._items))),
            " return tuple(found)",
        ]
        items = {f"item{place}": item for place, item in enumerate(self._items)}
        return compiled(self._conditions, "\n".join(body), items)


def compiled(
    conditions: Sequence[Condition], body: str, table: Mapping[str, object] = _NOTHING
) -> Callable[[Facts], Any]:
    """Compile a function of facts.

    Args:
        conditions: the conditions that it evaluates.
        body: its source code; `{0}` stands for whether the first condition holds.
        table: the values of the names in that source code.
    """
    function: Callable[[Facts], Any] = _Source(table).compile(conditions, body)
    return function


class _Source:
    """Builds the source code, and the table of the values that it names."""

    def __init__(self, table: Mapping[str, object]) -> None:
        self._table: dict[str, Any] = {**table, "nowhere": _NOWHERE}
        self._names: dict[tuple[str, Any], str] = {}
        self._counted: dict[str, None] = {}
        self._tests: Counter[str] = Counter()
        self._shared: dict[str, str] = {}
        self._times: Counter[int] = Counter()
        self._parts: dict[int, str] = {}
        self._lines: list[str] = []

    def compile(self, conditions: Sequence[Condition], body: str) -> Any:
        for condition in conditions:
            self._count(condition)
        often = [test for test, times in self._tests.items() if times > 1]
        self._shared = {test: f"test{number}" for number, test in enumerate(often)}
        truths = [self._condition(condition)[0] for condition in conditions]
        lines = [
            "def compiled(facts):",
            " words, numbers = facts.words, facts.numbers",
            *(f" least{key}, most{key} = numbers.get({key}, nowhere)" for key in self._counted),
            *(f" {name} = {test}" for test, name in self._shared.items()),
            *self._lines,
            body.format(*truths),
        ]
        exec("\n".join(lines), self._table)  # noqa: S102  nothing in it comes from a file
        return self._table["compiled"]

    def _count(self, condition: Condition) -> None:
        """Count tests, and how often a condition is part of others."""
        self._times[id(condition)] += 1
        if self._times[id(condition)] == 1:
            self._tests.update(map(self._test, condition.tests))
            for part in condition.parts:
                self._count(part)

    def _condition(self, condition: Condition) -> tuple[str, int]:
        """The source of a condition, and how deep it is nested.

        What is part of several others, or too deep for Python's parser, gets a line and a name.
        """
        if id(condition) in self._parts:
            return self._parts[id(condition)], 0
        tests = map(self._test, condition.tests)
        parts = [(self._shared.get(test, test), 0) for test in tests]
        parts += [self._condition(part) for part in condition.all]
        if condition.any:
            some, depths = zip(*map(self._condition, condition.any), strict=True)
            parts.append((f"({' or '.join(some)})", 1 + max(depths)))
        if condition.negated is not None:
            text, depth = self._condition(condition.negated)
            parts.append((f"(not {text})", 1 + depth))
        text = f"({' and '.join(text for text, _ in parts)})" if parts else "True"
        depth = 1 + max((depth for _, depth in parts), default=0)
        if depth > _DEEPEST or (self._times[id(condition)] > 1 and condition.parts):
            name = self._parts[id(condition)] = f"part{len(self._parts)}"
            self._lines.append(f" {name} = {text}")
            return name, 0
        return text, depth

    def _test(self, test: Choice | Range) -> str:
        if not isinstance(test, Choice):
            return self._range(self._name("key", test.key), test)
        known, *answers = tokens_for(test.key, test.any_of)
        if len(answers) == 1:
            met = f"{self._name('word', answers[0])} in words"
        else:
            met = f"(not {self._name('words', frozenset(answers))}.isdisjoint(words))"
        if NOT_ASKED not in test.any_of:
            return met
        key = self._name("key", test.key)
        return f"({met} or not ({self._name('word', known)} in words or {key} in numbers))"

    def _range(self, key: str, test: Range) -> str:
        self._counted[key] = None
        bounds = [
            f"{'least' if '>' in sign else 'most'}{key} {sign} {self._name('bound', bound)}"
            for sign, bound in test.bounds()
        ]
        return " and ".join(bounds) or f"{key} in numbers"

    def _name(self, kind: str, value: Any) -> str:
        """The numbered name of a value in the source code."""
        name = self._names.setdefault((kind, value), f"_{len(self._names)}")
        self._table[name] = value
        return name
