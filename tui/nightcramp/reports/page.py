"""A page: a title and blocks, one below the other, and how it fits a sheet of paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from nightcramp.reports.blocks import Block
from nightcramp.reports.plain import wrap

WIDTH, HEIGHT = 78, 60
"""Columns and rows of a sheet of paper."""

_SET_LARGER = {"leaflet": 10}
"""Rows that a kind of page has less, since it is set larger in HTML."""

_AFTER_A_BLANK = ("heading", "banner", "code", "table", "foot", "sheet")
_TERM_WIDTH = 14
_PICTURE = 3
"""Lines that pictures take: they stand beside the text, which has less room there."""


class Page(msgspec.Struct, frozen=True):
    """A page, top to bottom; a block of kind `sheet` begins another sheet of paper.

    Attributes:
        name: what kind of page it is, which decides how large it is set.
        tight: whether it is read without any blank row.
        pictures: id -> SVG.
    """

    title: str
    blocks: tuple[Block, ...]
    name: Literal["leaflet", "handover", "diary"] = "leaflet"
    tight: bool = False
    pictures: Mapping[str, str] = {}

    @property
    def without_pictures(self) -> tuple[Block, ...]:
        """The blocks that say something."""
        return tuple(block for block in self.blocks if block.kind != "picture")


def fit(page: Page, left_out: str) -> Page:
    """The page without what is most easily spared, so that it fits a sheet of paper.

    Args:
        page: the whole of it.
        left_out: the sentence above its foot, where something had to go.
    """
    blocks = list(page.blocks)
    room = HEIGHT - _SET_LARGER.get(page.name, 0)
    while height_of(page.title, blocks) > room and (most := max(b.spare for b in blocks)):
        blocks.pop(max(i for i, block in enumerate(blocks) if block.spare == most))
        blocks = _without_empty_headings(blocks)
        if blocks[-2].text != left_out:
            blocks.insert(len(blocks) - 1, Block("text", left_out))
    # Nothing of the rest may be left out: it stands closer together.
    tight = height_of(page.title, blocks) > room
    return msgspec.structs.replace(page, blocks=tuple(blocks), tight=tight)


def height_of(title: str, blocks: list[Block]) -> int:
    """Lines that they take on paper, with the title and with pictures."""
    pictures = sum(block.kind == "picture" for block in blocks)
    return render_text(Page(title, tuple(blocks))).count("\n") + _PICTURE * pictures


def _without_empty_headings(blocks: list[Block]) -> list[Block]:
    """Without the headings under which nothing is left: what can be spared has a `spare`."""
    following = [*blocks[1:], Block("heading", "")]
    return [
        block
        for block, after in zip(blocks, following, strict=True)
        if not (
            block.kind == "heading" and block.spare and (after.kind == "heading" or not after.spare)
        )
    ]


def render_text(page: Page) -> str:
    """The page as plain text, `WIDTH` columns at most."""
    rows = [*_lines(page.title.upper()), "=" * WIDTH]
    for block in page.without_pictures:
        if block.kind in _AFTER_A_BLANK and not page.tight:
            rows.append("")
        rows += _rows(block)
    return "\n".join(rows) + "\n"


def _rows(block: Block) -> list[str]:
    if block.kind == "banner":
        mark = "!!  " if block.rank else ""
        return [*_lines(f"{mark}{block.text}"), *_lines(block.note, " " * len(mark))]
    if block.kind in ("heading", "sheet"):
        return [*_lines(block.in_full.upper()), *(["=" * WIDTH] if block.kind == "sheet" else [])]
    if block.kind == "code":
        return [f"    {block.text}"]
    if block.kind == "table":
        return list(_table(block.cells))
    if block.kind == "fact":
        return _lines(block.in_full, f"{block.term:<{_TERM_WIDTH}}  ")
    return _lines(block.in_full, f"{block.mark:<3}" if block.mark else "")


def _lines(text: str, mark: str = "") -> list[str]:
    return wrap(text, WIDTH, mark, break_words=True)


def _table(cells: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    # What is left of the sheet goes to the last column, to write in.
    widths[-1] = max(widths[-1], WIDTH - sum(widths[:-1]) - 3 * (len(widths) - 1))
    for row in cells:
        yield " | ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        yield "-+-".join("-" * width for width in widths)
