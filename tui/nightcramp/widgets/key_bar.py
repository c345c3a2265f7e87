"""The key bar: the keys that work here, as many as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.keys import keys_of
from nightcramp.widgets.lines import Lines
from nightcramp.widgets.page_rows import key_bar_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nightcramp.keys import Place
    from nightcramp.pack.words import KeyWords
    from nightcramp.widgets.rows import Rows


class KeyBar(Lines):
    """The bottom rows of every screen."""

    def __init__(self, words: Mapping[str, KeyWords]) -> None:
        super().__init__()
        self.words = words
        self._place: Place = "welcome"

    def show(self, place: Place) -> None:
        """Show the keys that work there."""
        if place != self._place:
            self._place = place
            self.redraw()

    def build(self, width: int, height: int) -> Rows:
        """The rows to show."""
        return key_bar_rows(keys_of(self._place), self.words, width, height)
