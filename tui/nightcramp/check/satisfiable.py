"""Whether a condition can hold for any answers that a person could give.

A condition is expanded into alternatives, each a list of single tests that must pass or fail.
An alternative is possible if every question that it looks at can be asked and has an answer
that fits. The result errs on one side: two questions of a possible alternative may still
exclude each other, but an impossible one never holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice, product
from math import prod

from nightcramp.pack.condition import NOT_ASKED, Choice, Condition, Range
from nightcramp.pack.model import NONE, OTHER, UNSURE, Measure, Pack, Question
from nightcramp.triage.facts import Facts
from nightcramp.triage.rules import Rules, rules_of

Literal = tuple["Choice | Range", bool]
"""A test, and whether it must pass."""

Alternative = tuple[Literal, ...]

_Candidate = tuple["frozenset[str] | None", "tuple[float, float] | None"]
_MOST_ALTERNATIVES = 4000


def can_hold(pack: Pack, *conditions: Condition | None) -> bool:
    """Whether all the conditions can hold together."""
    return any(True for _ in alternatives(pack, *conditions))


def alternatives(pack: Pack, *conditions: Condition | None) -> Iterator[Alternative]:
    """Every possible way in which all the conditions hold.

    Each alternative includes the conditions under which its questions are asked.
    """
    parts = [_alternatives(c, wanted=True) for c in conditions if c is not None]
    for alternative in _fitting(pack, (), sorted(parts, key=len)):
        for asked in _with_what_asks(pack, alternative, frozenset()):
            if _each_key_fits(pack, asked):
                yield asked


def _fitting(
    pack: Pack, so_far: Alternative, parts: list[list[Alternative]]
) -> Iterator[Alternative]:
    """One alternative of each part; a prefix that is impossible is not extended."""
    if not parts:
        yield so_far
        return
    for choice in parts[0]:
        more = (*so_far, *choice)
        if _each_key_fits(pack, more):
            yield from _fitting(pack, more, parts[1:])


def _alternatives(condition: Condition, *, wanted: bool) -> list[Alternative]:
    parts: list[list[Alternative]] = [[((test, wanted),)] for test in condition.tests]
    parts += [_alternatives(part, wanted=wanted) for part in condition.all]
    if condition.any:
        some = [_alternatives(part, wanted=wanted) for part in condition.any]
        parts.append(list(chain(*some) if wanted else _joined(some)))
    if condition.negated is not None:
        parts.append(_alternatives(condition.negated, wanted=not wanted))
    return list(_joined(parts) if wanted else chain(*parts))


def _joined(parts: list[list[Alternative]]) -> Iterator[Alternative]:
    return (tuple(chain(*some)) for some in islice(product(*parts), _MOST_ALTERNATIVES))


def _with_what_asks(
    pack: Pack, alternative: Alternative, seen: frozenset[str]
) -> Iterator[Alternative]:
    """The alternative, extended by the conditions under which its questions are asked."""
    asked_when = rules_of(pack).asked_when
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
    for more in _joined([_alternatives(when, wanted=True) for when in conditions]):
        yield from _with_what_asks(pack, (*alternative, *more), seen)


def _each_key_fits(pack: Pack, alternative: Alternative) -> bool:
    return all(
        any(fits(key, literals, *candidate) for candidate in _candidates(pack, key, literals))
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
