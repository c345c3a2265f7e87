"""The first screen, drawn before Textual is imported, which takes longer than all the rest.

Its rows come from the functions that `WelcomeScreen` uses. Textual finds on the terminal
what it wants to show, and sends nothing.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from nightcramp.pack.lazy import LazyPack
from nightcramp.reports.introduction import introduction
from nightcramp.system.terminal import Terminal, block_if_shutting_down
from nightcramp.wizard.keys import keys_of
from nightcramp.wizard.marks import marks_for
from nightcramp.wizard.themes import Look, color_depth, looks
from nightcramp.wizard.widgets.page_rows import (
    NARROW,
    bars,
    header_rows,
    is_too_small,
    key_bar_rows,
)
from nightcramp.wizard.widgets.rows import Row, Rows, Span, cell_len, fill, text_begins, text_of
from nightcramp.wizard.widgets.welcome import welcome_rows
from nightcramp.wizard.widgets.window import screenful

TITLE = "nightcramp"
_ERASE = "\x1b[K"
LARGEST = (500, 200)
"""Columns and lines at most; a terminal that claims more would take too much memory."""


class FirstScreen:
    """The first screen on the terminal, until Textual takes over.

    Attributes:
        drawing: the escape sequences that drew it.
        size: columns and rows that it was drawn for.
        modes: the terminal's settings from before.
        taken_over: whether Textual's driver is going to restore the terminal.
    """

    def __init__(self, terminal: Terminal, drawing: str, size: tuple[int, int]) -> None:
        self.drawing = drawing
        self.size = size
        self.modes = terminal.modes
        self.taken_over = False
        self._terminal = terminal

    def close(self) -> None:
        """Restore the terminal, unless Textual's driver does."""
        if not self.taken_over:
            block_if_shutting_down()
            self._terminal.give_back()


def draw_first_screen(
    pack: LazyPack, terminal: Terminal, theme: str = "dark"
) -> FirstScreen | None:
    """Draw the first screen; None where the terminal is too small, or too large.

    Args:
        pack: as far as it is known.
        terminal: restored already if a signal ends the program.
        theme: what it looks like.
    """
    try:
        width, height = os.get_terminal_size(1)
    except OSError:
        return None
    if is_too_small(width, height) or width > LARGEST[0] or height > LARGEST[1]:
        return None
    styles = looks(theme, color_depth(os.environ))
    drawn = drawing(first_rows(pack, width, height), width, styles)
    terminal.draw(drawn.encode())
    return FirstScreen(terminal, drawn, (width, height))


def first_rows(pack: LazyPack, width: int, height: int) -> Rows:
    """The rows of the whole screen, laid out as `app.tcss` does."""
    words = pack.words
    marks = marks_for(ascii_only=pack.locale.ascii)
    top, bottom = bars(height)
    side = 1 if width < NARROW else 3
    inside, tall = width - 2 * side, height - top - bottom
    blocks = introduction(pack, words, words.welcome.how_to)
    rows = welcome_rows(words.welcome.title, blocks, pack.picture, inside, tall, marks)
    text = screenful(rows, 0, tall, words.results.more)
    header = header_rows(TITLE, (), width, top, marks=marks)
    keys = key_bar_rows(keys_of("welcome"), words.keys, width, bottom, marks=marks)
    return (
        *fill(header, width, top),
        *_with_margin(fill(text, inside, tall), side),
        *fill(keys, width, bottom),
    )


def drawing(rows: Rows, width: int, styles: Mapping[str, Look]) -> str:
    """The escape sequences that draw the rows and put the cursor where the text begins."""
    lines = [f"\x1b[{y};1H{_sequences(row, width, styles)}" for y, row in enumerate(rows, 1)]
    top = bars(len(rows))[0]
    x, y = text_begins(rows[top:])
    return f"{''.join(lines)}\x1b[{top + y + 1};{x + 1}H"


def _sequences(row: Row, width: int, styles: Mapping[str, Look]) -> str:
    drawn = ""
    for text, style in row:
        sequence = styles[style].sequence if style else ""
        drawn += f"{sequence}{text}\x1b[0m" if sequence else text
    is_full = cell_len(text_of(row).rstrip(" ")) == width
    return drawn if is_full else drawn.rstrip(" ") + _ERASE


def _with_margin(rows: Rows, cells: int) -> list[Row]:
    margin = (Span(" " * cells),) if cells else ()
    return [(*margin, *row) for row in rows]
