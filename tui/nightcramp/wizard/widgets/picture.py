"""The rows of a picture. Pure; drawn before Textual is loaded."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from nightcramp.pack.pictures import Picture
from nightcramp.reports.drawing import Mark, draw
from nightcramp.wizard.widgets.rows import Row, Span

_STYLES: dict[Mark, str] = {
    "": "",
    "resting": "picture",
    "filled": "chosen",
    "digit": "key",
    "filled_digit": "chosen",
}
_SMALLEST = 0.6  # of its own size; below that nobody would know what it shows


def picture_rows(
    picture: Picture,
    chosen: Collection[str],
    digits: Mapping[str, str],
    width: int,
    height: int,
    *,
    ascii_only: bool = False,
) -> list[Row]:
    """The picture, made smaller where it must; no rows where there is too little room for it.

    Args:
        picture: what to draw.
        chosen: ids of the options whose parts are filled.
        digits: option id -> the number written on its part.
        width: cells at most.
        height: rows at most.
        ascii_only: whether to draw in ASCII.
    """
    if picture.scale(width, height) < _SMALLEST:
        return []
    drawn = draw(picture, chosen, digits, width, height, ascii_only=ascii_only)
    return [tuple(Span(text, _STYLES[mark]) for text, mark in row) for row in drawn]
