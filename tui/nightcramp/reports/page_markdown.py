"""A page as Markdown (CommonMark, with tables)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nightcramp.reports.blocks import Block
from nightcramp.reports.page import Page

_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#~])")


def render_markdown(page: Page) -> str:
    """The page as Markdown."""
    rows = [f"# {escape_markdown(page.title)}", *map(_rendered, page.without_pictures)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(rows)).strip() + "\n"


def escape_markdown(text: str) -> str:
    """Text that is never taken for markup."""
    return _MARKUP.sub(r"\\\1", text)


def _rendered(block: Block) -> str:
    text = escape_markdown(block.in_full)
    if block.kind == "banner":
        note = f"  \n{escape_markdown(block.note)}" if block.note else ""
        return f"\n**{escape_markdown(block.text)}**{note}\n"
    if block.kind in ("heading", "sheet"):
        return f"\n{'##' if block.kind == 'heading' else '#'} {text}\n"
    if block.kind == "code":
        return f"\n    {block.text}"
    if block.kind == "table":
        return "\n" + "\n".join(_table(block.cells))
    if block.kind == "fact":
        return f"- **{escape_markdown(block.term)}** {text}"
    text = _without_list_mark(text)
    mark = f"({block.mark}) " if block.kind in ("for", "against") else ""
    return f"- {mark}{text}" if block.mark else f"\n{text}\n"


def _without_list_mark(text: str) -> str:
    """Text whose beginning is not taken for a list ("1.", "-")."""
    return re.sub(r"^(\d+(?=[.)])|(?=[+-]))", r"\1\\", text)


def _table(cells: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    for i, row in enumerate(cells):
        yield f"| {' | '.join(map(escape_markdown, row))} |"
        if i == 0:
            yield f"|{'---|' * len(row)}"
