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

    A blank row above them is worth more than the keys of rank SPARE and above. Those of
    rank 0 stay: closer together, or by their names alone, where the words are long.
    """
    items = [(key, words[key.id]) for key in keys if key.rank < HIDDEN and words[key.id].label]
    rows: list[Row] = []
    for most, least_rank in ((height - 1, SPARE), (height, 1)):
        shown = list(items)
        rows = _lay_out([said for _, said in shown], width)
        while len(rows) > most and max(key.rank for key, _ in shown) >= least_rank:
            shown.remove(max(reversed(shown), key=lambda item: item[0].rank))
            rows = _lay_out([said for _, said in shown], width)
        if len(rows) <= most:
            break
    for labeled in (len(shown), 1):
        if len(rows) > height:
            rows = _lay_out([said for _, said in shown], width, gap=1, labeled=labeled)
    return (*[BLANK] * (height - len(rows)), *rows)[:height]


def _lay_out(said: Sequence[KeyWords], width: int, gap: int = 3, labeled: int = 99) -> list[Row]:
    rows: list[Row] = []
    for place, key in enumerate(said):
        label = f" {key.label}" if place < labeled else ""
        item = (Span(key.shown, "key"), Span(label))
        if rows and row_width(rows[-1]) + gap + row_width(item) <= width:
            rows[-1] = (*rows[-1], Span(" " * gap), *item)
        else:
            rows.append((Span(" "), *item))
    return rows


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
