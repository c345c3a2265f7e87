"""Lines: the widget under all others, which repaints only the cells that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.geometry import Offset, Size
from textual.strip import Strip
from textual.widget import Widget

from nightcramp.wizard.palette import palette
from nightcramp.wizard.widgets.rows import fill, row_width, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style
    from textual.geometry import Region

    from nightcramp.wizard.widgets.rows import Row, Rows


class Lines(Widget, inherit_bindings=False, inherit_css=False):
    """Draws the rows that `build` returns, row by row.

    What a subclass shows is a pure function of what it was given: it keeps that,
    builds rows from it, and calls `redraw` when it changes.
    """

    can_focus = False
    LEADS: ClassVar[bool] = False
    """Whether the terminal's cursor stands here: speech and braille follow it."""

    _shown: Rows = ()
    _shown_size = Size(0, 0)

    def build(self, width: int, height: int) -> Sequence[Row]:
        """The rows to show in that many cells; what is too much is cut off."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Build the rows again and repaint what differs."""
        if not self.is_mounted or not self.size:
            return
        old = self._shown
        if self._build_again() != old:
            # The wizard has a shorter way to the terminal than Textual's.
            getattr(self.app, "paint_soon", self.refresh)()

    def on_resize(self) -> None:
        """Build for the new size, unless that was painted already."""
        if self._shown_size != self.size:
            self.redraw()
        else:
            self.lead()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips Textual asks for.

        Overridden whole because the styles around a widget (borders, padding, a
        background of its own) add an escape sequence to every span, and there are none.
        """
        _ = self.rows
        return [
            self.render_line(y).crop(crop.x, crop.right).adjust_cell_length(crop.width)
            for y in crop.line_range
        ]

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
        """Put the terminal's cursor where it belongs."""
        if self.LEADS and self.screen.is_current:
            self.app.cursor_position = self.region.offset + cursor_place(self._shown)

    def render_line(self, y: int) -> Strip:
        """One row as Textual wants it."""
        width = self._shown_size.width
        if y >= len(self._shown):
            return Strip.blank(width)
        styles = self._palette
        row = self._shown[y]
        segments = [Segment(span.text, styles[span.style] or None) for span in row if span.text]
        used = row_width(row)
        if used < width:
            segments.append(Segment(" " * (width - used)))
        return Strip(segments, max(used, width))

    @property
    def text(self) -> str:
        """What is shown, without styles."""
        return "\n".join(text_of(row).rstrip() for row in self._shown)

    @property
    def _palette(self) -> dict[str, Style]:
        return palette(getattr(self.app, "look", "dark"), colors=not self.app.no_color)


def cursor_place(rows: Rows) -> Offset:
    """Where the terminal's cursor belongs: on what is typed, what is focused, or the text."""
    for wanted in ("cursor", "focus"):
        for y, row in enumerate(rows):
            x = 0
            for span in row:
                if span.style == wanted:
                    return Offset(x, y)
                x += row_width((span,))
    first = next((y for y, row in enumerate(rows) if row), 0)
    return Offset(0, first)
