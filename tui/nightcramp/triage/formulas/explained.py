"""Causes, what leads, and what is advised, as formulas: the part of `triage.assess` with points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from nightcramp.pack.model import Advice, Cause, LabTest, Pack
from nightcramp.triage.assess import NO_CLEAR_CAUSE
from nightcramp.triage.formulas.facts import FormulaFacts
from nightcramp.triage.formulas.formula import FALSE, TRUE, Formula, Formulas

FoundBy = Callable[[Cause, Formula], Formula]
"""From a cause, and whether any of its evidence holds, to whether it is found."""

Key = tuple[str, str]


class Scored(NamedTuple):
    """What speaks for the causes.

    Attributes:
        points: cause id -> for 1, 2, 3, ... whether it has so many points, or more.
        found: cause id -> whether it has any.
        held: (cause id, evidence id) -> whether it holds.
        evidence: the same -> whether it holds and the cause is found.
    """

    points: dict[str, list[Formula]]
    found: dict[str, Formula]
    held: dict[Key, Formula]
    evidence: dict[Key, Formula]


def scored(pack: Pack, facts: FormulaFacts, found_by: FoundBy | None = None) -> Scored:
    """The points of each cause.

    Args:
        pack: the clinical content.
        facts: with flags, notes and mimics.
        found_by: decides in place of the points which causes are found.
    """
    make = facts.make
    weighed = facts.holds(pack.about.causes_when)
    result = Scored({}, {}, {}, {})
    for cause in pack.causes:
        whens = [facts.holds(one.when) for one in cause.evidence]
        if found_by is None:
            weights = [(one.points, when) for one, when in zip(cause.evidence, whens, strict=True)]
            reached = [make.at_least(bound, weights) for bound in range(1, cause.cap + 1)]
        else:
            reached = [found_by(cause, make.some(whens))]
        result.points[cause.id] = [make.both(weighed, enough) for enough in reached]
        found = result.found[cause.id] = _reaching(result.points[cause.id], 1)
        for one, when in zip(cause.evidence, whens, strict=True):
            result.held[cause.id, one.id] = when
            result.evidence[cause.id, one.id] = make.both(when, found)
    return result


def with_groups(make: Formulas, pack: Pack, found: Mapping[str, Formula]) -> dict[str, Formula]:
    """Whether each cause is found, and each group of causes."""
    names: dict[str, list[Formula]] = {}
    for cause in pack.causes:
        for name in filter(None, (cause.id, cause.group)):
            names.setdefault(name, []).append(found[cause.id])
    return {name: make.some(whens) for name, whens in names.items()}


def leading(
    pack: Pack, facts: FormulaFacts, left: Formula, mimics: Mapping[str, Formula], scored: Scored
) -> dict[str, Formula]:
    """Id of each mimic and cause, or "no_clear_cause" -> whether it is the best explanation.

    Args:
        pack: the clinical content.
        facts: all that is known.
        left: whether there is a result, and no red flag is its explanation.
        mimics: id -> whether it fits.
        scored: what speaks for the causes.
    """
    make = facts.make
    clear = max(1, pack.about.moderate)
    is_clear = make.some(_reaching(each, clear) for each in scored.points.values())
    of_cramp = make.both(is_clear, facts.holds(pack.about.cramp_when))
    mimic = make.both(make.some(mimics.values()), make.no(of_cramp))
    leads: dict[str, Formula] = {}
    before: Formula = FALSE
    for name, fits in mimics.items():
        leads[name] = make.every([left, mimic, fits, make.no(before)])
        before = make.either(before, fits)
    left = make.both(left, make.no(mimic))
    for name in scored.points:
        leads[name] = make.both(left, _is_first(make, name, scored.points, clear))
    leads[NO_CLEAR_CAUSE] = make.both(left, make.no(is_clear))
    return leads


def _is_first(
    make: Formulas, name: str, points: Mapping[str, list[Formula]], clear: int
) -> Formula:
    """Whether a cause is clear, and no other has more points, or as many and comes first."""
    names = list(points)
    place = names.index(name)
    ways = []
    for amount in range(clear, len(points[name]) + 1):
        more = [_reaching(points[one], amount) for one in names[:place]]
        more += [_reaching(points[one], amount + 1) for one in names[place:]]
        ways.append(make.both(points[name][amount - 1], make.no(make.some(more))))
    return make.some(ways)


def _reaching(points: list[Formula], amount: int) -> Formula:
    """Whether a cause has so many points, or more; nobody has more than its cap."""
    return points[amount - 1] if amount <= len(points) else FALSE


def advised(
    pack: Pack, facts: FormulaFacts, mimics: Mapping[str, Formula], found: Mapping[str, Formula]
) -> dict[Key, Formula]:
    """(Id of the cause or mimic, or empty; id of the advice) -> whether it is given."""
    make = facts.make
    owners: list[tuple[str, Formula, Iterable[Advice]]] = [
        ("", TRUE, pack.advice),
        *((one.id, found[one.id], one.advice) for one in pack.causes),
        *((one.id, mimics[one.id], one.advice) for one in pack.mimics),
    ]
    return {
        (owner, line.id): make.every(
            [
                is_shown,
                facts.holds(line.when),
                make.no(facts.holds(line.unless)) if line.unless else TRUE,
            ]
        )
        for owner, is_shown, lines in owners
        for line in lines
    }


def tested(
    pack: Pack, facts: FormulaFacts, mimics: Mapping[str, Formula], found: Mapping[str, Formula]
) -> dict[Key, Formula]:
    """(Id of the cause or mimic, id of the test) -> whether it is to be discussed."""
    return {
        (owner, test.id): facts.make.both(is_shown, facts.holds(test.when))
        for owner, is_shown, tests in _with_tests(pack, mimics, found)
        for test in tests
    }


def _with_tests(
    pack: Pack, mimics: Mapping[str, Formula], found: Mapping[str, Formula]
) -> Iterator[tuple[str, Formula, Iterable[LabTest]]]:
    yield from ((one.id, found[one.id], one.tests) for one in pack.causes)
    yield from ((one.id, mimics[one.id], one.tests) for one in pack.mimics)
