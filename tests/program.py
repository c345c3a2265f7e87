"""A program that draws a screen: what stands there, waiting for it, and typing."""

from __future__ import annotations

import re
import select
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

PATIENCE = 20.0
"""Seconds until a wait is given up; every wait ends as soon as its condition holds."""

_READ, _LET_GO = 0.3, 0.9
"""Seconds that a person needs to read a word, and to press the same key again."""

_DRAWN = re.compile("[\u2580-\u259f]+")
"""Block elements, of which pictures are made."""


def wait_until(holds: Callable[[], bool], what: str, seconds: float = PATIENCE) -> float:
    """Look until a condition holds; how many seconds that took."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < seconds, f"no {what} after {seconds} s"
        select.select([], [], [], 0.01)
    return time.monotonic() - began


class Program(ABC):
    """A program that was started, and what it draws.

    Attributes:
        process: the program.
        output: all that it has written.
    """

    process: subprocess.Popen[bytes]
    output: bytearray
    _last = ""
    _before = -1

    @property
    @abstractmethod
    def text(self) -> str:
        """What stands on the screen that is shown, row by row."""

    @abstractmethod
    def press(self, keys: str) -> None:
        """Type."""

    @abstractmethod
    def read(self, seconds: float) -> bytes:
        """What the program writes next, drawn; empty when it writes nothing for so long."""

    def press_calmly(self, keys: str) -> None:
        """Type as a person does, who reads what a key did and lets go of it.

        However slow the machine is: each key is waited for until it has changed something.
        """
        for key in keys:
            self.wait_until(self._has_answered, f"answer to {self._last!r}")
            self.read_until_quiet(_LET_GO if key == self._last else _READ)
            self._before = len(self.output)
            self.press(key)
            self._last = key

    def _has_answered(self) -> bool:
        return len(self.output) > self._before

    def shows(self, text: str) -> bool:
        """Whether the text stands on the screen, wherever its lines break."""
        # Words stand beside a picture, whose pieces come between their lines.
        shown = self.text if _DRAWN.search(text) else _DRAWN.sub(" ", self.text)
        return _as_one_line(text) in _as_one_line(shown)

    def wait_for(self, *texts: str) -> None:
        """Read until every text stands on the screen."""
        self.wait_until(lambda: all(map(self.shows, texts)), f"{texts} on the screen")

    def wait_until(self, holds: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
        """Read until a condition holds; fail with the screen when it never does.

        Args:
            holds: the condition.
            what: its name, for the failure.
            seconds: how long it may take, without the time that others kept the processor.
        """
        end = self._now() + seconds
        while not holds():
            if self._now() > end:
                raise AssertionError(f"no {what} after {seconds} s; the screen:\n{self.text}")
            if not self.read(0.05) and self.process.poll() is not None:
                while self.read(0.0):
                    pass
                if holds():
                    return
                code = self.process.returncode
                raise AssertionError(f"ended with {code} and no {what}; the screen:\n{self.text}")

    def wait_for_end(self, seconds: float = PATIENCE) -> int:
        """Read until the program has ended; its exit code, negative for a signal."""
        self.wait_until(lambda: self.process.poll() is not None, "end", seconds)
        while self.read(0.0):
            pass
        return int(self.process.returncode)

    def wait_for_end_unread(self, seconds: float = PATIENCE) -> int:
        """Wait until the program has ended, where nobody reads what it writes; its exit code."""
        end = self._now() + seconds
        while self.process.poll() is None:
            assert self._now() < end, f"no end after {seconds} s"
            select.select([], [], [], 0.01)
        return int(self.process.returncode)

    def _now(self) -> float:
        """Seconds in which the program and its reader could run: not those that others took."""
        waited = 0
        for process in ("self", self.process.pid):
            with suppress(OSError):  # it has ended
                waited += int(Path(f"/proc/{process}/schedstat").read_text().split()[1])
        return time.monotonic() - waited / 1e9

    def read_until_quiet(self, seconds: float) -> int:
        """Read until nothing has come for so long; how many bytes came."""
        before = len(self.output)
        while self.read(seconds):
            pass
        return len(self.output) - before


def _as_one_line(text: str) -> str:
    return " ".join(text.split())
