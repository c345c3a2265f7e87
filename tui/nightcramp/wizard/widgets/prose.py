"""Prose: text to read, a screenful at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import var

from nightcramp.wizard.widgets.lines import Lines
from nightcramp.wizard.widgets.page_rows import fitting_rows
from nightcramp.wizard.widgets.window import screenful, screenfuls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nightcramp.reports.blocks import Block
    from nightcramp.wizard.widgets.rows import Rows


def scroll_step(key: str) -> int:
    """How many screenfuls a key reads on."""
    return {"up": -1, "pageup": -1, "home": -999, "end": 999}.get(key, 1)


class Prose(Lines):
    """A text; too long a one shows that there is more, and is read a screenful at a time."""

    LEADS = True
    screenful = var(0)
    """Number of the screenful shown, from 0."""

    def __init__(self, more: str) -> None:
        super().__init__()
        self._more = more
        self._parts: tuple[Block, ...] = ()

    def show(self, parts: Sequence[Block]) -> None:
        """Show a text from its beginning."""
        self._parts = tuple(parts)
        self.screenful = 0
        self.redraw()

    def watch_screenful(self) -> None:
        """Redraw with the new screenful."""
        self.redraw()

    def scroll_by(self, screenfuls_on: int) -> None:
        """Read on, or back."""
        last = self._last
        self.screenful = max(0, min(min(self.screenful, last) + screenfuls_on, last))

    @property
    def goes_on(self) -> bool:
        """Whether there is more of it than the screen shows at once."""
        return self._last > 0

    @property
    def _last(self) -> int:
        width, height = self.size
        return len(screenfuls(len(fitting_rows(self._parts, width, height)), height)) - 1

    def build(self, width: int, height: int) -> Rows:
        """Return the rows to show."""
        return tuple(
            screenful(fitting_rows(self._parts, width, height), self.screenful, height, self._more)
        )
