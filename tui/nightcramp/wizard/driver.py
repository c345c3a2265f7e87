"""Textual's Linux driver, hardened against a terminal that may send anything, or vanish.

A driver reaches its app by `_app` alone, and is asked by `_get_terminal_size`,
`_query_in_band_window_resize` and `_run_input_thread`; `_handle_exception` is the app's only way
to end because of an error.
"""

from __future__ import annotations

import os
import select
import signal
from codecs import getincrementaldecoder
from collections.abc import Iterable
from typing import Any, NoReturn

from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from nightcramp.system.terminal import PARENT
from nightcramp.wizard.first_screen import LARGEST, FirstScreen
from nightcramp.wizard.reader import Reader, as_they_came
from nightcramp.wizard.shown_cells import ShownCells
from nightcramp.wizard.waiting import Delivery

_SYSTEM_COMMAND = "\x1b]"
_TAKE_SCREEN = "\x1b[?1049h"
_REST = 0.1
"""Seconds between two readings of a flood."""


class TerminalDriver(LinuxDriver):
    """A driver for a terminal that may send anything, or vanish."""

    _reported = (0, 0)
    """The size that the app was told last."""
    _first: FirstScreen | None = None
    """What the terminal shows already, while it is taken over."""
    _cells = ShownCells(0, 0)
    """What the terminal shows."""

    def start_application_mode(self) -> None:
        """Take over the terminal.

        Its size is polled: Textual's handler of SIGWINCH interrupts itself while a window is
        dragged, until the stack overflows.
        """
        if self._is_left_behind():
            self._end()
        app: Any = self._app
        app.terminal = self
        self._first = first = app.first_screen
        app.first_screen = None
        self._typed = Delivery(app)
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's lack
        self._first = None
        if first is not None:
            first.taken_over = True
            self.attrs_before = first.modes
            self._recall(first)
        signal.signal(signal.SIGWINCH, signal.SIG_DFL)

    def _recall(self, first: FirstScreen) -> None:
        """Take the first screen for what the terminal shows, unless its size has changed."""
        cells = self._cells
        if cells.size == first.size:
            cells.lead_to(first.drawing)

    def run_input_thread(self) -> None:
        """Read input until the wizard ends, or the terminal is gone."""
        reader = Reader()
        decode = getincrementaldecoder("utf-8")("surrogateescape").decode
        terminal = select.poll()
        terminal.register(self.fileno, select.POLLIN)
        while not self.exit_event.is_set():
            self._check_size()
            received = self._receive() if terminal.poll(100) else None
            if received == b"" or self._is_left_behind():
                self._end()
            if received and (text := decode(received)):
                self._hand_on(reader.feed(text))
            self._hand_on(reader.tick())
            if self._typed.floods:
                self.exit_event.wait(_REST)

    def _receive(self) -> bytes:
        try:
            return os.read(self.fileno, 4096)
        except OSError:  # hung up, or a background job for good
            return b""

    def _is_left_behind(self) -> bool:
        """Whether the parent process died and a shell has taken the terminal back."""
        if os.getppid() == PARENT:
            return False
        try:
            return os.tcgetpgrp(self.fileno) != os.getpgrp()
        except OSError:  # not a controlling terminal
            return False

    def _end(self) -> NoReturn:
        """Hang up: the guard of the terminal restores it and ends the process."""
        os.kill(os.getpid(), signal.SIGHUP)
        while True:
            signal.pause()

    def _hand_on(self, messages: Iterable[Message]) -> None:
        for message in as_they_came(messages):
            self._typed.add(message)

    def _run_input_thread(self) -> None:
        """Hand an error to the app; Textual would print it, and exit with 0."""
        try:
            self.run_input_thread()
        except Exception as error:  # noqa: BLE001  handed on
            self._app.call_later(self._app._handle_exception, error)  # noqa: SLF001

    def write(self, data: str) -> None:
        """Write what the terminal does not show yet of what is drawn.

        No system command, such as one for the mouse pointer; nor the switch to the alternate
        screen while one is taken over: it would be cleared.
        """
        if data == _TAKE_SCREEN and self._first is not None:
            return
        if not data.startswith(_SYSTEM_COMMAND) and (sent := self._cells.lead_to(data)):
            super().write(sent)

    def send(self, sequence: str) -> None:
        """Write what the person asked for: a page to their printer, or to their clipboard."""
        super().write(sequence)
        self.forget()

    def forget(self) -> None:
        """Write whatever is drawn next, though the terminal may show it already."""
        self._cells.forget()

    def _query_in_band_window_resize(self) -> None:
        """Do nothing: the size is the system's, while a terminal may report anything."""

    def _check_size(self) -> None:
        reported = self._reported
        size = Size(*self._get_terminal_size())
        if size != reported:
            self.send_message(events.Resize(size, size))

    def _get_terminal_size(self) -> tuple[int, int]:
        width, height = super()._get_terminal_size()
        size = min(width, LARGEST[0]), min(height, LARGEST[1])
        if size != self._reported:
            self._reported = size
            self._cells = ShownCells(*size)  # a terminal moves what it shows, or cuts it off
        return size
