"""The rows of the first page: its text, and the picture beside it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from nightcramp.pack.pictures import Picture
from nightcramp.reports.blocks import Block
from nightcramp.wizard.marks import WGL4, Marks
from nightcramp.wizard.widgets.page_rows import fitting_rows
from nightcramp.wizard.widgets.picture import picture_rows
from nightcramp.wizard.widgets.rows import BLANK, COLUMN, Row, Span, beside, centered, row_width

_LEAST = 38
"""Cells of the text beside the picture."""
_GAP = 4


def welcome_rows(
    title: str,
    parts: Sequence[Block],
    picture: Picture | None,
    width: int,
    height: int,
    marks: Marks = WGL4,
) -> list[Row]:
    """The text at the left and the picture at the right, where both fit; else the text alone."""
    column = min(width, COLUMN)
    name: Row = (Span(title, "accent"),)
    if picture is not None:
        room = column - _LEAST - _GAP
        drawn = picture_rows(picture, (), {}, room, height, ascii_only=marks is not WGL4)
        narrow = column - max(map(row_width, drawn), default=0) - _GAP
        rows = _named(name, parts, narrow, height, marks)
        if drawn and len(rows) <= height:
            air = max(0, min(len(rows), height) - len(drawn)) // 2
            return centered(beside(rows, [*[BLANK] * air, *drawn], narrow + _GAP), column, width)
    return centered(_named(name, parts, column, height, marks), column, width)


def _named(name: Row, parts: Sequence[Block], width: int, height: int, marks: Marks) -> list[Row]:
    """The text under its name, if there is room for both."""
    rows = [BLANK, name, *fitting_rows(parts, width, height - 2, marks)]
    if len(rows) > height or row_width(name) > width:
        return fitting_rows(parts, width, height, marks)
    return rows
