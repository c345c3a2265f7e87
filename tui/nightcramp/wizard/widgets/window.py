"""A list too long for its room, shown a page at a time. Pure.

Pages, not a smooth scroll: moving on within a page repaints two rows, not all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nightcramp.pack.words import QuestionWords
from nightcramp.wizard.widgets.rows import BLANK, Row, Span


class Page(NamedTuple):
    """Items `first` up to `last`, without `last`."""

    first: int
    last: int


def pages(heights: Sequence[int], room: int) -> list[Page]:
    """Which items stand together, given the rows that each takes.

    A page leaves a row for each mark it needs. An item taller than a page stands alone.
    """
    found: list[Page] = []
    first = 0
    while first < len(heights):
        above = 1 if first else 0
        last, used = first, 0
        while last < len(heights):
            below = 1 if last + 1 < len(heights) else 0
            if last > first and above + used + heights[last] + below > room:
                break
            used += heights[last]
            last += 1
        found.append(Page(first, last))
        first = last
    return found


def page_of(found: Sequence[Page], item: int) -> Page:
    """The page that an item stands on; the first one for an item there is not."""
    return next((page for page in found if page.first <= item < page.last), found[0])


def window(
    blocks: Sequence[Sequence[Row]], focus: int | None, room: int, words: QuestionWords
) -> list[Row]:
    """The page with the focused block, and marks for what comes before and after it."""
    if not blocks or room <= 0:
        return []
    heights = [len(block) for block in blocks]
    page = page_of(pages(heights, room), focus or 0)
    if page.last == len(blocks):
        page = _filled_from_the_end(page, heights, room)
    shown = [row for block in blocks[page.first : page.last] for row in block][:room]
    spare, below = room - len(shown), len(blocks) - page.last
    # A mark gives way to an item that would be cut off.
    if below and spare:
        shown += more_below(below, words)
    if page.first and spare > bool(below):
        shown.insert(0, (Span("  " + words.more_above.format(count=page.first)),))
    return shown


def more_below(count: int, words: QuestionWords) -> list[Row]:
    """The mark for what comes after."""
    return [(Span("  " + words.more_below.format(count=count)),)]


def _filled_from_the_end(page: Page, heights: Sequence[int], room: int) -> Page:
    """The last page with as many items before it as there is room for."""
    first = page.first
    while first > 0:
        above = 1 if first > 1 else 0
        if above + sum(heights[first - 1 :]) > room:
            break
        first -= 1
    return Page(first, page.last)


def screenfuls(length: int, room: int) -> list[int]:
    """The row that each screenful of a long text starts with.

    One row of the screenful before stays in sight, so that the eye finds its place.
    """
    starts = [0]
    while starts[-1] + room < length:
        starts.append(starts[-1] + _step(room))
    return starts


def _step(room: int) -> int:
    """Rows from one screenful to the next, but for the mark and the row that stays."""
    return max(1, room - 2)


def room_below(rows: Sequence[Row], room: int) -> int:
    """Rows that are left for a block on the last screenful of a long text."""
    return room - 2 - len(rows) % _step(room)


def with_whole(rows: Sequence[Row], block: Sequence[Row], room: int) -> list[Row]:
    """A long text with a block below it, where a screenful shows all of that."""
    is_whole = len(block) <= room_below(rows, room)
    gap = 0 if is_whole else _step(room) - len(rows) % _step(room)
    return [*rows, *[BLANK] * gap, BLANK, *block] if block else [*rows]


def screenful(rows: Sequence[Row], number: int, room: int, more: str) -> list[Row]:
    """One screenful of a long text, counted from 0, with a mark where more follows."""
    starts = screenfuls(len(rows), room)
    start = starts[max(0, min(number, len(starts) - 1))]
    shown = list(rows[start : start + room])
    if start + room < len(rows):
        shown[-1] = (Span(more, "key"),)
    return shown
