"""Line mode's input and output: what is said is printed, and a line is read after each."""

from __future__ import annotations

import os
import select
import sys
import time
from typing import TYPE_CHECKING

from nightcramp.errors import NightcrampError
from nightcramp.line_mode.conversation import LineMode
from nightcramp.system.output import show
from nightcramp.system.terminal import clear_screen
from nightcramp.text import clean

if TYPE_CHECKING:
    from nightcramp.clinic.seat import Clinic
    from nightcramp.line_mode.conversation import Ending
    from nightcramp.pack.late import LatePack
    from nightcramp.triage import Answers

_LONGEST_LINE = 4096
_A_MOMENT = 0.01


def hold_conversations(front: LatePack, clinic: Clinic, begin: Answers | None = None) -> int:
    """Talk to person after person until one leaves; the exit code.

    Args:
        front: the pack.
        clinic: what surrounds the interview.
        begin: answers that the first person goes on with.

    Raises:
        NightcrampError: the input ended before the questions did.
    """
    typed = _TypedLines()
    while True:
        seat, begin = LineMode(front, clinic, begin), None
        ending = _converse(seat, clinic, typed)
        if ending in ("clear", "new_person"):
            clear_screen()
        if ending in ("leave", "clear"):
            return 0
        clinic.next_person("new_person" if ending == "new_person" else "idle")


def _converse(seat: LineMode, clinic: Clinic, typed: _TypedLines) -> Ending | None:
    """One conversation; None where nobody was there any more."""
    talk = seat.talk()
    said = next(talk)
    while True:
        _say(said)
        if not _wait_for_line(seat, clinic, typed):
            return None
        line = typed.next_line()
        if line is None:
            if seat.finished:
                return "leave"
            raise NightcrampError(seat.ended)
        clinic.touch()
        try:
            said = talk.send(line)
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]


def _say(text: str) -> None:
    # Where nobody's line end is echoed, the next thing said would stand behind the prompt.
    show(text if sys.stdin.isatty() else f"{text.rstrip(' ')}\n")
    sys.stdout.flush()


def _wait_for_line(seat: LineMode, clinic: Clinic, typed: _TypedLines) -> bool:
    """Whether there is a line before the session is thrown away; the person is warned."""
    while clinic.is_kiosk and clinic.has_begun:
        if clinic.phase == "over":
            clear_screen()
            show(f"{seat.words.line.thrown_away}\n\n")
            return False
        if clinic.phase == "warning":
            show(f"\n{seat.words.line.warning}\n")
            sys.stdout.flush()
        if typed.is_there((clinic.next_change or 0.0) + _A_MOMENT):
            return True
    return True


class _TypedLines:
    """Lines of standard input, none of them lost to a buffer that nobody can ask."""

    def __init__(self) -> None:
        self._input = sys.stdin.fileno()
        self._left = b""
        self._ended = False

    def is_there(self, seconds: float) -> bool:
        """Whether a whole line, or the end, comes within so long."""
        end = time.monotonic() + seconds
        while b"\n" not in self._left and not self._ended:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self._input], [], [], left)[0]:
                return False
            self._read()
        return True

    def next_line(self) -> str | None:
        """The next line, made safe; None at the end."""
        while b"\n" not in self._left and not self._ended:
            self._read()
        if not self._left:
            return None
        line, _, self._left = self._left.partition(b"\n")
        return clean(line.decode(errors="replace"))[:_LONGEST_LINE]

    def _read(self) -> None:
        more = os.read(self._input, _LONGEST_LINE)
        self._ended = not more
        self._left = (self._left + more)[-2 * _LONGEST_LINE :]
