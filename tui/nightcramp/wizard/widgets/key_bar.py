"""The key bar: the keys that work here, as many as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.wizard.widgets.lines import Lines
from nightcramp.wizard.widgets.page_rows import key_bar_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nightcramp.wizard.keys import Key
    from nightcramp.wizard.widgets.rows import Rows


class KeyBar(Lines):
    """The bottom rows of every screen.

    Args:
        keys: returns the keys that work now, each time that the bar is built.
    """

    LEADS = False

    def __init__(self, keys: Callable[[], Sequence[Key]]) -> None:
        super().__init__()
        self._offered = keys
        self._built_for: Sequence[Key] = ()

    def follow(self) -> None:
        """Redraw where other keys work now."""
        if self._offered() != self._built_for:
            self.redraw()

    def build(self, width: int, height: int) -> Rows:
        """Return the rows to show."""
        self._built_for = self._offered()
        return key_bar_rows(self._built_for, self.words.keys, width, height)
