"""What a terminal shows, cell by cell, so that only what differs is sent to it. Pure.

Textual sends a row from the left edge of its widget, turns each style off before the next, and
paints what is there already. On a slow line, people wait for that.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import NamedTuple

from nightcramp.wizard.widgets.rows import is_plain

_SEQUENCE = re.compile(r"(\n|\x1b[^A-Za-z]*[A-Za-z]?)")
_PLACE = re.compile(r"\x1b\[([1-9]\d*);([1-9]\d*)H")
_STYLE = re.compile(r"\x1b\[([\d;]+)m")
_NO_COLORS = re.compile(r"(^|(?<!38;5);)39;49$")
"""What Textual adds to each style where NO_COLOR is set: the colors that are on anyway."""
_ALL_OFF, _ERASE_REST = "\x1b[0m", "\x1b[K"
_UPDATES = ("\x1b[?2026h", "\x1b[?2026l")
"""Begin and end of a synchronized update."""
_OF_LETTERS = re.compile(r"(?:(?:1|[39][0-7]|38;5;\d+|38;2;\d+;\d+;\d+)(?:;|$))*")
"""Styles in which a blank looks as it does in none: bold, and colors of text."""
_NEAR = 8
"""Cells that are cheaper to send again than to go past."""
_UNKNOWN = "\0"
_ORIGINAL = "0"
"""The character that stands for no style."""


class _Row(NamedTuple):
    """A character for each cell, and another for the style of each."""

    text: str
    styles: str


class ShownCells:
    """Turns what Textual paints into what leads there from what the terminal shows.

    It reads moves of the cursor, styles, and characters that take one cell. Whatever else is sent
    goes as it is, and then it is unknown what the terminal shows.

    Args:
        width: columns.
        height: rows.
    """

    def __init__(self, width: int, height: int) -> None:
        self.size = (width, height)
        self._names = {"": _ORIGINAL}
        self.forget()

    def forget(self) -> None:
        """Take nothing for known: whatever is painted next is sent."""
        width, height = self.size
        self._rows = [_Row(_UNKNOWN * width, _UNKNOWN * width)] * height
        self._cursor = (-1, -1)

    def lead_to(self, painted: str) -> str:
        """What to send, so that the terminal shows what is painted."""
        if painted in _UPDATES:
            return painted
        read = self._read(painted)
        if read is None:
            self.forget()
            return painted
        rows, cursor = read
        pen = _Pen(self._cursor)
        for y, row in sorted(rows.items()):
            self._draw(y, row, pen)
            self._rows[y] = row
        self._cursor = cursor
        return pen.lifted(*cursor)

    def _read(self, painted: str) -> tuple[dict[int, _Row], tuple[int, int]] | None:
        """The rows as they become, and where the cursor is left; None for what is not read."""
        rows: dict[int, _Row] = {}
        width, height = self.size
        x, y, style = width, height, ""
        pieces = _SEQUENCE.split(painted)
        for piece, sequence in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
            text = piece.ljust(width - x) if sequence == _ERASE_REST else piece
            if text:
                if not is_plain(text) or x + len(text) > width or y >= height:
                    return None
                rows[y] = self._written(rows.get(y, self._rows[y]), x, text, style)
                x += len(piece)
            if place := _PLACE.fullmatch(sequence):
                y, x = int(place[1]) - 1, int(place[2]) - 1
            elif sequence == "\n" and y + 1 < height:
                x, y = width, y + 1
            elif sequence == _ALL_OFF:
                style = ""
            elif (turned_on := _STYLE.fullmatch(sequence)) and not style:
                style = _NO_COLORS.sub("", turned_on[1])
            elif sequence and (sequence != _ERASE_REST or style):
                return None
        return None if style or y >= height else (rows, (x, y))

    def _written(self, row: _Row, x: int, text: str, style: str) -> _Row:
        """The row with a text at a place; blanks have no style that they do not show."""
        name = self._names.setdefault(style, chr(ord(_ORIGINAL) + len(self._names)))
        styles = name * len(text)
        if " " in text and _OF_LETTERS.fullmatch(style):
            styles = "".join([_ORIGINAL if char == " " else name for char in text])
        end = x + len(text)
        return _Row(
            row.text[:x] + text + row.text[end:], row.styles[:x] + styles + row.styles[end:]
        )

    def _draw(self, y: int, row: _Row, pen: _Pen) -> None:
        """Draw the cells of a row that differ, and the few between them."""
        old = self._rows[y]
        if row == old:
            return
        cells = enumerate(zip(row.text, row.styles, old.text, old.styles, strict=True))
        differing = [x for x, (a, style, b, styled) in cells if a != b or style != styled]
        stretches: list[tuple[int, int]] = []
        for x in differing:
            begins, ended = stretches[-1] if stretches else (x, x)
            if stretches and x - ended <= _NEAR and _UNKNOWN not in row.text[ended:x]:
                stretches[-1] = (begins, x + 1)
            else:
                stretches.append((x, x + 1))
        blank_from = max(len(row.text.rstrip(" ")), len(row.styles.rstrip(_ORIGINAL)))
        styles = {name: style for style, name in self._names.items()}
        for start, end in stretches:
            x = start
            for name, same in groupby(row.styles[start : min(end, blank_from)]):
                text = row.text[x : x + len(list(same))]
                pen.write(x, y, text, styles[name])
                x += len(text)
            if end > blank_from:
                pen.erase_rest(max(x, blank_from), y)


class _Pen:
    """Writes text at places, in as few bytes as it takes.

    Args:
        place: column and row of the cursor, where they are known.
    """

    def __init__(self, place: tuple[int, int]) -> None:
        self._place = place
        self._style = ""
        self._sent: list[str] = []

    def write(self, x: int, y: int, text: str, style: str) -> None:
        """Write some text in a style."""
        self._go(x, y)
        self._dress(style, blank=not text.strip(" "))
        self._sent.append(text)
        self._place = (x + len(text), y)

    def erase_rest(self, x: int, y: int) -> None:
        """Make the rest of a row blank."""
        self._go(x, y)
        self._dress("", blank=True)
        self._sent.append(_ERASE_REST)

    def lifted(self, x: int, y: int) -> str:
        """All that is to be sent, and leaves the cursor at a place, with no style on."""
        self._dress("")
        self._go(x, y)
        return "".join(self._sent)

    def _go(self, x: int, y: int) -> None:
        if (x, y) != self._place:
            self._sent.append(f"\x1b[{y + 1};{x + 1}H")
            self._place = (x, y)

    def _dress(self, style: str, *, blank: bool = False) -> None:
        """Turn a style on, and others off; blanks without one may have any of letters."""
        if style == self._style or (blank and not style and _OF_LETTERS.fullmatch(self._style)):
            return
        off = "0;" if self._style else ""
        self._sent.append(f"\x1b[{off}{style}m" if style else "\x1b[m")
        self._style = style
