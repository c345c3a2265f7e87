"""The key bar: the keys that work here, as many as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Size

from nightcramp.wizard.keys import keys_of
from nightcramp.wizard.widgets.lines import Lines
from nightcramp.wizard.widgets.page_rows import key_bar_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nightcramp.pack.words import KeyWords
    from nightcramp.wizard.keys import Place
    from nightcramp.wizard.widgets.rows import Rows


class KeyBar(Lines):
    """The bottom rows of every screen."""

    def __init__(self, words: Mapping[str, KeyWords]) -> None:
        super().__init__()
        self.words = words
        self._place: Place = "welcome"
        self._idle: frozenset[str] = frozenset()

    def show(self, place: Place) -> None:
        """Show the keys that work there."""
        if place != self._place:
            self._place = place
            self.redraw()

    def leave_out(self, idle: frozenset[str]) -> None:
        """Leave out keys, by id, that would do nothing now; it is on its way to be painted."""
        if idle != self._idle:
            self._idle = idle
            self._shown_size = Size(0, 0)

    def build(self, width: int, height: int) -> Rows:
        """The rows to show."""
        keys = [key for key in keys_of(self._place) if key.id not in self._idle]
        return key_bar_rows(keys, self.words, width, height)
