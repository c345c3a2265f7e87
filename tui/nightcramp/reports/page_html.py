"""A page as one file of HTML, made to be printed: no script, and nothing from elsewhere."""

from __future__ import annotations

from html import escape

from nightcramp.reports.blocks import Block
from nightcramp.reports.page import Page

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
_LISTS = {"item": "ul", "for": "ul", "against": "ul", "fact": "dl"}
_TAGS = {"heading": "h2", "item": "li", "code": "pre"}


def render_html(page: Page, language: str) -> str:
    """The page as HTML.

    Args:
        page: what it says.
        language: code of the language it is in, such as "es".
    """
    title = escape(page.title)
    rows = [
        "<!DOCTYPE html>",
        f'<html lang="{escape(language)}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_NOTHING_FROM_ELSEWHERE}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>",
        f"<style>\n{_STYLE}\n</style>",
        "</head>",
        "<body>",
        f"<h1>{title}</h1>",
    ]
    open_list = ""
    for block in page.blocks:
        wanted = _LISTS.get(block.kind, "")
        if open_list != wanted:
            rows += [f"</{open_list}>"] if open_list else []
            rows += [f"<{wanted}>"] if wanted else []
            open_list = wanted
        rows.append(_element(block))
    rows += [f"</{open_list}>"] if open_list else []
    return "\n".join([*rows, "</body>", "</html>"]) + "\n"


def _element(block: Block) -> str:
    text = escape(block.in_full)
    if block.kind == "banner":
        return f'<div class="banner"><b>{escape(block.text)}</b>{escape(block.note)}</div>'
    if block.kind == "fact":
        return f"<dt>{escape(block.term)}</dt><dd>{text}</dd>"
    if block.kind == "table":
        return _table(block.cells)
    if block.kind in ("for", "against"):
        return f'<li class="{block.kind}">{text}</li>'
    if block.kind == "foot":
        return f'<p class="foot">{text}</p>'
    tag = _TAGS.get(block.kind, "p")
    return f"<{tag}>{text}</{tag}>"


def _table(cells: tuple[tuple[str, ...], ...]) -> str:
    head, *body = cells
    heads = [f"<th>{escape(cell)}</th>" for cell in head[:-1]]
    rows = ["".join([*heads, f'<th class="wide">{escape(head[-1])}</th>'])]
    rows += ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in body]
    return "<table>\n" + "\n".join(f"<tr>{row}</tr>" for row in rows) + "\n</table>"
