"""Textual's Linux driver and input reader, hardened against whatever a terminal sends.

Textual types out an unknown sequence, and the digits in it would answer questions. A byte
that is not UTF-8, or a number out of range, stops its reader for good.

The reader extends Textual's `XTermParser`, which has no public form: hence the private
modules below, `_awaiting`, `_timeout_time` and `_sequence_to_key_events`. A driver reaches its
app by `_app` alone, and is asked by `_get_terminal_size`, `_query_in_band_window_resize` and
`_run_input_thread`; `_handle_exception` is the app's only way to end because of an error.
"""

from __future__ import annotations

import os
import re
import select
import signal
from codecs import getincrementaldecoder
from collections.abc import Callable, Generator, Iterable, Iterator
from itertools import groupby
from typing import Any, NoReturn, TypeAlias

from textual import constants, events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._parser import ParseEOF, ParseTimeout, Peek1, Read1
from textual._time import get_time
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.keys import Keys
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

from nightcramp.system.terminal import PARENT
from nightcramp.wizard.first_screen import LARGEST, FirstScreen

Send = Callable[[Message], Any]

Reading: TypeAlias = "Generator[Read1 | Peek1, str, str]"
"""Reads part of the input; returns the next character if that was read already."""

_PATIENCE = 5.0
"""Seconds until an unfinished sequence is dropped; a slow line has such gaps."""

_PASTE_GAP = 0.4
"""Seconds of silence within a paste after which Ctrl+C is a key again."""

_LONGEST_PASTE = 10_000
_LONGEST = 64

_ESCAPE, _CTRL_C, _BELL = "\x1b", "\x03", "\x07"
_CONTROL_SEQUENCE = ("\x9b", "\udc9b")  # an Escape and "[" in one, from a terminal of 8 bits
_SYSTEM_COMMAND = "\x1b]"
_TAKE_SCREEN = "\x1b[?1049h"
_PASTE, _PASTE_END = "\x1b[200~", "\x1b[201~"
_FOCUS = {"\x1b[I": events.AppFocus, "\x1b[O": events.AppBlur}
_SYNCHRONIZED = re.compile(r"\x1b\[\?2026;[1-3]\$y")
_KEY = re.compile(r"\x1b\[(?:[\d:;]+u|27;\d+;\d+~)")
_NO_CHARACTER = re.compile("[\x80-\x9f\ud800-\udfff]")
_FUNCTIONAL = re.compile(r"\x1b\[(\d+)(?:;\d+)?([~ABCDEFHPQS])")


class KeyOfMany(events.Key):
    """A key that came in one piece with others: typed ahead of a slow line, or pasted."""


class Reader(XTermParser):
    """Turns input into keys and pastes, and drops every other sequence.

    The end of a sequence is found by ECMA-48, whatever it means. Reports of the mouse, the
    cursor and the terminal are never requested, and dropped.
    """

    def tick(self) -> Iterable[Message]:
        """Expire the timeout; re-arm it if the parser is still waiting."""
        yield from super().tick()
        if self._timeout_time is None and self._awaiting.timeout is not None:
            self._timeout_time = get_time() + self._awaiting.timeout

    def parse(self, token_callback: Send) -> Generator[Read1 | Peek1, str, None]:
        """Parse without end."""
        char = ""
        try:
            while True:
                char = char or (yield Read1())
                if char == _ESCAPE:
                    char = yield from self._after_escape(token_callback)
                elif char in _CONTROL_SEQUENCE:
                    char = yield from self._control_sequence(token_callback)
                else:
                    self._type(char, token_callback)
                    char = ""
        except ParseEOF:
            return

    def _next(self, seconds: float) -> Reading:
        """The next character; nothing if none comes in time."""
        try:
            return (yield Read1(seconds))
        except ParseTimeout:
            return ""

    def _after_escape(self, send: Send) -> Reading:
        char = yield from self._next(constants.ESCAPE_DELAY)
        if char in ("", _ESCAPE):
            send(events.Key("escape", _ESCAPE))
            return char or (yield from self._late_sequence(send))
        if char == "[":
            return (yield from self._control_sequence(send))
        if char == "O":
            return (yield from self._keypad(send))
        if char in "]P_^X":
            return (yield from self._string())
        if char != "\\":  # the end of a string
            self._type(char, send, alt=True)
        return ""

    def _late_sequence(self, send: Send) -> Reading:
        """Read on after an Escape that was reported as a key: an arrow can arrive in pieces."""
        char = yield from self._next(_PATIENCE)
        return (yield from self._control_sequence(send)) if char == "[" else char

    def _control_sequence(self, send: Send) -> Reading:
        sequence, char = "\x1b[", ""
        # "[" and "$" end some keys of the Linux console and of rxvt, and begin others.
        while sequence not in ANSI_SEQUENCES_KEYS and (char < "@" or sequence == "\x1b[["):
            char = yield from self._next(_PATIENCE)
            if not " " <= char <= "~":
                return char
            sequence = (sequence + char)[:_LONGEST]
        if sequence == "\x1b[M":
            return (yield from self._old_mouse_report())
        if sequence == _PASTE:
            return (yield from self._paste(send))
        self._send_sequence(sequence, send)
        return ""

    def _keypad(self, send: Send) -> Reading:
        sequence, char = "\x1bO", ""
        while char in "0123456789;":
            char = yield from self._next(_PATIENCE)
            if not " " <= char <= "~":
                return char
            sequence = (sequence + char)[:_LONGEST]
        if sequence in ANSI_SEQUENCES_KEYS:
            self._send_sequence(sequence, send)
        return ""

    def _old_mouse_report(self) -> Reading:
        for _ in range(3):
            char = yield from self._next(_PATIENCE)
            if char < " ":
                return char
        return ""

    def _string(self) -> Reading:
        """Skip a string: a title, a color, a clipboard."""
        while True:
            char = yield from self._next(constants.ESCAPE_DELAY)
            if char < " ":
                return "" if char == _BELL else char

    def _paste(self, send: Send) -> Reading:
        """Read pasted text, up to its end mark, Ctrl+C after a silence, or a long silence."""
        text, end, silence = "", "", 0.0
        while end != _PASTE_END and silence < _PATIENCE:
            char = yield from self._next(_PASTE_GAP)
            if not char:
                silence += _PASTE_GAP
                continue
            if silence and char == _CTRL_C:
                return char
            silence = 0.0
            end = (end + char)[-len(_PASTE_END) :]
            text = (text + char) if len(text) < _LONGEST_PASTE else text
        send(events.Paste(text.removesuffix(_PASTE_END)))
        return ""

    def _send_sequence(self, sequence: str, send: Send) -> None:
        if sequence in _FOCUS:
            send(_FOCUS[sequence]())
        elif _SYNCHRONIZED.fullmatch(sequence):
            send(TerminalSupportsSynchronizedOutput())
        elif _is_key(sequence):
            self._type(sequence, send)

    def _type(self, sequence: str, send: Send, *, alt: bool = False) -> None:
        if _NO_CHARACTER.fullmatch(sequence):
            return
        try:
            keys = list(self._sequence_to_key_events(sequence, alt))
        except (ValueError, OverflowError):  # no character has such a number
            return
        for key in keys:
            if key.key != Keys.Ignore:
                send(key)


def _is_key(sequence: str) -> bool:
    """Whether the sequence is a key that Textual knows; it invents keys for others."""
    functional = _FUNCTIONAL.fullmatch(sequence)
    return (
        sequence in ANSI_SEQUENCES_KEYS
        or bool(_KEY.fullmatch(sequence))
        or (functional is not None and "".join(functional.groups()) in FUNCTIONAL_KEYS)
    )


def as_they_came(messages: Iterable[Message]) -> Iterator[Message]:
    """What was read at once; keys that came together are marked as such."""
    for _, run in groupby(messages, lambda message: isinstance(message, events.Key)):
        found = tuple(run)
        keys = [message for message in found if isinstance(message, events.Key)]
        if len(keys) > 1:
            yield from (KeyOfMany(key.key, key.character) for key in keys)
        else:
            yield from found


class TerminalDriver(LinuxDriver):
    """A driver for a terminal that may send anything, or vanish."""

    _reported = (0, 0)
    """The size that the app was told last."""
    _first: FirstScreen | None = None
    """What the terminal shows already, while it is taken over."""

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
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's lack
        self._first = None
        if first is not None:
            first.taken_over = True
            self.attrs_before = first.modes
        signal.signal(signal.SIGWINCH, signal.SIG_DFL)

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
            self.process_message(message)

    def _run_input_thread(self) -> None:
        """Hand an error to the app; Textual would print it, and exit with 0."""
        try:
            self.run_input_thread()
        except Exception as error:  # noqa: BLE001  handed on
            self._app.call_later(self._app._handle_exception, error)  # noqa: SLF001

    def write(self, data: str) -> None:
        """Write what is drawn, but no system command, such as one for the mouse pointer.

        Nor the switch to the alternate screen while one is taken over: it would be cleared.
        """
        if data == _TAKE_SCREEN and self._first is not None:
            return
        if not data.startswith(_SYSTEM_COMMAND):
            super().write(data)

    def send(self, sequence: str) -> None:
        """Write what the person asked for: a page to their printer, or to their clipboard."""
        super().write(sequence)

    def _query_in_band_window_resize(self) -> None:
        """Do nothing: the size is the system's, while a terminal may report anything."""

    def _check_size(self) -> None:
        reported = self._reported
        size = Size(*self._get_terminal_size())
        if size != reported:
            self.send_message(events.Resize(size, size))

    def _get_terminal_size(self) -> tuple[int, int]:
        width, height = super()._get_terminal_size()
        self._reported = min(width, LARGEST[0]), min(height, LARGEST[1])
        return self._reported
