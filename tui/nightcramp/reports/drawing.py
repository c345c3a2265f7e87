"""A picture drawn: as half blocks for a terminal, and as SVG for paper.

A character cell is drawn as four quarters, each of which knows how much of it is dark. Of the
blocks that every font has, the cell gets the one that is closest; see `_SHAPES`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from math import ceil
from typing import Literal, NamedTuple

from nightcramp.pack.pictures import Outline, Picture, Point

Mark = Literal["", "resting", "filled", "digit", "filled_digit"]
"""What a character belongs to; "" is the empty ground."""


class Run(NamedTuple):
    """Neighboring characters with the same mark."""

    text: str
    mark: Mark


_SHAPES = {
    (1, 1, 0, 0): "▀",
    (0, 0, 1, 1): "▄",
    (1, 0, 1, 0): "▌",
    (0, 1, 0, 1): "▐",
    (1, 1, 1, 1): "█",
    (0, 0, 0, 0): " ",
}
"""Dark quarters (upper left, upper right, lower left, lower right) -> the block.

The first of the closest is taken, so that a single dark quarter is not lost.
"""
_SHADES = {"light": "░", "part": "░", "middle": "▒"}
_IN_ASCII = str.maketrans("▀▄▌▐█░▒", "'.###::")
_LINES = 3
"""Lines on which the height of a quarter is measured."""
_BEND = 4
"""Straight lines that make a bend, on a terminal."""
_GROUND = -1


def draw(
    picture: Picture,
    chosen: Collection[str],
    digits: Mapping[str, str],
    width: int,
    height: int,
    *,
    ascii_only: bool = False,
) -> list[list[Run]]:
    """The picture in half blocks, a list for each row; what is empty at its end is left out.

    Args:
        picture: what to draw.
        chosen: ids of the options whose parts are filled.
        digits: option id -> the number written on its part; without one, none is.
        width: cells at most; a picture that needs more is made smaller.
        height: rows at most.
        ascii_only: whether to draw with `#`, `.`, `'` and `:`.
    """
    columns, rows = picture.cells(width, height)
    scale = picture.scale(width, height)
    quarters = _quarters(picture, chosen, columns, rows, scale)
    cells = [
        [
            _character([quarters[2 * y + dy][2 * x + dx] for dy in (0, 1) for dx in (0, 1)])
            for x in range(columns)
        ]
        for y in range(rows)
    ]
    for digit, (x, y), is_filled in _digits(picture, chosen, digits):
        cells[int(y * scale / 2)][int(x * scale)] = digit, "filled_digit" if is_filled else "digit"
    return [_runs(row, ascii_only=ascii_only) for row in cells]


def _is_filled(outline: Outline, chosen: Collection[str]) -> bool:
    return outline.tone == "accent" or any(option in chosen for option in outline.options)


def _digits(
    picture: Picture, chosen: Collection[str], digits: Mapping[str, str]
) -> Iterator[tuple[str, Point, bool]]:
    """Each digit, where it stands, and whether its part is filled."""
    for outline in picture.outline:
        digit = digits.get(outline.options[0], "") if outline.options else ""
        if digit and outline.label and picture.holds(outline.label):
            yield digit, outline.label, _is_filled(outline, chosen)


def _runs(row: list[tuple[str, Mark]], *, ascii_only: bool) -> list[Run]:
    runs: list[Run] = []
    for mark, cells in groupby(row, key=lambda cell: cell[1]):
        text = "".join(char for char, _ in cells)
        runs.append(Run(text.translate(_IN_ASCII) if ascii_only else text, mark))
    return runs[:-1] if runs and not runs[-1].mark else runs


class _Quarter:
    """A quarter of a cell.

    Attributes:
        dark, filled: the share of it that is dark, and that is dark since it is filled.
        shade: the character of what else covers it.
        owner: number of the outline that covers most of it.
    """

    __slots__ = ("dark", "filled", "owner", "shade")

    def __init__(self) -> None:
        self.dark = self.filled = 0.0
        self.shade = ""
        self.owner = _GROUND

    def cover(self, share: float, outline: Outline, number: int, *, filled: bool) -> None:
        """Lay an outline over a share of it."""
        self.dark += share * ((filled or outline.tone == "dark") - self.dark)
        self.filled += share * (filled - self.filled)
        if share >= 0.5:
            self.shade = "" if filled else _SHADES.get(outline.tone, "")
            self.owner = _GROUND if outline.tone == "clear" else number


def _character(quarters: list[_Quarter]) -> tuple[str, Mark]:
    dark = tuple([quarter.dark for quarter in quarters])
    block = _block(dark)
    if block != " ":
        filled = sum(quarter.filled for quarter in quarters)
        return block, "filled" if 2 * filled >= sum(dark) else "resting"
    shades = sorted(quarter.shade for quarter in quarters if quarter.shade)
    return (shades[-1], "resting") if len(shades) > 1 else (" ", "")


@lru_cache(maxsize=1024)
def _block(dark: tuple[float, ...]) -> str:
    def misses(shape: tuple[int, ...]) -> float:
        return sum(abs(one - share) for one, share in zip(shape, dark, strict=True))

    return _SHAPES[min(_SHAPES, key=misses)]


def _quarters(
    picture: Picture, chosen: Collection[str], columns: int, rows: int, scale: float
) -> list[list[_Quarter]]:
    """The quarters of all cells, with every outline laid over those before it."""
    quarters = [[_Quarter() for _ in range(2 * columns)] for _ in range(2 * rows)]
    shares = _shares(picture, columns, rows, scale)
    for number, (outline, covered) in enumerate(zip(picture.outline, shares, strict=True)):
        filled = _is_filled(outline, chosen)
        for (y, x), share in covered.items():
            quarters[y][x].cover(share, outline, number, filled=filled)
    _draw_edges(picture, chosen, quarters)
    return quarters


def _draw_edges(picture: Picture, chosen: Collection[str], quarters: list[list[_Quarter]]) -> None:
    """Set parts apart: a dark edge around one at rest, a gap between one filled and the next."""
    parts = {
        number: _is_filled(outline, chosen)
        for number, outline in enumerate(picture.outline)
        if outline.tone == "part"
    }
    for y, row in enumerate(quarters):
        for x, quarter in enumerate(row):
            if quarter.owner not in parts:
                continue
            below = [owner for owner in _owners_around(quarters, x, y) if owner < quarter.owner]
            if not parts[quarter.owner]:
                quarter.dark = float(bool(below))
            elif any(owner > _GROUND for owner in below):
                quarter.dark = 0.0


def _owners_around(quarters: list[list[_Quarter]], x: int, y: int) -> Iterator[int]:
    for v in (y - 1, y, y + 1):
        for u in (x - 1, x, x + 1):
            is_inside = 0 <= v < len(quarters) and 0 <= u < len(quarters[v])
            yield quarters[v][u].owner if is_inside else _GROUND


_Shares = dict[tuple[int, int], float]
"""Row and column of a quarter -> how much of it is covered."""


@lru_cache(maxsize=16)
def _shares(picture: Picture, columns: int, rows: int, scale: float) -> tuple[_Shares, ...]:
    """What each outline covers; kept, since a choice only changes what is filled."""
    return tuple(_covered(outline, columns, rows, scale) for outline in picture.outline)


def _covered(outline: Outline, columns: int, rows: int, scale: float) -> _Shares:
    corners = [(2 * x * scale, y * scale) for x, y in _corners(outline)]
    sides = list(zip(corners, [*corners[1:], corners[0]], strict=True))
    top, bottom = min(y for _, y in corners), max(y for _, y in corners)
    covered: _Shares = {}
    for y in range(max(0, int(top)), min(2 * rows, ceil(bottom))):
        for line in range(_LINES):
            for left, right in _inside(sides, y + (line + 0.5) / _LINES):
                for x in range(max(0, int(left)), min(2 * columns, ceil(right))):
                    share = (min(right, x + 1) - max(left, x)) / _LINES
                    covered[y, x] = covered.get((y, x), 0.0) + share
    return covered


def _inside(sides: list[tuple[Point, Point]], y: float) -> Iterator[tuple[float, float]]:
    """From where to where a line at this height is inside."""
    crossings = sorted(
        x0 + (y - y0) * (x1 - x0) / (y1 - y0)
        for (x0, y0), (x1, y1) in sides
        if (y0 <= y) != (y1 <= y)
    )
    return zip(crossings[::2], crossings[1::2], strict=True)


def _corners(outline: Outline) -> Iterator[Point]:
    """The corners; of a round outline, those of short straight lines along it."""
    if not outline.round:
        yield from outline.corners
        return
    for (ax, ay), (bx, by), (cx, cy) in _bends(outline):
        for step in range(_BEND):
            t = step / _BEND
            a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
            yield a * ax + b * bx + c * cx, a * ay + b * by + c * cy


def _bends(outline: Outline) -> Iterator[tuple[Point, Point, Point]]:
    """A quadratic Bézier curve for each point: from halfway before it to halfway behind it."""
    points = outline.corners
    for number, point in enumerate(points):
        before, after = points[number - 1], points[(number + 1) % len(points)]
        yield _halfway(before, point), point, _halfway(point, after)


def _halfway(one: Point, other: Point) -> Point:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


_INK, _PAPER = "#333", "#fff"
_FILLS = {"dark": _INK, "accent": _INK, "middle": "#999", "light": "#ddd"}
_NO_DIGITS: Mapping[str, str] = {}


def picture_svg(
    picture: Picture,
    chosen: Collection[str] = (),
    digits: Mapping[str, str] = _NO_DIGITS,
    width: int = 200,
) -> str:
    """The picture as an SVG element; it holds no style that a page would have to allow.

    Args:
        picture: what to draw.
        chosen: ids of the options whose parts are filled.
        digits: option id -> the number written on its part.
        width: of the drawing in pixels, 96 an inch.
    """
    from html import escape  # late: the first screen needs none

    across, down = picture.size
    svg = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {down}"',
        f' width="{width}" height="{round(width * down / across)}"',
        f' role="img" aria-label="{escape(picture.text)}">',
    ]
    for outline in picture.outline:
        is_filled = _is_filled(outline, chosen)
        fill = _INK if is_filled else _FILLS.get(outline.tone, _PAPER)
        line = f' stroke="{_PAPER if is_filled else _INK}" stroke-width="0.4"'
        edge = line if outline.tone == "part" else ""
        svg.append(f'<path fill="{fill}"{edge} d="{_path(outline)}"/>')
    svg += [
        f'<text x="{x:g}" y="{y:g}" fill="{_PAPER if is_filled else _INK}" font-size="2.6"'
        ' font-family="sans-serif" font-weight="bold" text-anchor="middle"'
        f' dominant-baseline="central">{digit}</text>'
        for digit, (x, y), is_filled in _digits(picture, chosen, digits)
    ]
    return "".join([*svg, "</svg>"])


def _path(outline: Outline) -> str:
    if not outline.round:
        return f"M{'L'.join(map(_written, outline.corners))}Z"
    bends = list(_bends(outline))
    curves = "".join(f"Q{_written(point)} {_written(end)}" for _, point, end in bends)
    return f"M{_written(bends[0][0])}{curves}Z"


def _written(point: Point) -> str:
    return f"{point[0]:g},{point[1]:g}"
