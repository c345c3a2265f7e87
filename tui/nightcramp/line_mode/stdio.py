"""Line mode's input and output: prints each text, and reads a line after it."""

from __future__ import annotations

import os
import select
import signal
import sys
import time

from nightcramp.clinic.permissions import Permissions
from nightcramp.clinic.seat import Seat
from nightcramp.errors import NightcrampError
from nightcramp.line_mode import texts
from nightcramp.line_mode.conversation import Ending, LineMode
from nightcramp.pack.lazy import LazyPack
from nightcramp.system.output import finish, show
from nightcramp.system.terminal import clear_screen
from nightcramp.text import clean
from nightcramp.triage import Answers

_LONGEST_LINE = 1_000
"""Characters; all names of a list have 500."""
_CHUNK = 4096
_A_MOMENT = 0.01
_GRACE = 1.0
"""Seconds past the end of a session, until a terminal that takes no text is given up."""


def hold_conversations(
    front: LazyPack,
    seat: Seat,
    begin: Answers | None,
    permissions: Permissions,
    *,
    asks_for_code: bool = False,
) -> int:
    """Hold a conversation with one person after another, until one leaves.

    Args:
        front: the pack.
        seat: what surrounds the interview.
        begin: answers that the first person goes on with.
        permissions: what may leave the program.
        asks_for_code: whether the first person is asked for a code at once.

    Returns:
        The exit code.

    Raises:
        NightcrampError: the input ended before the questions did.
    """
    lines = _LineReader()
    reads_along = sys.stdin.isatty() and sys.stdout.isatty()
    while True:
        conversation = LineMode(
            front, seat, begin, permissions, in_parts=reads_along, asks_for_code=asks_for_code
        )
        begin, asks_for_code = None, False
        ending = _converse(conversation, seat, lines)
        if ending is None and not seat.has_begun:
            seat.end("idle")
            return 0
        if ending in ("clear", "new_person"):
            clear_screen()
        if ending in ("leave", "clear"):
            return 0
        seat.next_person("new_person" if ending == "new_person" else "idle")


def _converse(conversation: LineMode, seat: Seat, lines: _LineReader) -> Ending | None:
    """Hold one conversation; None if its time limit ended it."""
    talk = conversation.talk()
    text = next(talk)
    while True:
        _watch(seat)
        _print(text)
        if not _wait_for_line(conversation, seat, lines):
            return None
        line = lines.next_line()
        if line is None:
            if conversation.finished:
                return "leave"
            raise NightcrampError(conversation.ended)
        seat.touch()
        if len(line) > _LONGEST_LINE:
            prompt = text.rpartition("\n")[2]
            text = f"{texts.sentence(conversation.words.line.too_long)}\n{prompt}"
            continue
        try:
            text = talk.send(line)
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]


def _watch(seat: Seat) -> None:
    """See to it that a kiosk ends in time even while it waits for a terminal stopped by Ctrl+S."""

    def look(*_: object) -> None:
        if seat.phase == "over":
            seat.end("idle")
            signal.raise_signal(signal.SIGTERM)  # clears the screen without waiting
        _watch(seat)

    if seat.is_kiosk:
        signal.signal(signal.SIGALRM, look)
        signal.setitimer(signal.ITIMER_REAL, (seat.next_change or 0.0) + _GRACE)


def _print(text: str) -> None:
    # Without an echoed newline, the next text would continue on the prompt's line.
    show(text if sys.stdin.isatty() else f"{text.rstrip(' ')}\n")
    finish()


def _wait_for_line(conversation: LineMode, seat: Seat, lines: _LineReader) -> bool:
    """Wait for a line, and warn; false if the session's time limit ends it first."""
    while seat.is_kiosk:
        if seat.phase == "over":
            clear_screen()
            show(f"{conversation.words.line.thrown_away}\n\n")
            return False
        if seat.phase == "warning":
            show(f"\n{conversation.words.line.warning}\n")
            finish()
        if lines.wait((seat.next_change or 0.0) + _A_MOMENT):
            return True
    return True


class _LineReader:
    """Reads lines of standard input, with a buffer that `wait` can see."""

    def __init__(self) -> None:
        self._input = sys.stdin.fileno()
        self._left = b""
        self._ended = False

    def wait(self, seconds: float) -> bool:
        """Wait for a whole line or the end of the input; false if neither comes in time."""
        end = time.monotonic() + seconds
        while b"\n" not in self._left and not self._ended:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self._input], [], [], left)[0]:
                return False
            self._read()
        return True

    def next_line(self) -> str | None:
        """The next line, without control characters; None at the end of the input.

        Of one that is too long, as much as shows that it is.
        """
        while b"\n" not in self._left and not self._ended:
            self._read()
        if not self._left:
            return None
        line, _, self._left = self._left.partition(b"\n")
        return clean(line.decode(errors="replace"))

    def _read(self) -> None:
        more = os.read(self._input, _CHUNK)
        self._ended = not more
        before = self._left[:_CHUNK]  # of a line that has no end yet; none is longer
        self._left = before + more
