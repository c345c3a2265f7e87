"""The formats of a page, and which one a file's ending asks for."""

from __future__ import annotations

from collections.abc import Callable

from nightcramp.reports.page import Page, render_text
from nightcramp.reports.page_html import render_html
from nightcramp.reports.page_markdown import render_markdown

PAGE_FORMATS: dict[str, Callable[[Page, str], str]] = {
    "text": lambda page, _: render_text(page),
    "markdown": lambda page, _: render_markdown(page),
    "html": render_html,
}
"""Name -> what makes a page and the code of its language into text."""

_ENDINGS = {".html": "html", ".htm": "html", ".md": "markdown"}


def format_of(ending: str) -> str:
    """The format of a file with this ending (".html"); text where no other is named."""
    return _ENDINGS.get(ending, "text")
