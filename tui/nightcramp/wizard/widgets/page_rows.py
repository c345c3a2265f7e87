"""The rows of a page: its header, a text, its key bar. Pure; drawn before Textual is loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nightcramp.pack.words import KeyWords
from nightcramp.reports.blocks import Block
from nightcramp.wizard.keys import HIDDEN, SPARE, Key
from nightcramp.wizard.widgets.rows import (
    BLANK,
    Row,
    Rows,
    Span,
    left_and_right,
    paragraph,
    row_width,
)

SMALLEST = (40, 12)
SHORT = 15  # below this the rule and the second row of keys go
NARROW = 60  # below this the side margins go


def is_too_small(width: int, height: int) -> bool:
    """Whether a terminal has no room for a screen."""
    return width < SMALLEST[0] or height < SMALLEST[1]


BAR = 10
"""Cells of a bar."""


def bar(tenths: int) -> str:
    """A bar that needs no color and no drawing characters."""
    full = max(0, min(BAR, tenths))
    return "#" * full + "." * (BAR - full)


def progress_bar(number: int, about: int) -> str:
    """How many of the questions lie behind; full only when all do."""
    return bar((number - 1) * BAR // max(1, about))


def header_rows(title: str, asides: Sequence[str], rule: str, width: int, height: int) -> Rows:
    """A title, the longest aside there is room for, and a rule where there are two rows."""
    left = (Span(f" {title}", "strong"),)
    below: Row = (Span(rule * width),)
    for aside in asides:
        right = (Span(f"{aside} "),)
        if row_width(left) + row_width(right) + 2 <= width:
            return (left_and_right(left, right, width), below)[:height]
    return (left, below)[:height]


def prose_rows(parts: Sequence[Block], width: int) -> list[Row]:
    """The text, wrapped."""
    rows: list[Row] = []
    for part in parts:
        if part.kind == "gap":
            rows.append(BLANK)
        elif part.kind == "banner":
            rows += banner(part.text, part.note, width)
        else:
            style = "strong" if part.kind == "heading" else ""
            bullet = f"{part.mark}  " if part.mark else ""
            mark = f"{part.term:<9}" if part.term else bullet
            rows += paragraph(part.in_full, width, style, mark)
    return rows


def banner(text: str, aside: str, width: int) -> list[Row]:
    """A full-width headline in reverse video, marked by characters as well."""
    left = f" !!  {text}  !!"
    if aside.casefold() in text.casefold():
        aside = ""
    if len(left) + len(aside) + 3 > width:
        return [(Span(f" !!  {line}".ljust(width), "urgent"),) for line in (text, aside) if line]
    return [(Span(f"{left}{aside:>{width - len(left) - 1}} ", "urgent"),)]


def without_gaps(parts: Sequence[Block], count: int) -> list[Block]:
    """The text without that many of its blank rows; those before a heading go last."""
    gaps = [i for i, part in enumerate(parts) if part.kind == "gap"]
    before_heading = [i for i in gaps if parts[i + 1 : i + 2] and parts[i + 1].kind == "heading"]
    dropped = sorted(gaps, key=before_heading.__contains__)[:count]
    return [part for i, part in enumerate(parts) if i not in dropped]


def fitting_rows(parts: Sequence[Block], width: int, height: int) -> list[Row]:
    """The text, wrapped; without its gaps, as far as it would not fit with them."""
    rows = prose_rows(parts, width)
    spare = len(rows) - height
    return prose_rows(without_gaps(parts, spare), width) if spare > 0 else rows


def key_bar_rows(
    keys: Sequence[Key], words: Mapping[str, KeyWords], width: int, height: int
) -> Rows:
    """The keys on the bottom rows; those of the highest rank go when room is short.

    A blank row above them is worth more than the keys of rank SPARE and above. Those of
    rank 0 stay: closer together, or by their names alone, where the words are long.
    """
    items = [(key, words[key.id]) for key in keys if key.rank < HIDDEN and words[key.id].label]
    rows: list[Row] = []
    for most, least_rank in ((height - 1, SPARE), (height, 1)):
        shown = list(items)
        rows = _lay_out(shown, width)
        while len(rows) > most and max(key.rank for key, _ in shown) >= least_rank:
            shown.remove(max(reversed(shown), key=lambda item: item[0].rank))
            rows = _lay_out(shown, width)
        if len(rows) <= most:
            break
    for labeled in (len(shown), 1):
        if len(rows) > height:
            rows = _lay_out(shown, width, gap=1, labeled=labeled)
    return (*[BLANK] * (height - len(rows)), *rows)[:height]


def _lay_out(
    shown: Sequence[tuple[Key, KeyWords]], width: int, gap: int = 3, labeled: int = 99
) -> list[Row]:
    rows: list[Row] = []
    for place, (_, key) in enumerate(shown):
        label = f" {key.label}" if place < labeled else ""
        item = (Span(key.shown, "key"), Span(label))
        if rows and row_width(rows[-1]) + gap + row_width(item) <= width:
            rows[-1] = (*rows[-1], Span(" " * gap), *item)
        else:
            rows.append((Span(" "), *item))
    return rows
