"""Lines: the base of every widget here. It draws styled rows, and repaints only what changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import getters
from textual.geometry import Offset, Region, Size
from textual.strip import Strip
from textual.widget import Widget

from nightcramp.pack.words import Words
from nightcramp.wizard.interview_app import InterviewApp
from nightcramp.wizard.marks import Marks, marks_for
from nightcramp.wizard.widgets.rows import Row, Rows, fill, row_width, text_begins


class Lines(Widget, inherit_bindings=False, inherit_css=False):
    """Draws the rows that `build` returns.

    What a subclass shows is a pure function of its state: it builds rows from that, and
    calls `redraw` when the state changes.
    """

    LEADS: ClassVar[bool] = True
    """Whether the terminal's cursor is kept here: speech and braille follow it."""

    app = getters.app(InterviewApp)
    _shown: Rows = ()
    _shown_size = Size(0, 0)

    @property
    def words(self) -> Words:
        """The program's own words, in the current language."""
        return self.app.words

    @property
    def marks(self) -> Marks:
        """The characters to draw with."""
        return marks_for(ascii_only=self.app.only_ascii)

    def build(self, width: int, height: int) -> Sequence[Row]:
        """Return the rows to show in that many cells; what is too much is cut off."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Build the rows again, and repaint those that differ."""
        if not self.is_mounted or not self.size:
            self._shown_size = Size(0, 0)  # they are built when there is room for them
            return
        old = self._shown
        new = self._build_again()
        if len(old) != len(new):
            self.refresh()
            return
        width = self.size.width
        if regions := [Region(0, y, width, 1) for y, row in enumerate(new) if row != old[y]]:
            self.refresh(*regions)

    def on_resize(self) -> None:
        """Build for the new size, unless a paint has come first."""
        if self._shown_size != self.size:
            self.redraw()
        else:
            self.lead()

    def on_unmount(self) -> None:
        """Forget what was drawn, answers and all: a cache of Textual's would keep it."""
        self.refresh()

    @property
    def rows(self) -> Rows:
        """What is shown, as high as the widget."""
        return self._shown if self._shown_size == self.size else self._build_again()

    def _build_again(self) -> Rows:
        width, height = self._shown_size = self.size
        self._shown = fill(self.build(width, height), width, height)
        self.lead()
        return self._shown

    def lead(self) -> None:
        """Put the terminal's cursor where the next paint is to leave it."""
        if self.LEADS and self.screen.is_current:
            self.app.cursor_position = self.region.offset + cursor_place(self._shown)

    def render_line(self, y: int) -> Strip:
        """Draw a row, blank to the right edge."""
        width, rows = self.size.width, self.rows
        row = rows[y] if y < len(rows) else ()
        styles = self.app.text_styles
        segments = [Segment(text, styles.get(style)) for text, style in row if text]
        return Strip(segments, row_width(row)).adjust_cell_length(width)


def cursor_place(rows: Rows) -> Offset:
    """Where the terminal's cursor belongs: on what is typed, what is focused, or the text."""
    for wanted in ("cursor", "focus"):
        for y, row in enumerate(rows):
            x = 0
            for span in row:
                if span.style == wanted:
                    return Offset(x, y)
                x += row_width((span,))
    return Offset(*text_begins(rows))
