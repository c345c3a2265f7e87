"""From people to what is printed of them, in this process or in several; the order is kept."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context

import msgspec

from nightcramp.cli.commands.people import Person, Trouble, answers_of, left_out
from nightcramp.exchange.fields import Given
from nightcramp.exchange.output import Output, Wanted
from nightcramp.pack import Pack, Urgency
from nightcramp.pack.load import content_folder, load_pack, load_words
from nightcramp.pack.locale import Locale
from nightcramp.pack.words import Words
from nightcramp.system import hardening
from nightcramp.triage import assess

_TOGETHER = 64
"""People who are judged in one go. The bytes of a Parquet file depend on it, and on no job."""

_WAITING = 4
"""Parts for each process that are read ahead of what is printed."""


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

    def __init__(self, pack: Pack, words: Words, wanted: Wanted) -> None:
        self._pack = pack
        self._part = Output(pack, words, wanted).part

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
            given.append(Given(person.row, answers, found))
        return Judged(
            len(people),
            self._part(given) if given else b"",
            frozenset([one.found.urgency for one in given]),
            tuple(remarks),
        )


def judged(people: Iterable[Person], judge: Judge) -> Iterator[Judged]:
    """Judge people here, a part at a time."""
    return map(judge.judge, _parts(people))


def judged_by_several(
    people: Iterable[Person], jobs: int, folder: str | None, locale: Locale, wanted: Wanted
) -> Iterator[Judged]:
    """Judge people in several processes; each reads the pack once.

    Args:
        people: read here, a little ahead of what is printed.
        jobs: how many processes.
        folder: of the pack; None for the program's own.
        locale: for whom the pack is read.
        wanted: what is to be printed.
    """
    waiting: deque[Future[Judged]] = deque()
    with ProcessPoolExecutor(
        jobs, get_context("spawn"), initializer=_begin, initargs=(folder, locale, wanted)
    ) as pool:
        for part in _parts(people):
            waiting.append(_submitted(pool, part))
            if len(waiting) >= _WAITING * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _submitted(pool: ProcessPoolExecutor, part: list[Person]) -> Future[Judged]:
    """Hand a part to a pool. It may start its processes now: Ctrl+C stays this one's to act on."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return pool.submit(_judge, part)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _parts(people: Iterable[Person]) -> Iterator[list[Person]]:
    rest = iter(people)
    return iter(lambda: list(islice(rest, _TOGETHER)), [])


_here: list[Judge] = []
"""What judges in a process of the pool."""


def _begin(folder: str | None, locale: Locale, wanted: Wanted) -> None:
    """Get a process of the pool ready."""
    from pathlib import Path

    hardening.keep_private()
    place = content_folder() if folder is None else Path(folder)
    _here.append(Judge(load_pack(place, locale), load_words(place, locale), wanted))


def _judge(people: list[Person]) -> Judged:
    return _here[0].judge(people)
