"""The key bar: the keys that work here, as many as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.keys import HIDDEN, SPARE, Key, keys_of
from nightcramp.widgets.lines import Lines
from nightcramp.widgets.rows import BLANK, Row, Rows, Span, row_width

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nightcramp.keys import Place
    from nightcramp.pack.words import KeyWords


def key_bar_rows(
    keys: Sequence[Key], words: Mapping[str, KeyWords], width: int, height: int
) -> Rows:
    """The keys on the bottom rows; those of the highest rank go when room is short.

    A blank row above them is worth more than the keys of rank SPARE and above.
    """
    for most, least_rank in ((height - 1, SPARE), (height, 1)):
        shown = [key for key in keys if key.rank < HIDDEN and words[key.id].label]
        rows = _lay_out(shown, words, width)
        while len(rows) > most and max(key.rank for key in shown) >= least_rank:
            shown.remove(max(reversed(shown), key=lambda key: key.rank))
            rows = _lay_out(shown, words, width)
        if len(rows) <= most:
            break
    return (*[BLANK] * (height - len(rows)), *rows)[:height]


def _lay_out(keys: Sequence[Key], words: Mapping[str, KeyWords], width: int) -> list[Row]:
    rows: list[Row] = []
    for key in keys:
        said = words[key.id]
        item = (Span(said.shown, "key"), Span(f" {said.label}"))
        if rows and row_width(rows[-1]) + 3 + row_width(item) <= width:
            rows[-1] = (*rows[-1], Span("   "), *item)
        else:
            rows.append((Span(" "), *item))
    return rows


class KeyBar(Lines):
    """The bottom rows of every screen."""

    def __init__(self, words: Mapping[str, KeyWords]) -> None:
        super().__init__()
        self._words = words
        self._place: Place = "welcome"

    def show(self, place: Place) -> None:
        """Show the keys that work there."""
        self._place = place
        self.redraw()

    def build(self, width: int, height: int) -> Rows:
        """The rows to show."""
        return key_bar_rows(keys_of(self._place), self._words, width, height)
