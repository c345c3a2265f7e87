"""Whether a condition can hold for any answers that a person could give.

A condition is expanded into alternatives, each a list of single tests that must pass or fail.
An alternative is possible if every question that it looks at can be asked and has an answer
that fits. The result errs on one side: two questions of a possible alternative may still
exclude each other, but an impossible one never holds. A search that would take too long is given
up, and counts as one in which something was found; `Search.given_up` says how many there were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, product
from math import prod

from nightcramp.pack.condition import NOT_ASKED, Choice, Condition, Range
from nightcramp.pack.model import NONE, OTHER, UNSURE, Measure, Pack, Question
from nightcramp.triage.facts import Facts
from nightcramp.triage.rules import Rules, rules_of

Literal = tuple["Choice | Range", bool]
"""A test, and whether it must pass."""

Alternative = tuple[Literal, ...]

_Candidate = tuple["frozenset[str] | None", "tuple[float, float] | None"]
_MOST_TESTS = 50_000
"""Tests looked at in one search; the longest of ours looks at some 6,000."""
_MOST_TESTS_IN_ALL = 1_000_000


class _GivenUpError(Exception):
    """The search would take too long."""


class Search:
    """Searches for answers that make conditions hold, in one pack.

    Args:
        pack: the clinical content.
        most: how many tests one search may look at.
        most_in_all: how many all of them may.

    Attributes:
        given_up: how many searches would have taken longer.
    """

    def __init__(
        self, pack: Pack, most: int = _MOST_TESTS, most_in_all: int = _MOST_TESTS_IN_ALL
    ) -> None:
        self._pack = pack
        self._most = most
        self._left_in_all = most_in_all
        self._left = 0
        self.given_up = 0

    def can_hold(self, *conditions: Condition | None) -> bool:
        """Whether all the conditions can hold together, or the search was given up."""
        before = self.given_up
        return any(True for _ in self.alternatives(*conditions)) or self.given_up > before

    def alternatives(self, *conditions: Condition | None) -> Iterator[Alternative]:
        """Every possible way in which all the conditions hold, until the search is given up.

        Each alternative includes the conditions under which its questions are asked.
        """
        self._left = min(self._most, self._left_in_all)
        try:
            parts = [self._alternatives(c, wanted=True) for c in conditions if c is not None]
            for alternative in self._fitting((), sorted(parts, key=len)):
                for asked in self._with_what_asks(alternative, frozenset()):
                    if self._each_key_fits(asked):
                        yield asked
        except _GivenUpError:
            self.given_up += 1

    def goes_on(self, tests: int) -> bool:
        """Whether so many more tests may be looked at in all; if not, that counts as given up."""
        self._left_in_all -= tests
        self.given_up += self._left_in_all <= 0
        return self._left_in_all > 0

    def _look_at(self, tests: int) -> None:
        self._left -= tests
        self._left_in_all -= tests
        if self._left <= 0:
            raise _GivenUpError

    def _fitting(
        self, so_far: Alternative, parts: list[list[Alternative]]
    ) -> Iterator[Alternative]:
        """One alternative of each part; a prefix that is impossible is not extended."""
        if not parts:
            yield so_far
            return
        for choice in parts[0]:
            more = (*so_far, *choice)
            if self._each_key_fits(more):
                yield from self._fitting(more, parts[1:])

    def _alternatives(self, condition: Condition, *, wanted: bool) -> list[Alternative]:
        parts: list[list[Alternative]] = [[((test, wanted),)] for test in condition.tests]
        parts += [self._alternatives(part, wanted=wanted) for part in condition.all]
        if condition.any:
            some = [self._alternatives(part, wanted=wanted) for part in condition.any]
            parts.append(list(chain(*some) if wanted else self._joined(some)))
        if condition.negated is not None:
            parts.append(self._alternatives(condition.negated, wanted=not wanted))
        return list(self._joined(parts) if wanted else chain(*parts))

    def _joined(self, parts: list[list[Alternative]]) -> Iterator[Alternative]:
        for some in product(*parts):
            joined = tuple(chain(*some))
            self._look_at(1 + len(joined))
            yield joined

    def _with_what_asks(
        self, alternative: Alternative, seen: frozenset[str]
    ) -> Iterator[Alternative]:
        """The alternative, extended by the conditions under which its questions are asked."""
        asked_when = rules_of(self._pack).asked_when
        asked = [
            test.key
            for test, wanted in alternative
            if wanted
            and test.key in asked_when
            and test.key not in seen
            and not (isinstance(test, Choice) and NOT_ASKED in test.any_of)
        ]
        conditions = [when for name in asked for when in asked_when[name]]
        if not conditions:
            yield alternative
            return
        seen |= set(asked)
        for more in self._joined([self._alternatives(when, wanted=True) for when in conditions]):
            yield from self._with_what_asks((*alternative, *more), seen)

    def _each_key_fits(self, alternative: Alternative) -> bool:
        self._look_at(1 + len(alternative))
        return all(
            any(
                fits(key, literals, *candidate)
                for candidate in _candidates(self._pack, key, literals)
            )
            for key, literals in by_key(alternative).items()
        )


def by_key(alternative: Alternative) -> dict[str, list[Literal]]:
    """The tests of each key."""
    grouped: dict[str, list[Literal]] = {}
    for test, wanted in alternative:
        grouped.setdefault(test.key, []).append((test, wanted))
    return grouped


def fits(
    key: str,
    literals: Iterable[Literal],
    chosen: Iterable[str] | None,
    number: tuple[float, float] | None,
) -> bool:
    """Whether the tests of a key are met by what is chosen there, or by a number; or by neither."""
    facts = Facts.of(
        chosen={} if chosen is None else {key: chosen},
        numbers={} if number is None else {key: number},
    )
    return meets(facts, literals)


def meets(facts: Facts, literals: Iterable[Literal]) -> bool:
    """Whether each test passes or fails as it must."""
    return all(facts.passes(test) is wanted for test, wanted in literals)


def _candidates(pack: Pack, key: str, literals: list[Literal]) -> Iterator[_Candidate]:
    """What could be known under a key, as far as these tests distinguish it."""
    yield None, None
    rules = rules_of(pack)
    question, measure = rules.questions.get(key), rules.measure.get(key)
    bounds, named = bounds_in(literals), named_in(literals)
    refused = named_in(literal for literal in literals if not literal[1])
    if measure is not None:
        least, most = _measure_range(rules, measure)
        yield from _numbers(least, most, bounds)
        yield None, (least, most)
    elif key in rules.classes:
        for more in ("", "recent", UNSURE):
            yield frozenset({"taken", more}), None
    elif question is None:
        yield named - refused, None
        yield from ((frozenset({one}), None) for one in named)
    elif question.kind == "number":
        yield from _numbers(question.minimum, question.maximum, bounds)
        yield frozenset({UNSURE}), (question.minimum, question.maximum)
    else:
        yield from _choice_candidates(rules, question, named, refused)


def bounds_in(literals: Iterable[Literal]) -> set[float]:
    """Every bound that these tests name."""
    ranges = (test for test, _ in literals if isinstance(test, Range))
    return {bound for test in ranges for _, bound in test.bounds()}


def named_in(literals: Iterable[Literal]) -> frozenset[str]:
    """Every answer that these tests name."""
    return frozenset().union(*(test.any_of for test, _ in literals if isinstance(test, Choice)))


def _choice_candidates(
    rules: Rules, question: Question, named: frozenset[str], refused: frozenset[str]
) -> Iterator[_Candidate]:
    options = question.options
    others = frozenset(o.id for o in options if not o.exclusive) | (
        named - {NONE, OTHER, UNSURE} if question.offers_medicines else frozenset()
    )
    alone = [frozenset({o.id}) for o in options if o.exclusive]
    if question.kind == "single":
        alone, others = [frozenset({o.id}) for o in options], frozenset()
    for ids in alone:
        yield ids, None
    free = others - refused
    if free:
        yield free, None
    if len(rules.telling[question.id]) > 1:
        for ids in (free | {UNSURE}, frozenset({UNSURE, NONE})):
            yield ids, None


def _numbers(least: float, most: float, bounds: set[float]) -> Iterator[_Candidate]:
    near = {value + step for value in bounds for step in (-1, 0, 1)} | {least, most}
    for value in sorted(near):
        if least <= value <= most:
            yield None, (value, value)


def _measure_range(rules: Rules, measure: Measure) -> tuple[float, float]:
    if measure.kind == "count":
        return 0, len(measure.criteria)
    questions = [rules.questions[name] for name in measure.of]
    values = [
        [option.value for option in question.options if option.value is not None]
        or [question.minimum, question.maximum]
        for question in questions
    ]
    total = sum if measure.kind == "sum" else prod
    return 0 if measure.zero_when else total(map(min, values)), total(map(max, values))
