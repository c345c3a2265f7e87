"""Large figures: a telephone number that can be read across a room. Pure."""

from __future__ import annotations

import re

from nightcramp.wizard.widgets.rows import Row, Span, cell_len, padded

_FIGURES = {
    "0": ("█▀▀▀█", "█   █", "█▄▄▄█"),
    "1": ("  ▄█ ", "   █ ", "  ▄█▄"),
    "2": ("▀▀▀▀█", "█▀▀▀▀", "█▄▄▄▄"),
    "3": ("▀▀▀▀█", " ▀▀▀█", "▄▄▄▄█"),
    "4": ("█   █", "▀▀▀▀█", "    █"),
    "5": ("█▀▀▀▀", "▀▀▀▀█", "▄▄▄▄█"),
    "6": ("█▀▀▀▀", "█▀▀▀█", "█▄▄▄█"),
    "7": ("▀▀▀▀█", "   █ ", "  █  "),
    "8": ("█▀▀▀█", "█▀▀▀█", "█▄▄▄█"),
    "9": ("█▀▀▀█", "▀▀▀▀█", "▄▄▄▄█"),
}


def large_rows(text: str, width: int) -> list[Row]:
    """A headline with its number beside it in figures of three rows, and air around.

    The words stand whole on the middle row, for what reads the screen aloud. No rows where
    there is no number, or no room.
    """
    number = re.search(r"\d+", text)
    if number is None:
        return []
    words = f"  !!  {text}  !!"
    figures = ["   ".join(_FIGURES[digit][row] for digit in number[0]) for row in range(3)]
    column = (width + cell_len(words)) // 2 - cell_len(figures[0]) // 2
    if column < cell_len(words) + 4 or column + cell_len(figures[0]) + 2 > width:
        return []
    before = (" " * column, padded(words, column), " " * column)
    rows = ["", *(f"{one}{other}" for one, other in zip(before, figures, strict=True)), ""]
    return [(Span(padded(row, width), "urgent"),) for row in rows]
