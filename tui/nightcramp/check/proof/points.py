"""Points rank causes and never change the urgency, its time limit or its contact."""

from __future__ import annotations

from msgspec.structs import replace

from nightcramp.check.proof.everybody import Everybody, confirm
from nightcramp.check.proof.solver import Holding
from nightcramp.check.proof.verdict import Refutation, Verdict, verdict_of
from nightcramp.pack.model import Pack
from nightcramp.triage import assess
from nightcramp.triage.formulas.explained import FoundBy
from nightcramp.triage.formulas.formula import Formula
from nightcramp.triage.formulas.person import Person, person_of

SAYS = "Points never change the urgency, its time limit or its contact."
_WAYS = ("first", "second")


def prove(everybody: Everybody) -> Verdict:
    """Compare everybody with themselves under any other points.

    With any points, from all to none of the causes with evidence are found; nothing else of the
    points is looked at before an urgency is told.
    """
    make, pack = everybody.make, everybody.pack
    one, other = (
        person_of(everybody.answering, everybody.table, _at_will(everybody, way)) for way in _WAYS
    )
    claims = [
        (name, make.no(make.same(first, second)))
        for name, first, second in zip(_names(one), _told(one), _told(other), strict=True)
    ]

    def shown(_: str, holding: Holding) -> Refutation:
        patient = everybody.answers(holding)
        packs = [_with_points(pack, holding, way) for way in _WAYS]
        first, second = (assess(moved, patient) for moved in packs)
        outcomes = [(found.urgency, found.within_days, found.contact) for found in (first, second)]
        confirm(outcomes[0] != outcomes[1], "other points")
        said = " or ".join(f"'{urgency.name}'" for urgency, _, _ in outcomes)
        return Refutation(f"With other points, a person is told {said}.", patient)

    points = sum(len(cause.evidence) for cause in pack.causes)
    return verdict_of("points", SAYS, points, everybody.each(claims, shown))


def _at_will(everybody: Everybody, way: str) -> FoundBy:
    make = everybody.make
    return lambda cause, some: make.both(some, make.variable("found", way, cause.id))


def _told(person: Person) -> list[Formula]:
    return [*person.told.values(), *person.within.values(), *person.contacts.values()]


def _names(person: Person) -> list[str]:
    return [str(name) for name in (*person.told, *person.within, *person.contacts)]


def _with_points(pack: Pack, holding: Holding, way: str) -> Pack:
    """The pack with points by which just these causes are found."""
    causes = []
    for cause in pack.causes:
        points = 3 if ("found", way, cause.id) in holding else -3
        evidence = tuple(replace(one, points=points) for one in cause.evidence)
        causes.append(replace(cause, evidence=evidence))
    return replace(pack, causes=tuple(causes))
