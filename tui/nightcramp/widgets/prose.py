"""Prose: text to read, a screenful at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.widgets.lines import Lines
from nightcramp.widgets.rows import BLANK, Row, Rows, Span, paragraph
from nightcramp.widgets.window import screenful, screenfuls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nightcramp.reports.part import Part


_MARKS = {"item": "-  ", "for": "+  ", "against": "-  "}


def prose_rows(parts: Sequence[Part], width: int) -> list[Row]:
    """The text, wrapped."""
    rows: list[Row] = []
    for part in parts:
        if part.kind == "gap":
            rows.append(BLANK)
        elif part.kind == "banner":
            rows += banner(part.text, part.note, width)
        else:
            style = "strong" if part.kind == "heading" else ""
            said = f"{part.text} ({part.note})" if part.note else part.text
            mark = f"{part.term:<9}" if part.term else _MARKS.get(part.kind, "")
            rows += paragraph(said, width, style, mark)
    return rows


def banner(text: str, aside: str, width: int) -> list[Row]:
    """A full-width headline in reverse video, marked by characters as well."""
    left = f" !!  {text}  !!"
    if aside.casefold() in text.casefold():
        aside = ""
    if len(left) + len(aside) + 3 > width:
        return [(Span(f" !!  {line}".ljust(width), "urgent"),) for line in (text, aside) if line]
    return [(Span(f"{left}{aside:>{width - len(left) - 1}} ", "urgent"),)]


def scroll_step(key: str) -> int:
    """How many screenfuls a key reads on."""
    return {"up": -1, "pageup": -1, "home": -999, "end": 999}.get(key, 1)


class Prose(Lines):
    """A text; too long a one shows that there is more, and is read a screenful at a time."""

    LEADS = True

    def __init__(self, more: str) -> None:
        super().__init__()
        self.more = more
        self._parts: tuple[Part, ...] = ()
        self._screenful = 0

    def show(self, parts: Sequence[Part]) -> None:
        """Show a text from its beginning."""
        self._parts = tuple(parts)
        self._screenful = 0
        self.redraw()

    def scroll_by(self, screenfuls_on: int) -> None:
        """Read on, or back."""
        width, height = self.size
        last = len(screenfuls(len(self._rows(width, height)), height)) - 1
        self._screenful = max(0, min(min(self._screenful, last) + screenfuls_on, last))
        self.redraw()

    def build(self, width: int, height: int) -> Rows:
        """The rows to show."""
        return tuple(screenful(self._rows(width, height), self._screenful, height, self.more))

    def _rows(self, width: int, height: int) -> list[Row]:
        rows = prose_rows(self._parts, width)
        spare = len(rows) - height
        return prose_rows(without_gaps(self._parts, spare), width) if spare > 0 else rows


def without_gaps(parts: Sequence[Part], count: int) -> list[Part]:
    """The text without that many of its blank rows; those before a heading go last."""
    gaps = [i for i, part in enumerate(parts) if part.kind == "gap"]
    before_heading = [i for i in gaps if parts[i + 1 : i + 2] and parts[i + 1].kind == "heading"]
    order = [*(i for i in gaps if i not in before_heading), *before_heading]
    dropped = set(order[:count])
    return [part for i, part in enumerate(parts) if i not in dropped]
