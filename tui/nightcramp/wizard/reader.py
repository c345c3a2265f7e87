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

_PATIENCE = 6.0
"""Seconds until an unfinished sequence is dropped; a slow line has gaps of five."""

_PASTE_GAP = 0.4
"""Seconds of silence within a paste after which Ctrl+C is a key again."""

_LONGEST_PASTE = 10_000
_LONGEST = 64

_ESCAPE, _CTRL_C, _BELL = "\x1b", "\x03", "\x07"
_BEGIN = " !\"#$%&'()*+,-./[]NOPX^_\\"  # after an Escape
_CAPITALS = "NOPX"  # of those, what begins words, too
_PASTE, _PASTE_END = "\x1b[200~", "\x1b[201~"
_FOCUS = {"\x1b[I": events.AppFocus, "\x1b[O": events.AppBlur}
_SYNCHRONIZED = re.compile(r"\x1b\[\?2026;[1-3]\$y")
_KEY = re.compile(r"\x1b\[(?:[\d:;]+u|27;\d+;\d+~)")
_NO_CHARACTER = re.compile("[\x80-\x9f\ud800-\udfff]")
_EIGHT_BITS = re.compile("[\x80-\x9f\udc80-\udc9f]")
"""An Escape and a capital or mark in one, in UTF-8 or as a byte."""
_FUNCTIONAL = re.compile(r"\x1b\[(?:(\d+)(?:;\d+)?)?([~ABCDEFHPQS])")
_KEYPAD = re.compile(r"\x1bO(?:1;)?(\d+)([A-S])")


_ONE = (
    r"(?:[\x00-\x02\x04-\x1a\x1c-\x7f\xa0-\ud7ff]|\x1b\[(?!200~)\d*(?:;\d+)?[A-HPQS~]|\x1bO[A-S])"
)
_FLOOD = re.compile(f"({_ONE}{{256}}){_ONE}+")
"""More whole keys at once than anyone types; none of them Ctrl+C."""


class KeyOfMany(events.Key):
    """A key that came in one piece with others: typed ahead of a slow line, or pasted."""


class Reader(XTermParser):
    """Turns input into keys and pastes, and drops every other sequence.

    The end of a sequence is found by ECMA-48, whatever it means. Reports of the mouse, the
    cursor and the terminal are never requested, and dropped.
    """

    _ahead = ""
    """A character that was read, and is to be read again."""

    def feed(self, data: str) -> Iterable[Message]:
        """Read what came; where it begins with a flood of keys, without most of them.

        To read them all takes longer than to send them, and Ctrl+C would be read last.
        """
        flood = _FLOOD.match(data) if self._awaiting.timeout is None else None
        yield from super().feed(data if flood is None else flood[1] + data[flood.end() :])

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
                elif _EIGHT_BITS.fullmatch(char):
                    char = yield from self._sequence(_in_7_bits(char), token_callback)
                else:
                    self._type(char, token_callback)
                    char = ""
        except ParseEOF:
            return

    def _next(self, seconds: float) -> Reading:
        """The next character; nothing if none comes in time."""
        if self._ahead:
            char, self._ahead = self._ahead, ""
            return char
        try:
            return (yield Read1(seconds))
        except ParseTimeout:
            return ""

    def _after_escape(self, send: Send) -> Reading:
        char = yield from self._next(constants.ESCAPE_DELAY)
        if not char:
            send(events.Key("escape", _ESCAPE))
            return (yield from self._late_sequence(send))
        if char == _ESCAPE:
            send(events.Key("escape", _ESCAPE))
            return char
        if _EIGHT_BITS.fullmatch(char):
            return char
        if char in _BEGIN:
            return (yield from self._sequence(char, send))
        self._type(char, send, alt=True)
        return ""

    def _late_sequence(self, send: Send) -> Reading:
        """Read on after an Escape that was reported as a key: the rest can arrive in pieces.

        A space is one that was typed: no terminal sends it there. A capital before a small
        letter begins a word.
        """
        char = yield from self._next(_PATIENCE)
        if not char or char == " " or char not in _BEGIN:
            return char
        if char in _CAPITALS:
            self._ahead = yield from self._next(_PATIENCE)
            if not " " <= self._ahead <= "_":
                self._type(char, send)
                char, self._ahead = self._ahead, ""
                return char
        return (yield from self._sequence(char, send))

    def _sequence(self, begun: str, send: Send) -> Reading:
        """Read on after an Escape and what begins a sequence, and is one of 8 bits together."""
        if begun == "[":
            return (yield from self._control_sequence(send))
        if begun == "O":
            return (yield from self._keypad(send))
        if begun in "]P_^X":
            return (yield from self._string())
        if begun == "N" or begun <= "/":
            return (yield from self._character_set(begun))
        return ""

    def _character_set(self, begun: str) -> Reading:
        """Skip what selects another character set, or one character of it."""
        char = yield from self._next(_PATIENCE)
        while begun != "N" and " " <= char <= "/":
            char = yield from self._next(_PATIENCE)
        return "" if " " <= char <= "~" else char

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
        modified = _KEYPAD.fullmatch(sequence)
        if modified:
            self._send_sequence(f"\x1b[1;{modified[1]}{modified[2]}", send)
        elif sequence in ANSI_SEQUENCES_KEYS:
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
            char = yield from self._next(_PATIENCE)
            if char == _ESCAPE:
                self._ahead = yield from self._next(_PATIENCE)
                if self._ahead not in ("", "\\"):
                    return char  # another sequence
                self._ahead = ""
                return ""
            if char < " ":
                return "" if char == _BELL else char
            if _EIGHT_BITS.fullmatch(char) and _in_7_bits(char) == "\\":
                return ""

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
    name = f"{functional[1] or 1}{functional[2]}" if functional else ""
    return (
        sequence in ANSI_SEQUENCES_KEYS
        or bool(_KEY.fullmatch(sequence))
        or (name in FUNCTIONAL_KEYS and sequence != "\x1b[~")
    )


def _in_7_bits(char: str) -> str:
    """What follows an Escape where a control of 8 bits is sent in two of 7."""
    return chr((ord(char) & 0xFF) - 0x40)


def as_they_came(messages: Iterable[Message]) -> Iterator[Message]:
    """What was read at once; keys that came together are marked as such."""
    for _, run in groupby(messages, lambda message: isinstance(message, events.Key)):
        found = tuple(run)
        keys = [message for message in found if isinstance(message, events.Key)]
        if len(keys) > 1:
            yield from (KeyOfMany(key.key, key.character) for key in keys)
        else:
            yield from found
