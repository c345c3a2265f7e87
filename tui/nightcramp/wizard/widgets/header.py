"""The header: a title, and how far along the interview is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.wizard.widgets.lines import Lines
from nightcramp.wizard.widgets.page_rows import header_rows

if TYPE_CHECKING:
    from nightcramp.wizard.widgets.rows import Rows

BAR = 10
"""Cells of a bar."""


def bar(tenths: int) -> str:
    """A bar that needs no color and no drawing characters."""
    full = max(0, min(BAR, tenths))
    return "#" * full + "." * (BAR - full)


def progress_bar(number: int, about: int) -> str:
    """How many of the questions lie behind; full only when all do."""
    return bar((number - 1) * BAR // max(1, about))


class Header(Lines):
    """The top rows of every screen."""

    LEADS = False
    title = ""
    asides: tuple[str, ...] = ()

    def show(self, title: str, *asides: str) -> None:
        """Show a title and, at the right, the longest of the asides that fits."""
        self.title, self.asides = title, asides
        self.redraw()

    def build(self, width: int, height: int) -> Rows:
        """Return the rows to show."""
        return header_rows(self.title, self.asides, self.words.drawing.rule, width, height)
