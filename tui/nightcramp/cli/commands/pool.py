"""Judging in several processes: the order is kept, and little is read ahead of what is printed.

Imported where it is asked for: what it needs takes longer to load than a person to judge.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

from nightcramp.cli.commands.judging import Judge, Judged, parts
from nightcramp.cli.commands.people import Person
from nightcramp.exchange.output import Wanted
from nightcramp.pack import Pack
from nightcramp.system import hardening

_WAITING = 4
"""Parts for each process that are read ahead of what is printed."""


def judged_by_several(
    people: Iterable[Person], jobs: int, pack: Pack, wanted: Wanted
) -> Iterator[Judged]:
    """Judge people in several processes, each with the pack as it was read here.

    Args:
        people: read here, a little ahead of what is printed.
        jobs: how many processes.
        pack: the pack, with the sign-offs that hold.
        wanted: what is to be printed.
    """
    waiting: deque[Future[Judged]] = deque()
    with ProcessPoolExecutor(
        jobs, get_context("spawn"), initializer=_begin, initargs=(pack, wanted)
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


def _begin(pack: Pack, wanted: Wanted) -> None:
    """Get a process of the pool ready."""
    hardening.keep_private()
    _here.append(Judge(pack, wanted))


def _judge(people: list[Person]) -> Judged:
    return _here[0].judge(people)
