"""The terminal: what it can show, and how it is given back, whatever ends the program."""

from __future__ import annotations

import _thread
import contextlib
import os
import select
import signal
import sys
import termios
import time
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    LastWords: TypeAlias = Callable[[Literal["hangup", "signal"]], None]

_WITHOUT_CURSOR_MOVES = frozenset({"", "dumb", "unknown"})
_ENDINGS = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)
_WAKE_UP = signal.SIGUSR1
_TRIES = 50
_ON_ITS_WAY = 0.05
"""Seconds for what was written to reach the terminal, before the system may drop it."""
_MAIN_THREAD = _thread.get_ident()
_ENDING = _thread.allocate_lock()
"""Held, from then on, by whoever ends the program for a signal or a hang-up."""
PARENT = os.getppid()
"""Whoever started the wizard."""
_INPUT, _LOCAL, _CHARACTERS = 0, 3, 6  # places in a terminal's settings
_TAKE = (
    b"\x1b[?1049h"  # the alternate screen
    b"\x1b[?25l\x1b[?7l"  # no blinking cursor, no line wrap
)
_LEAVE = (
    b"\x1b[?2026l"  # a frame that was only half sent
    b"\x1b[<u"  # the keyboard protocol, before the alternate screen it belongs to
    b"\x1b[?2048l\x1b[?2004l\x1b[?1004l"  # reports of size, paste and focus
    b"\x1b[?7h\x1b[0m"  # line wrap, plain colours
    b"\x1b[?1049l"  # the alternate screen, and every answer on it
    b"\x1b[?25h"  # the cursor
)
# Some terminals push what is erased into the scrollback: that goes last.
_CLEAR = b"\x1b[H\x1b[2J\x1b[3J"


def can_draw() -> bool:
    """Whether error output, on which screens are drawn, is a terminal."""
    return sys.stderr is not None and sys.stderr.isatty()


def can_show_screens() -> bool:
    """Whether input and output are a terminal, and its cursor can be moved."""
    streams = (sys.stdin, sys.stdout)
    return _moves_cursor() and all(stream is not None and stream.isatty() for stream in streams)


def _moves_cursor() -> bool:
    return os.environ.get("TERM", "").strip() not in _WITHOUT_CURSOR_MOVES


def end_on_signal(last_words: LastWords, *, clear: bool = False) -> None:
    """In line mode a signal ends the program at once, as one that got this signal ends.

    Args:
        last_words: what is still done.
        clear: whether nothing that was said stays on the screen.
    """
    clear = clear and _can_clear()
    seat = Terminal.as_it_is() if clear and sys.stdin.isatty() else None

    def end(number: int, _frame: object) -> None:
        # Another one, from a hand that stays on Ctrl+C, must not end this halfway.
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDINGS)
        try:
            if seat:
                seat.heed_no_typed_signal()
                seat.restore(_CLEAR)
            elif clear:
                os.write(1, _CLEAR)  # past Python's buffer, which may be being written out
            last_words("hangup" if number == signal.SIGHUP else "signal")
        finally:
            signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {number})
            signal.raise_signal(number)

    for ending in _ENDINGS:
        signal.signal(ending, end)


def clear_screen() -> None:
    """Empty the screen and what was scrolled off it, where the terminal can."""
    if _can_clear():
        sys.stdout.write(_CLEAR.decode())
        sys.stdout.flush()


def _can_clear() -> bool:
    return sys.stdout.isatty() and _moves_cursor()


def restore_on_end(last_words: LastWords = lambda _: None) -> Terminal:
    """From now on a signal or a hang-up ends the program at once, the terminal restored.

    Args:
        last_words: what is still done once the terminal is restored.

    Returns:
        The terminal as it was before.

    Textual would do this on its event loop, which stands still while nobody reads from
    the terminal, and spins once nobody is there. Two threads do it that need nothing
    from the loop.
    """
    terminal = Terminal.as_it_is()
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDINGS)
    for ending in _ENDINGS:
        # Also undoes an inherited "ignore", under which a signal would never arrive.
        signal.signal(ending, signal.SIG_DFL)
    # It has nothing to do but to interrupt a thread that waits for the terminal.
    signal.signal(_WAKE_UP, lambda *_: None)
    for wait in (_wait_for_signal, _wait_for_hangup):
        # `threading` would be another fifth of the time that Python takes to start.
        _thread.start_new_thread(wait, (terminal, last_words))
    return terminal


def stay_while_ending() -> None:
    """Return only if no signal and no hang-up is ending the program, which says why it ends.

    The main thread goes on meanwhile, with a terminal that is gone, and may end first.
    """
    with _ENDING:
        pass


class Terminal(NamedTuple):
    """The terminal as it was before the wizard.

    Attributes:
        modes: its settings, as `termios` has them.
        writer: a descriptor of our own, on which a write never waits; -1 for none.
    """

    modes: list[Any]
    writer: int

    @classmethod
    def as_it_is(cls) -> Terminal:
        """The terminal now."""
        writer = -1
        for name in (_name_of_terminal(), "/dev/tty"):
            with contextlib.suppress(OSError):
                writer = os.open(name, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
                break
        return cls(termios.tcgetattr(0), writer)

    def draw(self, screen: bytes) -> None:
        """Take the screen, with a first picture of it, and each key as it is typed.

        As Textual will take it: what is typed until then is kept, and not shown.
        """
        modes = termios.tcgetattr(0)
        modes[_INPUT] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL)
        modes[_INPUT] &= ~(termios.INLCR | termios.IGNCR)
        modes[_LOCAL] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
        modes[_CHARACTERS][termios.VMIN] = 1
        termios.tcsetattr(0, termios.TCSANOW, modes)
        _write(_TAKE + screen)

    def give_back(self) -> None:
        """Leave the alternate screen, when nobody else will."""
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
        _write(_LEAVE)
        with contextlib.suppress(termios.error):  # whoever started it is gone, too
            termios.tcsetattr(0, termios.TCSANOW, self.modes)

    def heed_no_typed_signal(self) -> None:
        """Take Ctrl+C as a letter: the terminal drops what it has not shown at such a signal."""
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
        with contextlib.suppress(termios.error):
            modes = termios.tcgetattr(0)
            modes[_LOCAL] &= ~termios.ISIG
            termios.tcsetattr(0, termios.TCSANOW, modes)

    def restore(self, leave: bytes = _LEAVE) -> None:
        """Leave the alternate screen, whoever holds it; nothing is painted after this.

        Args:
            leave: what is written for that.
        """
        # Changing a terminal from the background would stop this thread for ever.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        # First the screen. With its old settings the terminal heeds Ctrl+S and Ctrl+\ again, and
        # drops what it has not shown yet.
        with contextlib.suppress(OSError, termios.error):
            for _ in range(_TRIES):
                if self._took(leave):
                    break
                self._make_room()
        time.sleep(_ON_ITS_WAY)
        with contextlib.suppress(termios.error):
            termios.tcflush(0, termios.TCIFLUSH)
            termios.tcsetattr(0, termios.TCSANOW, self.modes)

    def _took(self, sequence: bytes) -> bool:
        """Whether all of it was taken; where there is little room, a part is."""
        try:
            return os.write(self.writer, sequence) == len(sequence)
        except BlockingIOError:
            return False

    def _make_room(self) -> None:
        """Drop what is queued and nobody reads, and free whoever waits to write more."""
        import threading

        writers = {_MAIN_THREAD, *(thread.ident or 0 for thread in threading.enumerate())}
        for thread in writers - {0, _thread.get_ident()}:
            signal.pthread_kill(thread, _WAKE_UP)
        time.sleep(0.01)
        termios.tcflush(self.writer, termios.TCOFLUSH)


def _write(sequence: bytes) -> None:
    """Write where Textual does; to nobody, if nobody is there."""
    with contextlib.suppress(OSError):
        while sequence:
            sequence = sequence[os.write(2, sequence) :]


def _name_of_terminal() -> str:
    try:
        return os.ttyname(2)
    except OSError:
        return ""


def _wait_for_signal(terminal: Terminal, last_words: LastWords) -> None:
    _end(terminal, last_words, signal.sigwait(_ENDINGS))


def _wait_for_hangup(terminal: Terminal, last_words: LastWords) -> None:
    poll = select.poll()
    poll.register(0, 0)
    if any(event & (select.POLLHUP | select.POLLERR) for _, event in poll.poll()):
        _end(terminal, last_words, signal.SIGHUP)


def _end(terminal: Terminal, last_words: LastWords, ending: int) -> None:
    """End as a program that got this signal ends, so that whoever started it can tell."""
    _ENDING.acquire()
    try:
        terminal.restore()
        last_words("hangup" if ending == signal.SIGHUP else "signal")
    finally:
        # This one alone: what is typed by now can be another.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {ending})
        signal.raise_signal(ending)
        os._exit(128 + ending)
