"""The reader, fed by hand: what is a key, what is a paste, and what leaves no trace."""

from __future__ import annotations

from codecs import getincrementaldecoder
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from textual import _parser, events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

from nightcramp.wizard import reader
from nightcramp.wizard.reader import Reader
from tests.hostile import REPORTS
from tests.terminal_keys import CONTROL, CURSOR, FUNCTION, SHIFT_TAB, TERMINALS, modified
from tests.terminal_replies import REPLIES, SPACE_SEQUENCE, in_8_bits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.message import Message

LATE = 0.45
KEYS = {
    "\x1b[B": "down",
    "\x1b[1;5B": "ctrl+down",
    "\x1bOB": "down",
    "\x1b[[A": "f1",
    "\x1b[11~": "f1",
    "\x1bOP": "f1",
    "\x1b[1P": "f1",
    "\x1b[24~": "f12",
    "\x1b[5~": "pageup",
    "\x1b[3$": "shift+delete",
    "\x1b[3^": "ctrl+delete",
    "\x1b[49u": "1",
    "\x1b[49;;49u": "1",
    "\x1b[57400u": "1",
    "\x1bOq": "1",
    "\x1b[99;5u": "ctrl+c",
    "\x1b[27;5;99~": "ctrl+c",
    "\x1b[13u": "enter",
    "\xe9": "é",
    "\u65e5": "日",
}
"""What terminals send for a key, and its name."""


class Typing:
    """Gives a reader what comes, at a time of our own."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        patch.setattr(_parser, "get_time", lambda: self.now)
        patch.setattr(reader, "get_time", lambda: self.now)
        self.reader = Reader()
        self.came: list[Message] = []

    def type(self, *pieces: str, pause: float = 0.0) -> Typing:
        """Pieces one after another, with a pause after each."""
        for piece in pieces:
            self.came += self.reader.feed(piece)
            self.wait(pause)
        return self

    def wait(self, seconds: float) -> Typing:
        """As the input thread does: look ten times a second."""
        for _ in range(round(seconds * 20)):
            self.now += 0.05
            self.came += self.reader.tick()
        return self

    @property
    def keys(self) -> list[str]:
        """Names of the keys that came."""
        return [message.key for message in self.came if isinstance(message, events.Key)]

    @property
    def pastes(self) -> list[str]:
        """The pastes that came."""
        return [message.text for message in self.came if isinstance(message, events.Paste)]


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Typing:
    return Typing(monkeypatch)


def _type(*pieces: str, pause: float = 0.0) -> list[str]:
    with pytest.MonkeyPatch.context() as patch:
        return Typing(patch).type(*pieces, pause=pause).keys


@pytest.mark.parametrize("terminal", TERMINALS)
def test_every_key_of_each_terminal_is_that_key(terminal: str) -> None:
    """Whole, and with a slow line between any two bytes of it but those of an Escape."""
    keys = TERMINALS[terminal]
    assert {*CURSOR, *FUNCTION, *CONTROL, SHIFT_TAB} <= {*keys.values()}
    wrong = {
        (sequence, at)
        for sequence, name in keys.items()
        for at in (0, *range(2, len(sequence)))
        if _type(*filter(None, (sequence[:at], sequence[at:])), pause=5.0 if at else 0.15) != [name]
    }
    assert wrong == set()


def test_a_modifier_makes_another_key_in_each_form() -> None:
    assert {s: _type(s) for s in modified()} == {s: [name] for s, name in modified().items()}


@pytest.mark.parametrize("sequence", KEYS, ids=ascii)
def test_a_key_is_known_in_each_of_its_forms(sequence: str) -> None:
    assert _type(sequence) == [KEYS[sequence]]


@pytest.mark.parametrize("sequence", [s for s in KEYS if len(s) > 1], ids=ascii)
def test_a_key_that_comes_apart_anywhere_is_the_same_key(sequence: str) -> None:
    for at in range(1, len(sequence)):
        if sequence[:2] == "\x1bO" and at == 1:
            continue
        keys = _type(sequence[:at], sequence[at:], pause=LATE)
        assert [key for key in keys if key != "escape"] == [KEYS[sequence]]
    if sequence[:2] != "\x1bO":
        keys = _type(*sequence, pause=LATE)
        assert [key for key in keys if key != "escape"] == [KEYS[sequence]]


def test_every_sequence_textual_knows_is_one_it_still_knows() -> None:
    ignored = {s for s, keys in ANSI_SEQUENCES_KEYS.items() if not isinstance(keys, (tuple, str))}
    lost = {s for s in ANSI_SEQUENCES_KEYS if s not in ignored and not _type(s, pause=LATE)}
    assert lost == {"\x9b", "\x1b-"}  # these begin sequences


@pytest.mark.parametrize("report", REPORTS, ids=ascii)
def test_a_report_is_no_key_wherever_it_comes_apart(report: str) -> None:
    assert _type(report) == []
    for at in range(1, len(report)):
        keys = _type(report[:at], report[at:])
        assert keys == []
    if report.startswith("\x1b["):
        for at in range(1, len(report)):
            assert set(_type(report[:at], report[at:], pause=LATE)) <= {"escape"}


BYTES = sorted(
    {
        raw
        for reply in (*REPLIES, *REPORTS)
        for raw in (
            reply.encode(),
            in_8_bits(reply).encode(),
            in_8_bits(reply).encode("latin-1"),
        )
    }
)
PAUSES = (0.05, 0.15, 0.6, 5.0)


def _type_bytes(pieces: Iterable[bytes], pause: float) -> list[str]:
    decode = getincrementaldecoder("utf-8")("surrogateescape").decode
    with pytest.MonkeyPatch.context() as patch:
        typing = Typing(patch)
        for piece in pieces:
            if text := decode(piece):
                typing.type(text)
            typing.wait(pause)
        return typing.keys


@pytest.mark.parametrize("pause", PAUSES)
def test_no_reply_of_a_terminal_types_anything_wherever_it_is_cut(pause: float) -> None:
    typed = {
        (raw[:at], raw[at:])
        for raw in BYTES
        for at in range(1, len(raw))
        if set(_type_bytes((raw[:at], raw[at:]), pause)) - {"escape"}
    }
    assert typed == set()


@pytest.mark.parametrize("pause", PAUSES)
def test_no_reply_of_a_terminal_types_anything_byte_by_byte(pause: float) -> None:
    typed = {
        raw
        for raw in BYTES
        if set(_type_bytes((raw[at : at + 1] for at in range(len(raw))), pause)) - {"escape"}
    }
    assert typed == set()


@given(st.lists(st.sampled_from(BYTES), min_size=2, max_size=5), st.data())
def test_replies_one_after_the_other_type_nothing_wherever_they_are_cut(
    replies: list[bytes], data: st.DataObject
) -> None:
    raw = b"".join(replies)
    cuts = data.draw(st.lists(st.integers(1, len(raw) - 1), unique=True, max_size=9).map(sorted))
    pieces = [raw[a:b] for a, b in pairwise([0, *cuts, len(raw)])]
    pause = data.draw(st.sampled_from(PAUSES))
    assert set(_type_bytes(pieces, pause)) <= {"escape"}


def test_a_space_that_selects_something_is_told_from_one_that_was_typed(typing: Typing) -> None:
    for at in (2, 3):
        assert _type(SPACE_SEQUENCE[:at], SPACE_SEQUENCE[at:] or "\x1b\\", pause=5.0) == []
    assert typing.type("\x1b").wait(LATE).type(" ").keys == ["escape", "space"]


@pytest.mark.parametrize("name", ["Naproxen", "Omeprazole", "Prednisone", "Xarelto"])
def test_a_name_typed_after_escape_is_typed_whole(typing: Typing, name: str) -> None:
    assert typing.type("\x1b").wait(LATE).type(*name, pause=0.2).keys == ["escape", *name]


def test_a_capital_typed_alone_after_escape_is_typed_in_the_end(typing: Typing) -> None:
    typing.type("\x1b").wait(LATE).type("P").wait(reader._PATIENCE + 1)
    assert typing.keys == ["escape", "P"]


@given(st.from_regex(r"\x1b\[[0-?]{0,20}[ -/]{0,3}[@-~]", fullmatch=True), st.data())
def test_no_control_sequence_is_typed_out(sequence: str, data: st.DataObject) -> None:
    if sequence in ("\x1b[200~", "\x1b[M"):
        return
    # Shift+Delete of rxvt ends with a "$" that elsewhere stands in the middle.
    assume(not any(s.endswith("$") and sequence.startswith(s) for s in ANSI_SEQUENCES_KEYS))
    cuts = data.draw(st.lists(st.integers(1, len(sequence) - 1), unique=True).map(sorted))
    pieces = [sequence[a:b] for a, b in pairwise([0, *cuts, len(sequence)])]
    keys = [key for key in _type(*pieces, pause=LATE) if key != "escape"]
    assert len(keys) <= 1 or "u" in sequence  # a key of kitty's may type several letters
    if keys and not sequence.endswith("u") and not sequence.startswith("\x1b[27;"):
        assert not set(keys) & set("0123456789")


@given(st.binary(max_size=200), st.integers(1, 200))
def test_no_bytes_break_the_reader(noise: bytes, at: int) -> None:
    decode = getincrementaldecoder("utf-8")("surrogateescape").decode
    with pytest.MonkeyPatch.context() as patch:
        typing = Typing(patch)
        pieces = [decode(noise[:at]), decode(noise[at:])]
        typing.type(*filter(None, pieces)).wait(reader._PATIENCE + 1).type("\x03")
        assert typing.keys[-1] == "ctrl+c"


def test_a_lone_escape_is_a_key_after_a_while(typing: Typing) -> None:
    assert typing.type("\x1b").keys == []
    assert typing.wait(LATE).keys == ["escape"]
    assert typing.type("1").keys == ["escape", "1"]


def test_escape_twice_is_escape_twice(typing: Typing) -> None:
    assert typing.type("\x1b\x1b").wait(LATE).keys == ["escape", "escape"]


@pytest.mark.parametrize("begun", ["\x1b[", "\x1b[1;", "\x1bO", "\x1b]0;a", "\x1bP1", "\x1b[M"])
def test_a_sequence_that_breaks_off_is_given_up(typing: Typing, begun: str) -> None:
    assert typing.type(begun).wait(reader._PATIENCE + 1).keys == []
    assert typing.type("1").keys == ["1"]


@pytest.mark.parametrize("begun", ["\x1b[", "\x1b[1;", "\x1bO", "\x1b]0;a", "\x1bP1", "\x1b[M"])
def test_enter_and_ctrl_c_end_a_sequence_that_broke_off(typing: Typing, begun: str) -> None:
    assert typing.type(begun, "\x03", "\r").keys == ["ctrl+c", "enter"]


@pytest.mark.parametrize(
    "sequence",
    [
        "\x1b[9999999u",
        "\x1b[97:65;2u",
        "\x1b[97;1:3u",
        "\x1b[;;1114112u",
        "\x1b[48;0;0;0;0t",
        "\x1b[49~",
        "\x1b[50;1H",
        "\x1b[49;1R",
    ],
    ids=ascii,
)
def test_a_number_that_means_no_key_is_none(sequence: str) -> None:
    assert _type(sequence) == []


def test_a_paste_is_one_thing(typing: Typing) -> None:
    text = "8\r\x1b[B\x1b]0;x\x07\x1b[48;0;0;0;0t\x039"
    typing.type(*f"\x1b[200~{text}\x1b[201~", "a")
    assert typing.pastes == [text]
    assert typing.keys == ["a"]


def test_a_long_paste_is_cut(typing: Typing) -> None:
    typing.type(f"\x1b[200~{'1' * 100_000}\x1b[201~")
    assert [len(paste) for paste in typing.pastes] == [reader._LONGEST_PASTE]
    assert typing.keys == []


def test_a_slow_paste_is_still_a_paste(typing: Typing) -> None:
    typing.type("\x1b[200~12", "34", "56\x1b[201~", pause=3)
    assert typing.pastes == ["123456"]
    assert typing.keys == []


def test_ctrl_c_ends_a_paste_that_never_ends(typing: Typing) -> None:
    assert typing.type("\x1b[200~12").wait(LATE).type("\x03").keys == ["ctrl+c"]
    assert typing.pastes == []


def test_a_paste_that_never_ends_is_given_up(typing: Typing) -> None:
    typing.type("\x1b[200~12").wait(reader._PATIENCE + 1)
    assert typing.type("3").keys == ["3"]


def test_the_end_of_a_paste_without_its_beginning_is_nothing() -> None:
    assert _type("\x1b[201~") == []


def test_focus_and_whole_frames_are_told(typing: Typing) -> None:
    typing.type("\x1b[I\x1b[O\x1b[?2026;2$y\x1b[?2026;0$y\x1b[?2048;2$y")
    names = [type(message).__name__ for message in typing.came]
    assert names == ["AppFocus", "AppBlur", "TerminalSupportsSynchronizedOutput"]


@pytest.mark.parametrize("raw", [b"\x9b5~", b"\xc2\x9b5~"], ids=["8 bits", "UTF-8"])
def test_a_control_sequence_of_8_bits_is_one_too(raw: bytes) -> None:
    assert _type(raw.decode("utf-8", "surrogateescape")) == ["pageup"]


def test_a_byte_of_another_encoding_is_passed_over() -> None:
    assert _type(b"caf\xe9 1".decode("utf-8", "surrogateescape")) == [*"caf", "space", "1"]
