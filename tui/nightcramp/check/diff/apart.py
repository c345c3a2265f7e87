"""For whom two versions differ, kind by kind, as formulas over the same variables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from nightcramp.check.diff.records import Kind
from nightcramp.pack.model import Pack, Urgency
from nightcramp.triage.formulas.answers import Answering, Table
from nightcramp.triage.formulas.formula import FALSE, TRUE, Formula, Formulas
from nightcramp.triage.formulas.person import Person
from nightcramp.triage.rules import rules_of

_Limit = tuple[int, int]
"""Least urgency, and days; greater is sooner."""


class Side(msgspec.Struct, frozen=True, eq=False):
    """One of the versions."""

    pack: Pack
    answering: Answering
    table: Table
    person: Person


def differing(
    make: Formulas, first: Side, second: Side
) -> Iterator[tuple[Kind, dict[str, Formula]]]:
    """Each kind of change: id -> whether it is told or asked by one version alone.

    What both decide by the very same formula is left out.
    """
    old, new = first.person, second.person
    before, after = list(_waits(make, old)), list(_waits(make, new))
    soon = [(_by(before, limit), _by(after, limit)) for limit in _limits(before, after)]
    yield "later", {"": make.some(make.both(b, make.no(a)) for b, a in soon)}
    yield "sooner", {"": make.some(make.both(a, make.no(b)) for b, a in soon)}
    alike = make.some(
        make.both(old.told[urgency], new.told[urgency])
        for urgency in (Urgency.emergency, Urgency.same_day)
    )
    calm = neither_urgent(make, first, second)
    found: dict[Kind, tuple[Formula, dict[str, Formula]]] = {
        "contact": (alike, _apart(make, old.contacts, new.contacts)),
        "explanation": (calm, _apart(make, old.leads, new.leads)),
        "flags": (TRUE, _apart(make, old.flags, new.flags)),
        "notes": (TRUE, _apart(make, old.notes, new.notes)),
        "mimics": (calm, _apart(make, old.mimics, new.mimics)),
        "causes": (
            calm,
            _apart(
                make,
                {**_bands(first), **_joined(old.evidence)},
                {**_bands(second), **_joined(new.evidence)},
            ),
        ),
        "advice": (calm, _apart(make, _joined(old.advice), _joined(new.advice))),
        "tests": (calm, _apart(make, _joined(old.tests), _joined(new.tests))),
        "asked": (calm, _apart(make, _asked(first), _asked(second))),
    }
    for kind, (among, apart) in found.items():
        yield kind, {name: make.both(among, when) for name, when in apart.items()}


def neither_urgent(make: Formulas, first: Side, second: Side) -> Formula:
    """Whether neither version says that the patient is to be seen today."""
    sides = (first.person, second.person)
    return make.no(make.some(at_least(make, one, Urgency.same_day) for one in sides))


def _apart(
    make: Formulas, old: Mapping[str, Formula], new: Mapping[str, Formula]
) -> dict[str, Formula]:
    """Ids for which the versions differ, unless it is by the very same formula."""
    found: dict[str, Formula] = {}
    for name in dict.fromkeys([*old, *new]):
        before, after = old.get(name, FALSE), new.get(name, FALSE)
        if before is not after:
            found[name] = make.no(make.same(before, after))
    return found


def at_least(make: Formulas, person: Person, urgency: Urgency) -> Formula:
    """Whether this urgency or a higher one is told."""
    return make.some(when for one, when in person.told.items() if one >= urgency)


def _waits(make: Formulas, person: Person) -> Iterator[tuple[_Limit, Formula]]:
    """For each limit, whether a patient is to be seen within it."""
    for urgency in (Urgency.emergency, Urgency.same_day):
        yield (urgency, 0), at_least(make, person, urgency)
    urgent = at_least(make, person, Urgency.same_day)
    for days, when in person.within.items():
        yield (Urgency.routine, -days), make.either(urgent, when)


def _limits(*waits: Iterable[tuple[_Limit, Formula]]) -> list[_Limit]:
    return sorted({limit for side in waits for limit, _ in side}, reverse=True)


def _by(waits: list[tuple[_Limit, Formula]], limit: _Limit) -> Formula:
    """Whether a patient is seen within a limit: that of the longest one that is no longer."""
    within = [(one, when) for one, when in waits if one >= limit]
    return min(within, key=lambda item: item[0])[1] if within else FALSE


def _bands(side: Side) -> dict[str, Formula]:
    """Whether each cause is found, and whether its match is moderate or strong."""
    about = side.pack.about
    found: dict[str, Formula] = {}
    for name, points in side.person.points.items():
        for band, bound in (("", 1), ("moderate", about.moderate), ("strong", about.strong)):
            reached = points[bound - 1] if bound <= len(points) else FALSE
            found[f"{name} ({band})" if band else name] = reached
    return found


def _joined(found: Mapping[tuple[str, str], Formula]) -> dict[str, Formula]:
    return {"/".join(filter(None, key)): when for key, when in found.items()}


def _asked(side: Side) -> dict[str, Formula]:
    """Whether each question is asked of a patient who need not be seen today."""
    waiting = rules_of(side.pack).waiting
    return {name: when for name, when in side.person.applies.items() if name not in waiting}
