"""Whether the formulas say of people what the engine says of each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nightcramp.pack.model import Urgency
from nightcramp.triage import assess
from nightcramp.triage.formulas.answers import GIVEN, Answering, Table
from nightcramp.triage.formulas.formula import Formula, values_of
from nightcramp.triage.formulas.person import Person, person_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nightcramp.pack import Pack
    from nightcramp.triage import Answers, Assessment
    from nightcramp.triage.formulas.formula import Name

Said = frozenset[tuple[object, ...]]


class Agreement:
    """Compares people in batches."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._answering = Answering(pack)
        self._person = person_of(self._answering, self._answering.anyone())
        self._accepted = self._answering.is_table(self._person.table)
        self._items = dict(_items(self._person))

    def disagreements(self, people: Iterable[Answers]) -> Iterator[tuple[Answers, Said]]:
        """Each person of whom both do not say the same, and what one says and not the other."""
        tables = list(people)
        variables: dict[Name, int] = {}
        for place, answers in enumerate(tables):
            for name in variables_of(self._answering, self._person.table, answers):
                variables[name] = variables.get(name, 0) | 1 << place
        values = values_of([*self._items.values(), self._accepted], variables, len(tables))
        for place, answers in enumerate(tables):
            said = {item for item, when in self._items.items() if values[when] >> place & 1}
            if not values[self._accepted] >> place & 1:
                said.add(("refused",))
            apart = said ^ _said(assess(self._pack, answers), self._person.within)
            if apart:
                yield answers, frozenset(apart)


def variables_of(answering: Answering, table: Table, answers: Answers) -> Iterator[Name]:
    """The variables that hold for a person with these answers."""
    for question in answering.pack.questions:
        value = answers.get(question.id)
        if isinstance(value, int):
            yield ("option", question.id, GIVEN)
            for bound in table.reaches[question.id]:
                if value >= bound:
                    yield ("reaches", question.id, str(bound))
        elif value is not None:
            for one in (value,) if isinstance(value, str) else value:
                yield ("option", question.id, answering.group_of.get(one, one))


def _items(person: Person) -> Iterator[tuple[tuple[object, ...], Formula]]:
    make = person.facts.make
    single: dict[str, dict[Any, Formula]] = {
        "counts": {name: make.some(one.values()) for name, one in person.counted.choices.items()},
        "missing": person.missing,
        "urgency": person.told,
        "within": person.within,
        "contact": person.contacts,
        "flags": person.flags,
        "notes": person.notes,
        "mimics": person.mimics,
        "leads": person.leads,
    }
    for kind, each in single.items():
        yield from (((kind, name), when) for name, when in each.items())
    for kind, pairs in {
        "evidence": person.evidence,
        "advice": person.advice,
        "tests": person.tests,
    }.items():
        yield from (((kind, *key), when) for key, when in pairs.items())
    for name, points in person.points.items():
        yield from ((("points", name, amount), when) for amount, when in enumerate(points, 1))


def _said(found: Assessment, days: Iterable[int]) -> set[tuple[object, ...]]:
    said: set[tuple[object, ...]] = {("counts", name) for name in found.answers}
    said |= {("missing", name) for name in found.missing}
    said.add(("urgency", found.urgency))
    if found.urgency is Urgency.routine:
        said |= {("within", limit) for limit in days if limit >= found.within_days}
    if found.contact:
        said.add(("contact", found.contact))
    said |= {("flags", one.flag.id) for one in found.flags}
    said |= {("notes", one.note.id) for one in found.notes}
    said |= {("mimics", one.mimic.id) for one in found.mimics}
    if not (found.urgent and found.flags and found.flags[0].flag.id == found.leading):
        said.add(("leads", found.leading))
    said |= {("advice", "", line.id) for line in found.advice}
    for cause in found.causes:
        name = cause.cause.id
        said |= {("points", name, amount) for amount in range(1, cause.points + 1)}
        said |= {("evidence", name, one.evidence.id) for one in cause.evidence}
        said |= {("advice", name, line.id) for line in cause.advice}
        said |= {("tests", name, test.id) for test in cause.tests}
    for mimic in found.mimics:
        name = mimic.mimic.id
        said |= {("advice", name, line.id) for line in mimic.advice}
        said |= {("tests", name, test.id) for test in mimic.tests}
    return said
