"""What is sent of a paint: only what the terminal does not show, and all of that."""

from __future__ import annotations

from itertools import chain
from typing import NamedTuple

import pyte
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nightcramp.wizard.shown_cells import ShownCells
from tests.real_terminal import looks

WIDTH, HEIGHT = 24, 5
STYLES = (
    "",
    "39;49",
    "1;39;49",
    "38;5;39;49",
    "1",
    "32",
    "1;38;5;80",
    "38;5;247",
    "7",
    "7;91",
    "4",
    "1;38;5;231;48;5;24",
    "30;107",
)
PARKED = "\x1b[1;1H"
UNREADABLE = (
    "\x1b[2J",
    "\x1b[2;3Habc\x1b[1J",
    "\x1b[1;1H日本",
    "\x1b[1;1He\u0301",
    "\x1b[5;1H\x1b[44mon\x1b[K\x1b[0m",
    "\x1b[3;20H" + "too long " * 3,
    "\x1b[1;1H\x1b[1mbold\x1b[7mboth\x1b[0m",
    "\x1b[5;4Hlast\n\x1b[1;1H",
    "\x1b[6;1Hbelow\x1b[1;1H",
    "\x1b[4;2Habc\x1b[2;2Hdef\x1b[5X",
)
"""What may write over anything in ways that are not followed."""


class Chop(NamedTuple):
    """Some text at a place, as Textual paints a part of a row."""

    x: int
    y: int
    spans: tuple[tuple[str, str], ...]

    @property
    def painted(self) -> str:
        room = WIDTH - self.x
        sent = f"\x1b[{self.y + 1};{self.x + 1}H"
        for text, style in self.spans:
            fitting = text[:room]
            room -= len(fitting)
            sent += f"\x1b[{style}m{fitting}\x1b[0m" if style and fitting else fitting
        return sent + "\n" * (self.y < HEIGHT - 1)


PLACES = st.tuples(st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1))
TEXTS = st.one_of(
    st.text("ab ─■é", max_size=8), st.integers(0, WIDTH).map(lambda cells: " " * cells)
)
CHOPS = st.builds(
    lambda place, spans: Chop(place[0], place[1], tuple(spans)),
    PLACES,
    st.lists(st.tuples(TEXTS, st.sampled_from(STYLES)), max_size=6),
)
PAINTS = st.builds(
    lambda chops, end: "".join(c.painted for c in chops) + f"\x1b[{end[1] + 1};{end[0] + 1}H",
    st.lists(CHOPS, max_size=8),
    PLACES,
)


class Terminal:
    """A terminal, and what is seen on it."""

    def __init__(self, *, wraps: bool) -> None:
        self.screen = pyte.Screen(WIDTH, HEIGHT)
        self.stream = pyte.Stream(self.screen)
        if not wraps:
            self.stream.feed("\x1b[?7l")

    def seen(self) -> list[object]:
        """Every cell as it looks, and the cursor's place."""
        rows = [[self.screen.buffer[y][x] for x in range(WIDTH)] for y in range(HEIGHT)]
        return [*map(looks, chain(*rows)), (self.screen.cursor.x, self.screen.cursor.y)]


@example(paints=["\x1b[1;1Ha\x1b[1;3Ha" + PARKED], wraps=False)
@given(
    paints=st.lists(st.one_of(PAINTS, PAINTS, st.sampled_from(UNREADABLE)), max_size=6),
    wraps=st.booleans(),
)
def test_a_terminal_shows_the_same_as_if_all_were_sent(*, paints: list[str], wraps: bool) -> None:
    cells = ShownCells(WIDTH, HEIGHT)
    whole, spared = Terminal(wraps=wraps), Terminal(wraps=wraps)
    for painted in paints:
        whole.stream.feed(painted)
        spared.stream.feed(cells.lead_to(painted))
        assert spared.seen() == whole.seen()


@pytest.fixture
def cells() -> ShownCells:
    shown = ShownCells(WIDTH, HEIGHT)
    rows = ("1  \x1b[1mone\x1b[0m", "2  two", "3  \x1b[7mthree\x1b[0m  ", "", "")
    shown.lead_to("\n".join(f"\x1b[{y};1H{row}\x1b[K" for y, row in enumerate(rows, 1)) + PARKED)
    return shown


@pytest.mark.parametrize(
    ("painted", "sent"),
    [
        # shown already
        ("\x1b[1;1H1  \x1b[1mone\x1b[0m  \n\x1b[2;1H2" + PARKED, ""),
        # one cell
        ("\x1b[2;1H2  too" + PARKED, "\x1b[2;5Ho" + PARKED),
        # a style
        ("\x1b[2;1H2  two\x1b[7m!\x1b[0m" + PARKED, "\x1b[2;7H\x1b[7m!\x1b[m" + PARKED),
        # blanks
        ("\x1b[3;1H" + " " * WIDTH + PARKED, "\x1b[3;1H\x1b[K" + PARKED),
        # only the cursor
        ("\x1b[1;1H1 \x1b[1m one\x1b[0m\x1b[2;1H2\x1b[1;5H", "\x1b[1;5H"),
        # styles side by side
        ("\x1b[5;1H\x1b[32mab\x1b[0m \x1b[1mc\x1b[0m" + PARKED,
         "\x1b[5;1H\x1b[32mab \x1b[0;1mc\x1b[m" + PARKED),
        # colors that are on anyway
        ("\x1b[1;4H\x1b[1;39;49mone\x1b[0m\x1b[39;49m \x1b[0m" + PARKED, ""),
        # cells that are near, and that are not
        ("\x1b[4;1Ha" + " " * 8 + "b" + PARKED, "\x1b[4;1Ha" + " " * 8 + "b" + PARKED),
        ("\x1b[4;1Ha" + " " * 9 + "b" + PARKED, "\x1b[4;1Ha\x1b[4;11Hb" + PARKED),
    ],
)  # fmt: skip
def test_what_is_shown_is_not_sent(cells: ShownCells, painted: str, sent: str) -> None:
    assert cells.lead_to(painted) == sent


@pytest.mark.parametrize("unreadable", [*UNREADABLE, "\x1b[1;1H\x1b[7mleft on"])
def test_what_cannot_be_read_is_sent_as_it_is_and_then_all_is(
    cells: ShownCells, unreadable: str
) -> None:
    painted = "\x1b[2;1H2  two" + PARKED
    assert cells.lead_to(painted) == ""
    assert cells.lead_to(unreadable) == unreadable
    assert cells.lead_to(painted) == painted


def test_what_is_forgotten_is_sent_again(cells: ShownCells) -> None:
    painted = "\x1b[2;1H2  two" + PARKED
    cells.forget()
    assert cells.lead_to(painted) == painted


def test_the_begin_and_end_of_an_update_change_no_cell(cells: ShownCells) -> None:
    for mark in ("\x1b[?2026h", "\x1b[?2026l"):
        assert cells.lead_to(mark) == mark
    assert cells.lead_to("\x1b[2;1H2  two" + PARKED) == ""
