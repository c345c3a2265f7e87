"""The frame: what the terminal shows, so that only what differs is sent.

Textual repaints a whole screen up to four times when it opens one, and a changed row
from its left end. Over a slow line each byte is waited for.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from rich.color import ColorSystem
from textual._compositor import CompositorUpdate

from nightcramp.wizard.widgets.rows import cells_of, changed_cells

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console
    from rich.style import Style

    from nightcramp.wizard.widgets.rows import Row, Rows

_ERASE_TO_END = "\x1b[K"
_CHARACTER, _STYLE = itemgetter(0), itemgetter(1)
_COLORS = ColorSystem.STANDARD  # the palette has the 16 of every terminal


class Frame(CompositorUpdate):
    """What is shown, and what is to be shown; rendering it sends the difference."""

    def __init__(self, styles: Mapping[str, Style]) -> None:
        self._styles = styles
        self._seen_on_blanks = {
            name for name, style in styles.items() if style.reverse or style.bgcolor
        }
        self._shown: Rows = ()
        self._wanted: Rows = ()
        self._width = 0

    def forget(self) -> None:
        """Take nothing for granted: the terminal was resized, or something wrote over it."""
        self._shown = ()

    def want(self, rows: Rows, width: int) -> None:
        """Say what is to be shown: each row of a terminal that is so wide."""
        if (len(rows), width) != (len(self._shown), self._width):
            self.forget()
        self._wanted, self._width = rows, width

    @property
    def differs(self) -> bool:
        """Whether the terminal shows anything else than what is wanted."""
        return self._shown != self._wanted

    def take_over(self, rows: Rows, width: int) -> None:
        """Know what a terminal that is so wide shows already."""
        self._shown, self._width = rows, width

    def render_segments(self, console: Console) -> str:
        """What to send for the terminal to show what is wanted."""
        del console
        sent: list[str] = []
        for y, row in enumerate(self._wanted):
            change = changed_cells(self._shown[y], row) if self._shown else (0, self._width)
            if change:
                sent.append(f"\x1b[{y + 1};{change[0] + 1}H")
                sent.append(self._render(row, *change))
        self._shown = self._wanted
        return "".join(sent)

    def _render(self, row: Row, start: int, end: int) -> str:
        """Those cells; a blank end of the row is erased, which takes three bytes."""
        cells = cells_of(row)
        while cells and cells[-1][0] == " " and cells[-1][1] not in self._seen_on_blanks:
            cells.pop()
        blank = end - max(start, len(cells))
        parts = [
            self._styles[name].render("".join(map(_CHARACTER, same)), color_system=_COLORS)
            for name, same in groupby(cells[start:end], _STYLE)
        ]
        return "".join(parts) + (_ERASE_TO_END if blank > len(_ERASE_TO_END) else " " * blank)
