"""A page: a title and blocks, one below the other, and how it fits a sheet of paper."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from nightcramp.reports.blocks import Block
from nightcramp.reports.plain import wrap

WIDTH, HEIGHT = 78, 60
"""Columns and rows of a sheet of paper."""

_AFTER_A_BLANK = ("heading", "banner", "code", "table", "foot")


class Page(msgspec.Struct, frozen=True):
    """A page, top to bottom.

    Attributes:
        tight: whether it is read without any blank row.
    """

    title: str
    blocks: tuple[Block, ...]
    tight: bool = False


def fit(page: Page, left_out: str) -> Page:
    """The page without what is most easily spared, so that it fits a sheet of paper.

    Args:
        page: the whole of it.
        left_out: the sentence above its foot, where something had to go.
    """
    blocks = list(page.blocks)
    while _height(page.title, blocks) > HEIGHT and (most := max(b.spare for b in blocks)):
        blocks.pop(max(i for i, block in enumerate(blocks) if block.spare == most))
        blocks = _without_empty_headings(blocks)
        if blocks[-2].text != left_out:
            blocks.insert(len(blocks) - 1, Block("text", left_out))
    # Nothing of the rest may be left out: it stands closer together.
    return Page(page.title, tuple(blocks), tight=_height(page.title, blocks) > HEIGHT)


def _height(title: str, blocks: list[Block]) -> int:
    return render_text(Page(title, tuple(blocks))).count("\n")


def _without_empty_headings(blocks: list[Block]) -> list[Block]:
    following = [*(block.kind for block in blocks[1:]), "heading"]
    return [
        block
        for block, after in zip(blocks, following, strict=True)
        if not (block.kind == "heading" and block.spare and after == "heading")
    ]


def render_text(page: Page) -> str:
    """The page as plain text, `WIDTH` columns at most."""
    rows = [*_lines(page.title.upper()), "=" * WIDTH]
    for block in page.blocks:
        if block.kind in _AFTER_A_BLANK and not page.tight:
            rows.append("")
        rows += _rows(block)
    return "\n".join(rows) + "\n"


def _rows(block: Block) -> list[str]:
    if block.kind == "banner":
        return [*_lines(f"!!  {block.text}"), *_lines(block.note, "    ")]
    if block.kind == "heading":
        return _lines(block.in_full.upper())
    if block.kind == "code":
        return [f"    {block.text}"]
    if block.kind == "table":
        return list(_table(block.cells))
    if block.kind == "fact" and len(block.term) > 2:
        return _lines(block.in_full, f"{block.term}  ")
    mark = block.term if block.kind == "fact" else block.mark
    return _lines(block.in_full, f"{mark:<3}" if mark or block.kind == "fact" else "")


def _lines(text: str, mark: str = "") -> list[str]:
    return wrap(text, WIDTH, mark, break_words=True)


def _table(cells: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    # What is left of the sheet goes to the last column, to write in.
    widths[-1] = max(widths[-1], WIDTH - sum(widths[:-1]) - 3 * (len(widths) - 1))
    for row in cells:
        yield " | ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        yield "-+-".join("-" * width for width in widths)
