"""The terminal: what it can show, and how it is restored, whatever ends the program."""

from __future__ import annotations

import _thread
import contextlib
import os
import select
import signal
import sys
import termios
import time
from collections.abc import Callable
from typing import Any, Literal, NamedTuple, TypeAlias

EndCallback: TypeAlias = Callable[[Literal["hangup", "signal"]], None]

_WITHOUT_CURSOR_MOVES = frozenset({"", "dumb", "unknown"})
_ENDINGS = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)
_WAKE_UP = signal.SIGUSR1
_TRIES = 50
_DELIVERY_TIME = 0.05
"""Seconds for written output to reach the terminal, before the system may discard it."""
_MAIN_THREAD = _thread.get_ident()
_SHUTDOWN = _thread.allocate_lock()
"""Acquired once, by the thread that ends the program for a signal or a hang-up."""
PARENT = os.getppid()
"""The process that started the wizard."""
_INPUT, _LOCAL, _CHARACTERS = 0, 3, 6  # indexes into `termios` attributes
_TAKE = (
    b"\x1b[?1049h"  # the alternate screen
    b"\x1b[?25l\x1b[?7l"  # no blinking cursor, no line wrap
)
_LEAVE = (
    b"\x1b[?2026l"  # end of a synchronized frame that was only half sent
    b"\x1b[<u"  # the keyboard protocol, before the alternate screen it belongs to
    b"\x1b[?2048l\x1b[?2004l\x1b[?1004l"  # reports of size, paste and focus
    b"\x1b[?7h\x1b[0m"  # line wrap, default colors
    b"\x1b[?1049l"  # the alternate screen, with any answers on it
    b"\x1b[?25h"  # the cursor
)
# The scrollback goes last: some terminals push what is erased into it.
_CLEAR = b"\x1b[H\x1b[2J\x1b[3J"


def can_draw() -> bool:
    """Whether standard error, where screens are drawn, is a terminal."""
    return sys.stderr is not None and sys.stderr.isatty()


def can_show_screens() -> bool:
    """Whether input and output are a terminal, and its cursor can be moved."""
    streams = (sys.stdin, sys.stdout)
    return _moves_cursor() and all(stream is not None and stream.isatty() for stream in streams)


def _moves_cursor() -> bool:
    return os.environ.get("TERM", "").strip() not in _WITHOUT_CURSOR_MOVES


def end_on_signal(on_end: EndCallback, *, clear: bool = False) -> None:
    """In line mode, end the program at once on a signal, with the exit status of that signal.

    Args:
        on_end: called before the program ends.
        clear: whether to clear the screen first.
    """
    clear = clear and _can_clear()
    terminal = Terminal.current() if clear and sys.stdin.isatty() else None

    def end(number: int, _frame: object) -> None:
        # Another signal, if Ctrl+C is held down, must not interrupt this.
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDINGS)
        try:
            if terminal:
                terminal.disable_signal_keys()
                terminal.restore(_CLEAR)
            elif clear:
                os.write(1, _CLEAR)  # not through Python's buffer: a flush may be in progress
            on_end("hangup" if number == signal.SIGHUP else "signal")
        finally:
            signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {number})
            signal.raise_signal(number)

    for ending in _ENDINGS:
        signal.signal(ending, end)


def clear_screen() -> None:
    """Clear the screen and the scrollback, where the terminal can."""
    if _can_clear():
        sys.stdout.write(_CLEAR.decode())
        sys.stdout.flush()


def _can_clear() -> bool:
    return sys.stdout.isatty() and _moves_cursor()


def restore_on_end(on_end: EndCallback = lambda _: None) -> Terminal:
    """On a signal or a hang-up, restore the terminal and end the program at once.

    Args:
        on_end: called after the terminal is restored.

    Returns:
        The terminal as it was before.

    Textual would do this on its event loop, which blocks while nobody reads from the
    terminal, and busy-loops after a hang-up. Two threads of our own do not depend on it.
    """
    terminal = Terminal.current()
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDINGS)
    for ending in _ENDINGS:
        # Undo an inherited SIG_IGN, under which `sigwait` would never return.
        signal.signal(ending, signal.SIG_DFL)
    # The handler does nothing: its signal interrupts a thread that is blocked in a write.
    signal.signal(_WAKE_UP, lambda *_: None)
    for wait in (_wait_for_signal, _wait_for_hangup):
        # Importing `threading` would add a fifth to the start of Python itself.
        _thread.start_new_thread(wait, (terminal, on_end))
    return terminal


def block_if_shutting_down() -> None:
    """Never return if a signal or a hang-up is ending the program.

    The main thread keeps running meanwhile, without a terminal. If it ended first, the
    exit status would not be that of the signal.
    """
    with _SHUTDOWN:
        pass


class Terminal(NamedTuple):
    """The terminal as it was before the wizard.

    Attributes:
        modes: its settings, as `termios` has them.
        writer: a non-blocking descriptor of our own; -1 for none.
    """

    modes: list[Any]
    writer: int

    @classmethod
    def current(cls) -> Terminal:
        """The terminal with its present settings."""
        writer = -1
        for name in (_name_of_terminal(), "/dev/tty"):
            with contextlib.suppress(OSError):
                writer = os.open(name, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
                break
        return cls(termios.tcgetattr(0), writer)

    def draw(self, screen: bytes) -> None:
        """Draw a first screen on the alternate screen, and switch to raw mode as Textual does.

        Keys that are typed before Textual reads them are kept, and not echoed.
        """
        modes = termios.tcgetattr(0)
        modes[_INPUT] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL)
        modes[_INPUT] &= ~(termios.INLCR | termios.IGNCR)
        modes[_LOCAL] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
        modes[_CHARACTERS][termios.VMIN] = 1
        termios.tcsetattr(0, termios.TCSANOW, modes)
        _write(_TAKE + screen)

    def give_back(self) -> None:
        """Leave the alternate screen, if Textual has not started."""
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
        _write(_LEAVE)
        with contextlib.suppress(termios.error):  # the terminal is gone
            termios.tcsetattr(0, termios.TCSANOW, self.modes)

    def disable_signal_keys(self) -> None:
        """Clear ISIG, so that Ctrl+C cannot discard pending output."""
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
        with contextlib.suppress(termios.error):
            modes = termios.tcgetattr(0)
            modes[_LOCAL] &= ~termios.ISIG
            termios.tcsetattr(0, termios.TCSANOW, modes)

    def restore(self, leave: bytes = _LEAVE) -> None:
        """Leave the alternate screen from any thread. Nothing is painted after this.

        Args:
            leave: the control sequences to write.
        """
        # Without this, changing a terminal from the background would stop the process.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        # The screen first: with its old settings, the terminal obeys Ctrl+S and Ctrl+\ again,
        # which stop or discard pending output.
        with contextlib.suppress(OSError, termios.error):
            for _ in range(_TRIES):
                if self._wrote(leave):
                    break
                self._make_room()
        time.sleep(_DELIVERY_TIME)
        with contextlib.suppress(termios.error):
            termios.tcflush(0, termios.TCIFLUSH)
            termios.tcsetattr(0, termios.TCSANOW, self.modes)

    def _wrote(self, sequence: bytes) -> bool:
        """Write without waiting. True if the whole sequence was written."""
        try:
            return os.write(self.writer, sequence) == len(sequence)
        except BlockingIOError:
            return False

    def _make_room(self) -> None:
        """Discard pending output that nobody reads, and interrupt threads blocked in a write."""
        import threading

        writers = {_MAIN_THREAD, *(thread.ident or 0 for thread in threading.enumerate())}
        for thread in writers - {0, _thread.get_ident()}:
            signal.pthread_kill(thread, _WAKE_UP)
        time.sleep(0.01)
        termios.tcflush(self.writer, termios.TCOFLUSH)
        for flow in (termios.TCOOFF, termios.TCOON):  # the two together undo Ctrl+S
            termios.tcflow(self.writer, flow)


def _write(sequence: bytes) -> None:
    """Write to standard error, as Textual does, ignoring a terminal that is gone."""
    with contextlib.suppress(OSError):
        while sequence:
            sequence = sequence[os.write(2, sequence) :]


def _name_of_terminal() -> str:
    try:
        return os.ttyname(2)
    except OSError:
        return ""


def _wait_for_signal(terminal: Terminal, on_end: EndCallback) -> None:
    _end(terminal, on_end, signal.sigwait(_ENDINGS))


def _wait_for_hangup(terminal: Terminal, on_end: EndCallback) -> None:
    poll = select.poll()
    poll.register(0, 0)
    if any(event & (select.POLLHUP | select.POLLERR) for _, event in poll.poll()):
        _end(terminal, on_end, signal.SIGHUP)


def _end(terminal: Terminal, on_end: EndCallback, ending: int) -> None:
    """End the program with the exit status of this signal."""
    _SHUTDOWN.acquire()
    try:
        terminal.restore()
        on_end("hangup" if ending == signal.SIGHUP else "signal")
    finally:
        # Only this one: another signal may be pending by now.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {ending})
        signal.raise_signal(ending)
        os._exit(128 + ending)
