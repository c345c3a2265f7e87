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
    asides: tuple[Row, ...] = ()
    done: float = 0

    def show(self, title: str, *asides: Row, done: float = 0) -> None:
        """Show a title, at the right the longest of the asides that fits, and the progress.

        Args:
            title: at the left.
            asides: rows of one line, longest first.
            done: how much of the interview lies behind, 0 to 1.
        """
        self.title, self.asides, self.done = title, asides, done
        self.redraw()

    def build(self, width: int, height: int) -> Rows:
        """Return the rows to show."""
        return header_rows(self.title, self.asides, width, height, self.done, self.marks)


class KeyBar(Lines):
    """The bottom rows of every screen.

    Args:
        keys: returns the keys that work now, each time that the bar is built.
    """

    LEADS = False

    def __init__(self, keys: Callable[[], Sequence[Key]]) -> None:
        super().__init__()
        self._offered = keys
        self._built_for: tuple[Sequence[Key], str] = ((), "")
        self.aside = ""

    def follow(self, aside: str = "") -> None:
        """Redraw where other keys work now, or something else stands beside them."""
        self.aside = aside or self.aside
        if (self._offered(), self.aside) != self._built_for:
            self.redraw()

    def build(self, width: int, height: int) -> Rows:
        """Return the rows to show."""
        offered = self._offered()
        self._built_for = offered, self.aside
        return key_bar_rows(offered, self.words.keys, width, height, self.aside, self.marks)


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
