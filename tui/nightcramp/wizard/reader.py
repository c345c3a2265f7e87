"""The reader of what a terminal or a page sends: Textual's, hardened against whatever that is.

Textual types out an unknown sequence, and the digits in it would answer questions. A byte
that is not UTF-8, or a number out of range, stops its reader for good.

This extends Textual's `XTermParser`, which has no public form: hence the private modules
below, `_awaiting`, `_timeout_time` and `_sequence_to_key_events`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Iterator
from itertools import groupby
from typing import Any, TypeAlias

from textual import constants, events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._parser import ParseEOF, ParseTimeout, Peek1, Read1
from textual._time import get_time
from textual._xterm_parser import XTermParser
from textual.keys import Keys
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

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
