"""Prose: text to read, a screenful at a time."""

from __future__ import annotations

from collections.abc import Sequence

from textual.reactive import var

from nightcramp.reports.blocks import Block
from nightcramp.wizard.widgets.lines import Lines
from nightcramp.wizard.widgets.page_rows import fitting_rows
from nightcramp.wizard.widgets.rows import COLUMN, Row, centered
from nightcramp.wizard.widgets.window import screenful, screenfuls

_STEPS = {"up": -1, "pageup": -1, "home": -999, "end": 999}
"""How many screenfuls a key reads on; any other key reads on by one."""


class Pager(Lines):
    """What is read a screenful at a time, where it is too long for the screen."""

    screenful = var(0)
    """Number of the screenful shown, from 0."""

    @property
    def last(self) -> int:
        """Number of the last screenful."""
        raise NotImplementedError

    def watch_screenful(self) -> None:
        """Redraw with the new screenful."""
        self.redraw()

    def scroll_by(self, key: str) -> None:
        """Read on, or back, as a key says."""
        last = self.last
        self.screenful = max(0, min(min(self.screenful, last) + _STEPS.get(key, 1), last))


class Prose(Pager):
    """A text; too long a one shows that there is more."""

    def __init__(self, parts: Sequence[Block] = ()) -> None:
        super().__init__()
        self._parts = parts

    def show(self, parts: Sequence[Block]) -> None:
        """Show a text from its beginning."""
        self._parts = parts
        self.screenful = 0
        self.redraw()

    def _rows(self, width: int, height: int) -> list[Row]:
        """All of the text, in the middle of the width."""
        column = min(width, COLUMN)
        return centered(fitting_rows(self._parts, column, height, self.marks), column, width)

    @property
    def last(self) -> int:
        """Number of the last screenful."""
        width, height = self.size
        return len(screenfuls(len(self._rows(width, height)), height)) - 1

    def build(self, width: int, height: int) -> list[Row]:
        """Return the rows to show."""
        rows = self._rows(width, height)
        return screenful(rows, self.screenful, height, self.words.results.more)
