"""The rows of a page: its header, a text, its key bar. Pure; drawn before Textual is loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nightcramp.pack.words import KeyWords
from nightcramp.reports.blocks import Block
from nightcramp.wizard.keys import HIDDEN, SPARE, Key
from nightcramp.wizard.marks import WGL4, Marks
from nightcramp.wizard.widgets.figures import large_rows
from nightcramp.wizard.widgets.rows import (
    BLANK,
    Row,
    Rows,
    Span,
    cell_len,
    left_and_right,
    padded,
    paragraph,
    row_width,
    wrap,
)

SMALLEST = (40, 12)
SHORT = 15  # below this the rule and the second row of keys go
ROOMY = 20  # from this on there is a rule above the keys
NARROW = 60  # below this the side margins go


def bars(height: int) -> tuple[int, int]:
    """Rows of the header and of the key bar in a terminal of that height, as `app.tcss` says."""
    if height < SHORT:
        return 1, 1
    return 2, 3 if height >= ROOMY else 2


def is_too_small(width: int, height: int) -> bool:
    """Whether a terminal has no room for a screen."""
    return width < SMALLEST[0] or height < SMALLEST[1]


BAR = 10
"""Cells of a bar, unless there is room for a longer one."""


def bar(tenths: int, marks: Marks = WGL4, cells: int = BAR) -> Row:
    """A bar of so many tenths."""
    full = max(0, min(cells, tenths * cells // 10))
    return (Span(marks.bar * full, "bar"), Span(marks.rest * (cells - full), "dim"))


def header_rows(
    title: str,
    asides: Sequence[Row],
    width: int,
    height: int,
    done: float = 0,
    marks: Marks = WGL4,
) -> Rows:
    """A title, the longest aside there is room for, and a rule where there are two rows.

    Args:
        title: at the left.
        asides: what may stand at the right, longest first.
        width: cells.
        height: rows.
        done: how much of the rule is drawn as progress, 0 to 1.
        marks: what is drawn with.
    """
    left: Row = (Span("  "), Span(title, "strong"))
    progress = int(width * done)
    rule = (Span(marks.progress * progress, "bar"), Span(marks.rule * (width - progress), "rule"))
    for aside in asides:
        if row_width(left) + row_width(aside) + 4 <= width:
            return (left_and_right(left, (*aside, Span("  ")), width), rule)[:height]
    return (left, rule)[:height]


def prose_rows(
    parts: Sequence[Block], width: int, marks: Marks = WGL4, *, large: bool = False
) -> list[Row]:
    """The text, wrapped; with `large`, a number in a banner is drawn in large figures."""
    rows: list[Row] = []
    for part in parts:
        if part.kind == "gap":
            rows.append(BLANK)
        elif part.kind == "banner":
            if part.rank:
                rows += banner_rows(part.text, part.note, width, large=large and marks is WGL4)
            else:
                rows += paragraph(part.in_full, width, "strong")
        else:
            style = _STYLES.get(part.kind, "")
            rows += paragraph(part.in_full, width, style, _mark_before(part, marks), "accent")
    return rows


_STYLES: dict[str, str] = {"heading": "accent", "foot": "dim"}


def _mark_before(part: Block, marks: Marks) -> str:
    if part.term:
        return f"{part.term:<9} "
    if part.rank:
        return f"{part.rank}  "
    if not part.mark:
        return ""
    return f"{marks.bullet if part.kind in ('item', 'step', 'test') else part.mark}  "


def banner_rows(text: str, aside: str, width: int, *, large: bool = False) -> list[Row]:
    """A headline over the full width, in reverse video, marked by characters as well.

    Args:
        text: what to do.
        aside: how soon; left out where the text says it.
        width: cells.
        large: whether a number is drawn in large figures, where it fits.
    """
    left = f" !!  {text}  !!"
    if aside.casefold() in text.casefold():
        aside = ""
    if large and not aside and (figures := large_rows(text, width)):
        return figures
    air = [(Span(" " * width, "urgent"),)] if large else []
    gap = width - cell_len(left) - cell_len(aside) - 1
    if gap < 2:
        lines = [
            padded(f"{' ' * 5 if number else ' !!  '}{line}", width)
            for part in (text, aside)
            for number, line in enumerate(wrap(part, width - 6))
        ]
    else:
        lines = [f"{left}{' ' * gap}{aside} "]
    return [*air, *((Span(line, "urgent"),) for line in lines), *air]


def without_gaps(parts: Sequence[Block], count: int) -> list[Block]:
    """The text without that many of its blank rows; those before a heading go last."""
    gaps = [i for i, part in enumerate(parts) if part.kind == "gap"]
    before_heading = [i for i in gaps if parts[i + 1 : i + 2] and parts[i + 1].kind == "heading"]
    dropped = sorted(gaps, key=before_heading.__contains__)[:count]
    return [part for i, part in enumerate(parts) if i not in dropped]


def fitting_rows(parts: Sequence[Block], width: int, height: int, marks: Marks = WGL4) -> list[Row]:
    """The text, wrapped; a banner large, and gaps left, as far as all fits with them."""
    for large in (True, False):
        rows = prose_rows(parts, width, marks, large=large)
        spare = len(rows) - height
        if spare <= 0:
            return rows
        tight = without_gaps(parts, spare)
        rows = prose_rows(tight, width, marks, large=large)
        if len(rows) <= height:
            return rows
    return rows


def key_bar_rows(
    keys: Sequence[Key],
    words: Mapping[str, KeyWords],
    width: int,
    height: int,
    aside: str = "",
    marks: Marks = WGL4,
) -> Rows:
    """A rule, and the keys below it; those of the highest rank go when room is short.

    A single row is worth more than the keys of rank SPARE and above. Those of rank 0 stay:
    closer together, or by their names alone, where the words are long.

    Args:
        keys: what works now.
        words: what they are called.
        width: cells.
        height: rows; the rule needs three.
        aside: what stands at the right of the keys where there is room, or else below them.
        marks: what is drawn with.
    """
    ruled = height > 2
    room = height - ruled
    items = [(key, words[key.id]) for key in keys if key.rank < HIDDEN and words[key.id].label]
    rows: list[Row] = []
    taken = cell_len(aside) + 5 if aside else 0
    for most, least_rank, cells in ((1, SPARE, width - taken), (1, SPARE, width), (room, 1, width)):
        shown = list(items)
        rows = _lay_out(shown, cells)
        while len(rows) > most and max(key.rank for key, _ in shown) >= least_rank:
            shown.remove(max(reversed(shown), key=lambda item: item[0].rank))
            rows = _lay_out(shown, cells)
        if len(rows) <= most:
            break
    for labeled in (len(shown), 1):
        if len(rows) > room:
            rows = _lay_out(shown, width, gap=1, labeled=labeled)
    last = rows[-1] if rows else ()
    at_right = (Span(f"{aside}  ", "dim"),)
    if aside and len(rows) <= room and row_width(last) + cell_len(aside) + 5 <= width:
        rows[-1:] = [left_and_right(last, at_right, width)]
    elif aside and ruled and len(rows) < room:
        rows.append(left_and_right((), at_right, width))
    if not ruled:
        return (*[BLANK] * (height - len(rows)), *rows)[:height]
    rule: Row = (Span(marks.rule * width, "rule"),)
    return (rule, *rows, *[BLANK] * (room - len(rows)))[:height]


def _lay_out(
    shown: Sequence[tuple[Key, KeyWords]], width: int, gap: int = 3, labeled: int = 99
) -> list[Row]:
    rows: list[Row] = []
    for place, (_, key) in enumerate(shown):
        label = f" {key.label}" if place < labeled else ""
        item = (Span(key.shown, "key"), Span(label, "dim"))
        if rows and row_width(rows[-1]) + gap + row_width(item) <= width:
            rows[-1] = (*rows[-1], Span(" " * gap), *item)
        else:
            rows.append((Span(_INDENT if width >= NARROW else " "), *item))
    return rows


_INDENT = "   "
