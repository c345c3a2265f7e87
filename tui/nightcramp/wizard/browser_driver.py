"""A driver for a browser: textual-serve shows it there, and sends what is typed.

Textual's own `WebDriver` turns the mouse on, stays for good where its input ends, and goes deaf
at a size that is no number: hence this one. A driver reaches its app by `_app` alone, and
`_handle_exception` is the app's only way to end because of an error.
"""

from __future__ import annotations

import os
import select
import signal
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable
from functools import partial
from threading import Event, Thread
from typing import Any, NoReturn

import msgspec
from textual import events
from textual.driver import Driver
from textual.geometry import Size
from textual.message import Message

from nightcramp.system import browser
from nightcramp.wizard.first_screen import LARGEST
from nightcramp.wizard.reader import Reader, as_they_came
from nightcramp.wizard.waiting import Delivery

_TAKE = (
    "\x1b[?1049h"  # the alternate screen
    "\x1b[?25l\x1b[?7l"  # no blinking cursor, no line wrap
    "\x1b[?2004h"  # a paste is told from keys
)
_SYSTEM_COMMAND = "\x1b]"
_USUAL = (80, 24)


class _Message(msgspec.Struct):
    """What textual-serve tells of the page.

    Attributes:
        type: `resize`, `quit` where the page was closed, or one that nothing depends on.
        width: columns.
        height: rows.
    """

    type: str
    width: int = _USUAL[0]
    height: int = _USUAL[1]


class BrowserDriver(Driver):
    """A driver for a page that may send anything, or vanish."""

    def __init__(self, app: Any, **options: Any) -> None:
        super().__init__(app, **{**options, "size": _first_size()})
        self._ended = Event()
        self._input = Thread(target=self._read, name="input", daemon=True)

    def start_application_mode(self) -> None:
        """Take over the page."""
        app: Any = self._app
        app.terminal = self
        self._typed = Delivery(app)
        self._to_page(browser.start)
        self.write(_TAKE)
        self._resize(_first_size())
        self._input.start()

    def disable_input(self) -> None:
        """Read nothing any more."""
        self._ended.set()
        if self._input.is_alive():
            self._input.join()

    def stop_application_mode(self) -> None:
        """Leave the page empty, and say that the session has ended."""
        self.disable_input()
        self._to_page(browser.leave)

    def write(self, data: str) -> None:
        """Write what is drawn, but no system command, such as one for the mouse pointer."""
        if not data.startswith(_SYSTEM_COMMAND):
            self.send(data)

    def send(self, sequence: str) -> None:
        """Write what the person asked for."""
        self._to_page(partial(browser.send, "D", sequence))

    def _to_page(self, write: Callable[[], None]) -> None:
        try:
            write()
        except OSError:
            self._hang_up()

    def _read(self) -> None:
        try:
            self._read_until_ended()
        except Exception as error:  # noqa: BLE001  handed on
            self._app.call_later(self._app._handle_exception, error)  # noqa: SLF001

    def _read_until_ended(self) -> None:
        packets, reader = browser.Packets(), Reader()
        decode = getincrementaldecoder("utf-8")("surrogateescape").decode
        pipe = select.poll()
        pipe.register(0, select.POLLIN)
        while not self._ended.is_set():
            received = os.read(0, 4096) if pipe.poll(100) else None
            if received == b"":
                self._hang_up()
            for kind, content in packets.feed(received or b""):
                if kind == "M":
                    self._take_message(content)
                elif text := decode(content):
                    self._hand_on(reader.feed(text))
            self._hand_on(reader.tick())

    def _hand_on(self, messages: Iterable[Message]) -> None:
        for message in as_they_came(messages):
            self._typed.add(message)

    def _take_message(self, content: bytes) -> None:
        try:
            message = msgspec.json.decode(content, type=_Message)
        except msgspec.MsgspecError:
            return
        if message.type == "quit":
            self._hang_up()
        elif message.type == "resize":
            self._resize(_possible(message.width, message.height))

    def _resize(self, columns_and_rows: tuple[int, int]) -> None:
        size = Size(*columns_and_rows)
        self._typed.add(events.Resize(size, size))

    def _hang_up(self) -> NoReturn:
        """End the program, even while it waits for a page that nobody reads."""
        os.kill(os.getpid(), signal.SIGHUP)
        while True:
            signal.pause()


def _first_size() -> tuple[int, int]:
    """The page's size as textual-serve gives it."""
    try:
        width, height = (int(os.environ[name]) for name in ("COLUMNS", "ROWS"))
    except (KeyError, ValueError):
        return _USUAL
    return _possible(width, height)


def _possible(width: int, height: int) -> tuple[int, int]:
    """A size between one cell and the largest screen that is drawn."""
    return max(1, min(width, LARGEST[0])), max(1, min(height, LARGEST[1]))
