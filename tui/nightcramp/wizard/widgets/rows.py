"""Styled rows of text: what every widget here draws. Pure; knows nothing of Textual."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from nightcramp.wizard.marks import WGL4, Marks


class Span(NamedTuple):
    """Some text in one style, named as in `app.tcss`."""

    text: str
    style: str = ""


Row: TypeAlias = tuple[Span, ...]
"""What stands on one row of the terminal, left to right."""

Rows: TypeAlias = tuple[Row, ...]

BLANK: Row = ()
_ONE_CELL = frozenset(
    char
    for char in map(chr, (*range(0x300), *range(0x2010, 0x2028), *range(0x2500, 0x25FD)))
    if char.isprintable()
)
"""Latin letters, dashes and quotes, lines, blocks and shapes."""

WIDEST_TEXT = 68  # lines longer than this are hard to read
COLUMN = 72
"""Cells of the column in which a screen stands."""
TWO_PANES = 104
"""Cells of a body from which there are two columns: a terminal of 110."""


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells; a longer word is broken."""
    width = max(1, width)
    lines: list[str] = []
    line = ""
    for word in text.split():
        for part in _chopped(word, width) if cell_len(word) > width else [word]:
            longer = f"{line} {part}" if line else part
            if cell_len(longer) > width:
                lines.append(line)
                line = part
            else:
                line = longer
    return [*lines, line] if line else lines


def paragraph(
    text: str, width: int, style: str = "", mark: str = "", mark_style: str = ""
) -> list[Row]:
    """Wrapped text; a mark stands before the first line, and the others line up with it."""
    width = min(width, WIDEST_TEXT)
    indent = cell_len(mark)
    rows: list[Row] = []
    for line in wrap(text, width - indent):
        before = Span(" " * indent) if rows else Span(mark, mark_style)
        rows.append((before, Span(line, style)) if indent else (Span(line, style),))
    return rows


def item_rows(
    marked: Sequence[Row], width: int, marks: Marks = WGL4, *, focused: bool
) -> list[Row]:
    """The rows of an item in a list; the highlighted one is a block of the whole width.

    A character stands at its edge, so that it is marked without colors as well.
    """
    if not focused:
        return [(Span(" "), *row) for row in marked]
    lines = [f"{marks.edge}{text_of(row)}" for row in marked]
    return [(Span(padded(line, width), "focus"),) for line in lines]


def centered(rows: Iterable[Row], column: int, width: int) -> list[Row]:
    """The rows of a column in the middle of the width; blank rows stay blank."""
    margin = Span(" " * ((width - column) // 2))
    return [(margin, *row) if row and margin.text else row for row in rows]


def beside(left: Sequence[Row], right: Sequence[Row], column: int) -> list[Row]:
    """Two blocks of rows side by side; the right one begins behind the column."""
    rows = []
    for y in range(max(len(left), len(right))):
        row = left[y] if y < len(left) else BLANK
        other = right[y] if y < len(right) else BLANK
        gap = (Span(" " * (column - row_width(row))),) if other else ()
        rows.append((*row, *gap, *other))
    return rows


def row_width(row: Row) -> int:
    """How many cells the row takes."""
    return sum([cell_len(text) for text, _ in row])


def cell_len(text: str) -> int:
    """How many cells the text takes."""
    return len(text) if is_plain(text) else _measured(text)


def padded(text: str, width: int) -> str:
    """The text with blanks up to a width; `ljust` takes each character for one cell."""
    return text + " " * (width - cell_len(text))


def is_plain(text: str) -> bool:
    """Whether each character takes one cell, without measuring each."""
    return text.isprintable() if text.isascii() else _ONE_CELL.issuperset(text)


def _measured(text: str) -> int:
    from rich.cells import cell_len as measured  # late: the first screen needs no Rich

    return measured(text)


def _chopped(word: str, width: int) -> list[str]:
    from rich.cells import chop_cells

    return chop_cells(word, width)


def _cut(text: str, width: int) -> str:
    from rich.cells import set_cell_size

    return set_cell_size(text, width)


def text_of(row: Row) -> str:
    """The row without its styles."""
    return "".join(span.text for span in row)


def text_begins(rows: Iterable[Row]) -> tuple[int, int]:
    """The column and the row of the first character; of the corner where there is none."""
    for y, row in enumerate(rows):
        text = text_of(row)
        if text.strip():
            return len(text) - len(text.lstrip()), y
    return 0, 0


def left_and_right(left: Sequence[Span], right: Sequence[Span], width: int) -> Row:
    """Both on one row, as far apart as the width lets them be."""
    gap = width - row_width(tuple(left)) - row_width(tuple(right))
    return (*left, Span(" " * max(1, gap)), *right)


def fit(row: Row, width: int) -> Row:
    """The row cut at the width."""
    if row_width(row) <= width:
        return row
    fitting: list[Span] = []
    for span in row:
        room = width - row_width(tuple(fitting))
        if room <= 0:
            break
        text = span.text if cell_len(span.text) <= room else _cut(span.text, room)
        fitting.append(Span(text, span.style))
    return tuple(fitting)


def fill(rows: Iterable[Row], width: int, height: int) -> Rows:
    """Exactly `height` rows, none wider than `width`."""
    fitting = [fit(row, width) for row in rows][:height]
    return (*fitting, *[BLANK] * (height - len(fitting)))
