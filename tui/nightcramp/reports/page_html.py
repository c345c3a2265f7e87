"""A page as one file of HTML, made to be printed: no script, and nothing from elsewhere."""

from __future__ import annotations

from html import escape

from nightcramp.reports.blocks import Block
from nightcramp.reports.page import Page

_STYLE = """
@page { margin: 10mm 14mm; }
* { box-sizing: border-box; }
body { font: 11pt/1.26 sans-serif; color: #000; background: #fff; margin: 0 auto;
  max-width: 46em; padding: 1em; overflow-wrap: anywhere; }
h1 { font-size: 1.15em; margin: 0 0 .6em; border-bottom: 2px solid #000; }
h2 { font-size: 1.1em; margin: .8em 0 .2em; break-after: avoid; }
p { margin: .25em 0; }
ul { margin: .1em 0; padding-left: 1.3em; }
li { break-inside: avoid; }
li.for { list-style: "+  "; }
li.against { list-style: "\\2212  "; }
.banner { border: 3px solid #000; padding: .5em .7em; margin: .5em 0; font-size: 1.2em; }
.banner b { display: block; font-size: 2.2em; line-height: 1.1; }
dl { margin: .2em 0; display: grid; grid-template-columns: 8.5em 1fr; gap: .2em .8em; }
dt { font-weight: bold; }
dd { margin: 0; }
pre { font: bold 1.15em monospace; margin: .4em 0; white-space: pre-wrap; }
table { border-collapse: collapse; width: 100%; margin: .6em 0; }
th, td { border: 1px solid #000; padding: .15em .4em; text-align: left; font-weight: normal; }
th { font-weight: bold; }
tr { height: 2.3em; }
.foot { margin-top: 1em; border-top: 1px solid #000; font-size: .8em; }
.sheet { break-before: page; font-size: 1.4em; margin-top: 1.2em; }
.picture { float: right; width: 42mm; margin: 0 0 .4em 1em; }
.wide { width: 30%; }
.tight { font-size: 10pt; line-height: 1.2; }
.handover { font-size: 10pt; line-height: 1.25; max-width: 56em; }
.handover h2 { margin: .6em 0 .15em; border-bottom: 1px solid #000; }
.handover .banner { font-size: 1em; padding: .3em .6em; }
.handover .sheet { font-size: 1.35em; }
.diary { font-size: 11pt; line-height: 1.3; }
.diary h1 { font-size: 2.2em; line-height: 1.1; }
@media print { body { padding: 0; max-width: none; } .sheet { margin-top: 0; } }
""".strip()

_NOTHING_FROM_ELSEWHERE = "default-src 'none'; style-src 'unsafe-inline'"
_LISTS = {"item": "ul", "for": "ul", "against": "ul", "fact": "dl"}
_TAGS = {"heading": "h2", "item": "li", "for": "li", "against": "li", "code": "pre", "sheet": "h1"}
_CLASSED = ("for", "against", "foot", "sheet")


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
        f'<body class="{page.name}{" tight" if page.tight else ""}">',
        f"<h1>{title}</h1>",
    ]
    open_list = ""
    for block in page.blocks:
        wanted = _LISTS.get(block.kind, "")
        if open_list != wanted:
            rows += [f"</{open_list}>"] if open_list else []
            rows += [f"<{wanted}>"] if wanted else []
            open_list = wanted
        rows.append(_picture(page, block) if block.kind == "picture" else _element(block))
    rows += [f"</{open_list}>"] if open_list else []
    return "\n".join([*filter(None, rows), "</body>", "</html>"]) + "\n"


def _element(block: Block) -> str:
    text = escape(block.in_full)
    if block.kind == "banner":
        return f'<div class="banner"><b>{escape(block.text)}</b>{escape(block.note)}</div>'
    if block.kind == "fact":
        return f"<dt>{escape(block.term)}</dt><dd>{text}</dd>"
    if block.kind == "table":
        return _table(block.cells)
    tag = _TAGS.get(block.kind, "p")
    kind = f' class="{block.kind}"' if block.kind in _CLASSED else ""
    return f"<{tag}{kind}>{text}</{tag}>"


def _picture(page: Page, block: Block) -> str:
    """The SVG as it is: it is drawn by this program, and holds no text of a person."""
    svg = "".join(page.pictures.get(name, "") for name in block.text.split())
    return f'<div class="picture">{svg}</div>' if svg else ""


def _table(cells: tuple[tuple[str, ...], ...]) -> str:
    head, *body = cells
    heads = [f"<th>{escape(cell)}</th>" for cell in head[:-1]]
    rows = ["".join([*heads, f'<th class="wide">{escape(head[-1])}</th>'])]
    rows += ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in body]
    return "<table>\n" + "\n".join(f"<tr>{row}</tr>" for row in rows) + "\n</table>"
