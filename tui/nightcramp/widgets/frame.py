"""The frame: what the terminal shows, so that only what differs is sent.

Textual repaints a whole screen up to four times when it opens one, and a changed row
from its left end. Over a slow line each byte is waited for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.control import Control
from textual._compositor import CompositorUpdate

from nightcramp.widgets.rows import changed_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from textual.strip import Strip

_ERASE_TO_END = "\x1b[K"


class Frame(CompositorUpdate):
    """What is shown, and what is to be shown; rendering it sends the difference."""

    def __init__(self) -> None:
        self._shown: Sequence[Strip] = ()
        self._wanted: Sequence[Strip] = ()

    def forget(self) -> None:
        """Take nothing for granted: the terminal was resized, or something wrote over it."""
        self._shown = ()

    def want(self, strips: Sequence[Strip]) -> None:
        """Say what is to be shown: a strip for each row of the terminal."""
        if len(strips) != len(self._shown):
            self.forget()
        self._wanted = strips

    def take_over(self, rows: Sequence[str]) -> None:
        """Send nothing where what is wanted is what stands there already, row by row."""
        if [strip.text for strip in self._wanted] == list(rows):
            self._shown = self._wanted

    def render_segments(self, console: Console) -> str:
        """What to send for the terminal to show what is wanted."""
        sent: list[str] = []
        for y, strip in enumerate(self._wanted):
            change = _change(self._shown[y], strip) if self._shown else (0, strip.cell_length)
            if change:
                sent.append(Control.move_to(change[0], y).segment.text)
                sent.append(_render(strip, *change, console))
        self._shown = self._wanted
        return "".join(sent)


def _change(old: Strip, new: Strip) -> tuple[int, int] | None:
    if old.cell_length != new.cell_length:
        return 0, new.cell_length
    return None if old == new else changed_cells(list(old), list(new))


def _render(strip: Strip, start: int, end: int, console: Console) -> str:
    """Those cells; a blank end of the row is erased, which takes three bytes."""
    written = _written(strip)
    if end - written <= len(_ERASE_TO_END):
        return strip.crop(start, end).render(console)
    if written <= start:
        return _ERASE_TO_END
    return strip.crop(start, written).render(console) + _ERASE_TO_END


def _written(strip: Strip) -> int:
    """Up to which cell the row holds more than plain blanks."""
    written = position = 0
    for segment in strip:
        text = segment.text
        marked = segment.style is not None and (segment.style.reverse or segment.style.underline)
        length = segment.cell_length
        position += length
        if text.strip() or marked:
            written = position - (0 if marked else len(text) - len(text.rstrip()))
    return written
