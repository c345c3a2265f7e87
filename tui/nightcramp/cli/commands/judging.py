"""From people to what is printed of them, a part at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import msgspec

from nightcramp.cli.commands.people import Person, Trouble, answers_of, left_out
from nightcramp.exchange.fields import Given
from nightcramp.exchange.output import Output, Wanted
from nightcramp.pack import Pack, Urgency
from nightcramp.triage import assess

TOGETHER = 64
"""People who are judged in one go. The bytes of a Parquet file depend on it, and on no job."""


class Judged(msgspec.Struct, frozen=True):
    """What came of some people.

    Attributes:
        people: how many they are.
        printed: of those who could be judged, in order.
        found: their urgencies.
        remarks: what is to be said on standard error, in order: sentences, and what was wrong.
    """

    people: int
    printed: bytes
    found: frozenset[Urgency]
    remarks: tuple[str | Trouble, ...]


class Judge:
    """Judges people by one pack."""

    def __init__(self, pack: Pack, wanted: Wanted) -> None:
        self._pack = pack
        self._part = Output(pack, wanted).part

    def judge(self, people: Sequence[Person]) -> Judged:
        """What is printed of some people, and what is wrong with the others."""
        given: list[Given] = []
        remarks: list[str | Trouble] = []
        for person in people:
            answers = answers_of(self._pack, person)
            if isinstance(answers, Trouble):
                remarks.append(answers)
                continue
            found = assess(self._pack, answers)
            if found.dropped:
                remarks.append(left_out(person, found))
            given.append(Given(person.row, found))
        return Judged(
            len(people),
            self._part(given) if given else b"",
            frozenset([one.found.urgency for one in given]),
            tuple(remarks),
        )


def judged(people: Iterable[Person], judge: Judge) -> Iterator[Judged]:
    """Judge people here, a part at a time."""
    return map(judge.judge, parts(people))


def parts(people: Iterable[Person]) -> Iterator[list[Person]]:
    """People in the parts that they are judged in."""
    rest = iter(people)
    return iter(lambda: list(islice(rest, TOGETHER)), [])
