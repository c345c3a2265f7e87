"""What stands around a screen's body: header and key bar, and what stands in for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nightcramp.wizard.keys import Key
from nightcramp.wizard.widgets.lines import Lines
from nightcramp.wizard.widgets.page_rows import header_rows, key_bar_rows
from nightcramp.wizard.widgets.rows import BLANK, Row, Rows, paragraph


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


class KeyBar(Lines):
    """The bottom rows of every screen.

    Args:
        keys: returns the keys that work now, each time that the bar is built.
    """

    LEADS = False

    def __init__(self, keys: Callable[[], Sequence[Key]]) -> None:
        super().__init__()
        self._offered = keys
        self._built_for: Sequence[Key] = ()

    def follow(self) -> None:
        """Redraw where other keys work now."""
        if self._offered() != self._built_for:
            self.redraw()

    def build(self, width: int, height: int) -> Rows:
        """Return the rows to show."""
        self._built_for = self._offered()
        return key_bar_rows(self._built_for, self.words.keys, width, height)


class TooSmall(Lines):
    """Stands in for everything else where there is no room for it.

    Args:
        text: what it says; the usual sentence if empty.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def build(self, width: int, height: int) -> list[Row]:
        """Return the rows to show."""
        del height
        return paragraph(self._text or self.words.too_small.text, width)


class Notice(Lines):
    """Stands in for the key bar, and says that the answers will be hidden."""

    def build(self, width: int, height: int) -> Rows:
        """Return the rows to show: of the longer sentence, if there is room for it."""
        words = self.words.kiosk
        rows = paragraph(words.hiding, width, "warning", "* ")
        if len(rows) > height:
            rows = paragraph(words.hiding_short, width, "warning", "* ")
        return (*[BLANK] * (height - len(rows)), *rows)
