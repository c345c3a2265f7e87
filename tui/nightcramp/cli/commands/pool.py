"""Judging in several processes: the order is kept, and little is read ahead of what is printed.

Imported where it is asked for: what it needs takes longer to load than a person to judge.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from nightcramp.cli.commands.judging import Judge, Judged, parts
from nightcramp.cli.commands.people import Person
from nightcramp.exchange.output import Wanted
from nightcramp.pack.load import content_folder, load_pack, load_words
from nightcramp.pack.locale import Locale
from nightcramp.system import hardening

_WAITING = 4
"""Parts for each process that are read ahead of what is printed."""


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
        for part in parts(people):
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


_here: list[Judge] = []
"""What judges in a process of the pool."""


def _begin(folder: str | None, locale: Locale, wanted: Wanted) -> None:
    """Get a process of the pool ready."""
    hardening.keep_private()
    place = content_folder() if folder is None else Path(folder)
    _here.append(Judge(load_pack(place, locale), load_words(place, locale), wanted))


def _judge(people: list[Person]) -> Judged:
    return _here[0].judge(people)
