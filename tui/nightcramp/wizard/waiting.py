"""What was typed and waits for the app: bounded, whatever comes, and Ctrl+C never behind it."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from threading import Lock
from typing import Any

from textual import events
from textual.message import Message

_MOST = 256
"""How much waits at most: more than anyone types ahead of a slow line."""

_RUN = 32
"""How often the same key waits in a row: more than any list is long."""

_SECONDS = 1.0
"""How long the next key waits for one that is not done with."""


_REST = 0.03
"""Seconds after each key of a flood: faster than a hand, and most of a processor is left for
those who share it."""


class Queue:
    """Keys, pastes, sizes and the like, in the order in which they came.

    Of a key that repeats faster than it is taken, the surplus is dropped: so there is room for
    any other key. Ctrl+C drops all before it, as a terminal does that interrupts a program. Of
    the sizes, the last one waits, and is never dropped.

    Attributes:
        floods: whether there was no room for some of what waits.
    """

    def __init__(self) -> None:
        self._waiting: deque[Message] = deque()
        self._last: object = None
        self._run = 0
        self.floods = False

    def __len__(self) -> int:
        """How many wait."""
        return len(self._waiting)

    def add(self, message: Message) -> None:
        """Have a message wait, if there is room."""
        if isinstance(message, events.Resize):
            self._drop(sizes=True)
            self._waiting.append(message)
            return
        key = message.key if isinstance(message, events.Key) else type(message)
        if key == "ctrl+c":
            self._drop(sizes=False)
        run = min(self._run, len(self._waiting)) + 1 if key == self._last else 1
        if run <= _RUN and len(self._waiting) < _MOST:
            self._waiting.append(message)
            self._last, self._run = key, run
        else:
            self.floods = True

    def _drop(self, *, sizes: bool) -> None:
        """Leave out the sizes, or all else."""
        left = [one for one in self._waiting if isinstance(one, events.Resize) is not sizes]
        self._waiting = deque(left)

    def take(self) -> Message | None:
        """The next message; none where nothing waits."""
        if self._waiting:
            return self._waiting.popleft()
        self.floods = False
        return None


class Delivery:
    """Hands to an app what a thread reads: the next when the one before is done with.

    Textual would queue all that comes without a bound, Ctrl+C behind it. Made where the app
    runs; any thread may add. A flood is taken slowly, so that others on the machine are served.
    """

    def __init__(self, app: Any) -> None:
        self._to = app
        self._queue = Queue()
        self._lock = Lock()
        self._runs = False
        self._events = asyncio.get_running_loop()

    @property
    def floods(self) -> bool:
        """Whether more comes than is taken."""
        return self._queue.floods

    def add(self, message: Message) -> None:
        """Have a message wait for the app, if there is room."""
        with self._lock:
            self._queue.add(message)
            starts, self._runs = not self._runs, True
        if starts:
            asyncio.run_coroutine_threadsafe(self._deliver(), self._events)

    async def _deliver(self) -> None:
        while (message := self._take()) is not None:
            done = asyncio.Event()
            message.set_sender(self._to)
            self._to.post_message(message)
            if self._to.call_later(done.set):
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(done.wait(), _SECONDS)
            if self._queue.floods:
                await asyncio.sleep(_REST)

    def _take(self) -> Message | None:
        with self._lock:
            message = self._queue.take()
            self._runs = message is not None
            return message
