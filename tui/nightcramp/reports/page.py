"""A page before it is text, Markdown or HTML: a title and blocks, one below the other.

All three are made from the same blocks, so that none says more than another.
"""

from __future__ import annotations

import html
import re
import textwrap
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH, HEIGHT = 78, 60
"""Columns and rows of a sheet of paper."""

Kind = Literal[
    "banner", "heading", "text", "item", "for", "against", "fact", "code", "table", "foot"
]


class Block(msgspec.Struct, frozen=True):
    """One thing that a page says.

    Attributes:
        kind: a `fact` has a term before it; a `code` is never broken; a `foot` ends a page.
        note: said behind it.
        term: said before it.
        cells: of a `table`, row by row, the headings first.
        spare: how easily it is left out where a page has to fit; 0 stays.
    """

    kind: Kind
    text: str = ""
    note: str = ""
    term: str = ""
    cells: tuple[tuple[str, ...], ...] = ()
    spare: int = 0


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
        page: what there is to say.
        left_out: said in its last line but one, where something had to go.
    """
    blocks = list(page.blocks)
    while _rows(page.title, blocks) > HEIGHT and (most := max(b.spare for b in blocks)):
        last = max(i for i, block in enumerate(blocks) if block.spare == most)
        blocks.pop(last)
        blocks = _without_empty_headings(blocks)
        if blocks[-2].text != left_out:
            blocks.insert(len(blocks) - 1, Block("text", left_out))
    # What is left has to be said: it stands closer together.
    return Page(page.title, tuple(blocks), tight=_rows(page.title, blocks) > HEIGHT)


def _rows(title: str, blocks: list[Block]) -> int:
    return render_text(Page(title, tuple(blocks))).count("\n")


def _without_empty_headings(blocks: list[Block]) -> list[Block]:
    following = [*(block.kind for block in blocks[1:]), "heading"]
    return [
        block
        for block, after in zip(blocks, following, strict=True)
        if not (block.kind == "heading" and block.spare and after == "heading")
    ]


_AFTER_A_BLANK = ("heading", "banner", "code", "table", "foot")
_MARKS = {"item": "-  ", "for": "+  ", "against": "-  "}


def render_text(page: Page) -> str:
    """The page as plain text, 78 columns at most."""
    rows = [*_wrap(page.title.upper()), "=" * WIDTH]
    for block in page.blocks:
        if block.kind in _AFTER_A_BLANK and not page.tight:
            rows.append("")
        rows += _text_rows(block)
    return "\n".join(rows) + "\n"


def _text_rows(block: Block) -> list[str]:
    said = f"{block.text} ({block.note})" if block.note else block.text
    if block.kind == "banner":
        return [*_wrap(f"!!  {block.text}"), *_wrap(block.note, "    ")]
    if block.kind == "heading":
        return _wrap(said.upper())
    if block.kind == "code":
        return [f"    {block.text}"]
    if block.kind == "fact":
        return _wrap(said, f"{block.term:<3}" if len(block.term) < 3 else f"{block.term}  ")
    if block.kind == "table":
        return list(_text_table(block.cells))
    return _wrap(said, _MARKS.get(block.kind, ""))


def _text_table(cells: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    # What is left of the sheet goes to the last column, to write in.
    widths[-1] = max(widths[-1], WIDTH - sum(widths[:-1]) - 3 * (len(widths) - 1))
    for row in cells:
        yield " | ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        yield "-+-".join("-" * width for width in widths)


def _wrap(text: str, mark: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=mark,
        subsequent_indent=" " * min(len(mark), 12),
        break_on_hyphens=False,
    )


_MARKDOWN = re.compile(r"([\\`*_\[\]<>|#~])")
_LIST_MARK = re.compile(r"^(\d+)([.)])|^([-+])")


def render_markdown(page: Page) -> str:
    """The page as Markdown (CommonMark, with tables)."""
    parts = [f"# {_escaped(page.title)}"]
    for block in page.blocks:
        said = _escaped(f"{block.text} ({block.note})" if block.note else block.text)
        if block.kind == "banner":
            note = f"  \n{_escaped(block.note)}" if block.note else ""
            parts.append(f"\n**{_escaped(block.text)}**{note}\n")
        elif block.kind == "heading":
            parts.append(f"\n## {said}\n")
        elif block.kind == "code":
            parts.append(f"\n    {block.text}")
        elif block.kind == "fact":
            parts.append(f"- **{_escaped(block.term)}** {said}")
        elif block.kind == "table":
            parts.append("\n" + "\n".join(_markdown_table(block.cells)))
        elif block.kind in ("text", "foot"):
            parts.append(f"\n{_LIST_MARK.sub(_disarmed, said)}\n")
        else:
            mark = {"for": "(+) ", "against": "(-) "}.get(block.kind, "")
            parts.append(f"- {mark}{_LIST_MARK.sub(_disarmed, said)}")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(parts)).strip() + "\n"


def _markdown_table(cells: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    for i, row in enumerate(cells):
        yield f"| {' | '.join(_escaped(cell) for cell in row)} |"
        if i == 0:
            yield f"|{'---|' * len(row)}"


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)


def _disarmed(match: re.Match[str]) -> str:
    """What would begin a list, so that it does not."""
    return f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}"


_STYLE = """
@page { margin: 12mm 14mm; }
* { box-sizing: border-box; }
body { font: 10pt/1.27 sans-serif; color: #000; background: #fff; margin: 0 auto;
  max-width: 46em; padding: 1em; overflow-wrap: anywhere; }
h1 { font-size: 1.35em; margin: 0 0 .5em; border-bottom: 2px solid #000; }
h2 { font-size: 1.08em; margin: .7em 0 .15em; break-after: avoid; }
p { margin: .2em 0; }
ul { margin: .1em 0; padding-left: 1.4em; }
li.for { list-style: "+  "; }
li.against { list-style: "\\2212  "; }
.banner { border: 3px solid #000; padding: .4em .6em; margin: .5em 0; }
.banner b { display: block; font-size: 1.5em; }
dl { margin: .3em 0; display: grid; grid-template-columns: max-content 1fr; gap: .1em .8em; }
dt { font-weight: bold; }
dd { margin: 0; }
pre { font: bold 1.15em monospace; margin: .4em 0; white-space: pre-wrap; }
table { border-collapse: collapse; width: 100%; margin: .4em 0; }
th, td { border: 1px solid #000; padding: .15em .4em; text-align: left; font-weight: normal; }
th { font-weight: bold; }
tr { height: 2.3em; }
.foot { margin-top: .8em; border-top: 1px solid #000; }
.wide { width: 30%; }
@media print { body { padding: 0; max-width: none; } }
""".strip()


_NOTHING_FROM_ELSEWHERE = "default-src 'none'; style-src 'unsafe-inline'"


def render_html(page: Page, language: str) -> str:
    """The page as one file of HTML, made to be printed: no script, and nothing from elsewhere."""
    rows = [
        "<!DOCTYPE html>",
        f'<html lang="{html.escape(language)}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_NOTHING_FROM_ELSEWHERE}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{html.escape(page.title)}</title>",
        f"<style>\n{_STYLE}\n</style>",
        "</head>",
        "<body>",
        f"<h1>{html.escape(page.title)}</h1>",
    ]
    within = ""
    for block in page.blocks:
        wanted = {"item": "ul", "for": "ul", "against": "ul", "fact": "dl"}.get(block.kind, "")
        if within != wanted:
            rows += [f"</{within}>"] if within else []
            rows += [f"<{wanted}>"] if wanted else []
            within = wanted
        rows.append(_html_block(block))
    rows += [f"</{within}>"] if within else []
    return "\n".join([*rows, "</body>", "</html>"]) + "\n"


def _html_block(block: Block) -> str:
    text, note = html.escape(block.text), html.escape(block.note)
    said = f"{text} ({note})" if note else text
    if block.kind == "banner":
        return f'<div class="banner"><b>{text}</b>{note}</div>'
    if block.kind == "fact":
        return f"<dt>{html.escape(block.term)}</dt><dd>{said}</dd>"
    if block.kind == "table":
        return _html_table(block.cells)
    if block.kind in ("for", "against"):
        return f'<li class="{block.kind}">{said}</li>'
    if block.kind == "foot":
        return f'<p class="foot">{said}</p>'
    tag = {"heading": "h2", "item": "li", "code": "pre"}.get(block.kind, "p")
    return f"<{tag}>{said}</{tag}>"


def _html_table(cells: tuple[tuple[str, ...], ...]) -> str:
    head, *body = cells
    last = len(head) - 1
    rows = [
        "".join(
            f'<th class="wide">{html.escape(cell)}</th>'
            if i == last
            else f"<th>{html.escape(cell)}</th>"
            for i, cell in enumerate(head)
        )
    ]
    rows += ["".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in body]
    return "<table>\n" + "\n".join(f"<tr>{row}</tr>" for row in rows) + "\n</table>"
