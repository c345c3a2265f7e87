"""A result as rows: the urgent kind alone on the screen, the other with its topics. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from nightcramp.pack.model import Urgency
from nightcramp.pack.pictures import Picture
from nightcramp.pack.words import ResultsWords, Words
from nightcramp.reports.blocks import Block
from nightcramp.reports.explanations import REASONS
from nightcramp.reports.result import STEPS, Result
from nightcramp.reports.topics import Topic
from nightcramp.wizard.marks import WGL4, Marks
from nightcramp.wizard.widgets.page_rows import banner_rows, bar, fitting_rows
from nightcramp.wizard.widgets.picture import picture_rows
from nightcramp.wizard.widgets.rows import (
    BLANK,
    COLUMN,
    Row,
    Span,
    beside,
    cell_len,
    item_rows,
    paragraph,
    row_width,
    text_of,
    wrap,
)
from nightcramp.wizard.widgets.window import room_below, window, with_whole

_LEAST_LISTED = 4  # rows of topics below the first sentence of a result
_LEAST_PICTURE = 10  # rows, with its words, from which it goes below a text and not after it
_LEAST_TEXT = 32  # cells of a text beside a picture
_GAP = 3
_ROOM_FOR_FIGURES = 18  # rows
_LAST_DIGIT = 9
_BEFORE = 5
"""Cells before the title of a topic."""
_BAR = 10
"""Cells of a bar."""
_STEP = 10
"""Cells between two places of the scale, at most."""


def urgent_parts(result: Result, asking: str = "", foot: str = "") -> list[Block]:
    """An urgent result below its banner, top to bottom.

    Args:
        result: what to do.
        asking: the offer of questions to answer meanwhile; empty where there are none.
        foot: which pack it comes from.
    """
    parts = [Block("text", result.lead)]
    for reason in result.reasons:
        parts += [Block("gap"), Block("heading", reason.title)]
        is_order = reason.id == STEPS
        for number, line in enumerate(reason.lines, 1):
            parts.append(Block("step" if is_order else "item", line.text, rank=number * is_order))
    offer = [Block("gap"), Block("heading", asking)] if asking else []
    return [*parts, *offer, Block("gap"), Block("foot", f"{result.note} {foot}".strip())]


def urgent_rows(
    result: Result, parts: Sequence[Block], width: int, height: int, marks: Marks = WGL4
) -> tuple[list[Row], list[Row]]:
    """The banner over the whole width, and what stands in the column below it.

    The air in and below a banner goes where all fits on one screenful without it.
    """
    large = height >= _ROOM_FOR_FIGURES and marks is WGL4
    airy = [*banner_rows(result.title, result.limit, width, large=large), *[BLANK] * large]
    tight = [row for row in airy if text_of(row).strip()]
    column = urgent_column(width)
    both = [(top, fitting_rows(parts, column, height - len(top), marks)) for top in (airy, tight)]
    return next(((top, text) for top, text in both if len(top) + len(text) <= height), both[0])


def urgent_column(width: int) -> int:
    """Cells of the column below the banner, which has no margin."""
    return min(width - 2, COLUMN)


def topics_of(result: Result, words: Words) -> tuple[Topic, ...]:
    """What can be read about: explanations, what decides how soon, and what helps."""
    lines = [Block("text", result.lead), Block("text", result.note)]
    for reason in result.reasons:
        lines += [Block("heading", reason.title), *reason.lines]
    calm = result.urgency is Urgency.self_care
    title = words.result.reasons_calm if calm else words.result.reasons
    reasons = Topic(REASONS, title, tuple(lines))
    ranked = [topic for topic in result.topics if topic.ranked]
    return (*ranked, reasons, *result.topics[len(ranked) :])


def result_rows(
    result: Result,
    here: int,
    words: Words,
    width: int,
    height: int,
    marks: Marks = WGL4,
) -> list[Row]:
    """Headline, how soon as a place on a line, and the topics; number `here` is highlighted.

    Where room is short, blank rows go first, then the sentences.
    """
    topics = topics_of(result, words)
    headline = _headline(result, width)
    scale = _scale(result, words.results, width, marks)
    lead = paragraph(result.lead, width)
    note = paragraph(result.note, width, "dim")
    listing = _listing(topics, words, width, marks, here)
    wanted = sum(len(block) for block in listing)
    rows: list[Row] = []
    for head in (
        [BLANK, *headline, BLANK, *scale, BLANK, *lead, *note, BLANK],
        [BLANK, *headline, *scale, BLANK, *lead, BLANK],
        [*headline, *scale, *lead, BLANK],
        [*headline, *scale, BLANK],
        headline,
    ):
        rows = head
        if height - len(head) >= wanted:
            break
    else:  # the topics are more than fit, and the first sentence is read before them
        head = [*headline, *lead, *([BLANK] if listing and listing[0][0] else [])]
        if height - len(head) >= max(_LEAST_LISTED, *map(len, listing)) + 1:
            rows = head
    return [*rows, *window(listing, here, height - len(rows), words.question)]


def panel_rows(lines: Sequence[Block], width: int, marks: Marks = WGL4) -> list[Row]:
    """What a topic says."""
    rows: list[Row] = []
    for line in lines:
        if line.kind == "heading":
            rows += [*([BLANK] if rows else []), *paragraph(line.text, width, "accent")]
            continue
        bullet = marks.bullet if line.mark in ("-", "*") and line.kind != "against" else line.mark
        rows += paragraph(line.text, width, "", f"{bullet}  " if bullet else "", "accent")
    return rows


def topic_rows(topic: Topic, width: int, height: int, marks: Marks = WGL4) -> list[Row]:
    """A topic whole: its title, how well it matches, what it says, and what that looks like.

    The first picture stands beside the text where there is room, and else below it; none is cut.
    """
    match = paragraph(topic.match, width, "dim") if topic.match else []
    head = [BLANK, *paragraph(topic.title, width, "strong"), *match, BLANK]
    ascii_only = marks is not WGL4

    def drawn(picture: Picture, most: int) -> list[Row]:
        """The picture with the words that say what it shows, as far as there is room."""
        rows = picture_rows(picture, (), {}, width, most, ascii_only=ascii_only)
        said = paragraph(picture.text, max(map(row_width, rows), default=1), "dim")
        return [*rows, *said] if rows and len(rows) + len(said) <= most else rows

    text, below = panel_rows(topic.lines, width, marks), topic.pictures
    room = height - len(head) - 1  # the last row may say that there is more
    if first := drawn(below[0], room - 1) if below else []:
        column = width - max(map(row_width, first)) - _GAP
        narrow = panel_rows(topic.lines, column, marks) if column >= _LEAST_TEXT else []
        if narrow:
            text, below = beside(narrow, first, column + _GAP), below[1:]
    rows = [*head, *text]
    for picture in below:
        left = room_below(rows, height)
        most = left if left >= _LEAST_PICTURE else height - 2
        rows = with_whole(rows, drawn(picture, most), height)
    return rows


def style_of(result: Result) -> str:
    """The style of the headline: calm where nothing is needed soon."""
    return "calm" if result.urgency is Urgency.self_care else "warning"


def _headline(result: Result, width: int) -> list[Row]:
    title, limit = Span(result.title, style_of(result)), Span(f"   {result.limit}", "strong")
    if row_width((title, limit)) <= width:
        return [(title, limit)]
    return [*paragraph(title.text, width, title.style), *paragraph(result.limit, width, "strong")]


def _scale(result: Result, words: ResultsWords, width: int, marks: Marks) -> list[Row]:
    """How soon, as a place on a line from "at home" to "now"; no row where it does not fit."""
    places = {
        Urgency.self_care: words.at_home,
        Urgency.routine: words.appointment,
        Urgency.same_day: words.today,
        Urgency.emergency: words.now,
    }
    named = [f"{marks.elsewhere} {text}" for text in places.values()]
    step = min(_STEP, (width - sum(map(cell_len, named)) - 6) // 3)
    if step < 2:
        return []
    row: list[Span] = []
    for urgency, text in places.items():
        is_here = urgency is result.urgency
        mark, style = (marks.here, style_of(result)) if is_here else (marks.elsewhere, "dim")
        row += [Span(f" {marks.rule * step} ", "rule")] * bool(row)
        row += [Span(f"{mark} {text}", style)]
    return [tuple(row)]


def _listing(
    topics: Sequence[Topic], words: Words, width: int, marks: Marks, here: int
) -> list[list[Row]]:
    """A block of rows a topic; the explanations with their bars, under their title."""
    column = max((cell_len(topic.title) for topic in topics if topic.bar), default=0)
    matches = max((cell_len(topic.match) for topic in topics if topic.bar), default=0)
    after = next((n for n in (matches + 2, 0) if _BEFORE + column + 3 + _BAR + n <= width), 0)
    blocks: list[list[Row]] = []
    ranked = False
    for place, topic in enumerate(topics):
        rows = _topic_rows(place, topic, width, after, marks, focused=place == here)
        if topic.ranked and not ranked:
            rows = [BLANK, (Span(words.result.behind, "accent"),), *rows]
        if ranked and not topic.ranked:
            rows = [BLANK, *rows]
        ranked = topic.ranked
        blocks.append(rows)
    return blocks


def _topic_rows(
    place: int, topic: Topic, width: int, after: int, marks: Marks, *, focused: bool
) -> list[Row]:
    """A topic in the list; `after` are the cells for how well it matches, behind its bar.

    A bar stands on a row of its own where it would break a long word of the title.
    """
    digit = str(place + 1) if place < _LAST_DIGIT else " "
    before = (Span(" "), Span(digit, "key"), Span("  "))
    indent = Span(" " * row_width(before))
    whole = width - _BEFORE - 1
    room = whole - (_BAR + 2 + after if topic.bar else 0)
    drawn = bar(topic.bar, marks, _BAR) if topic.bar else ()
    if any(cell_len(word) > room for word in topic.title.split()):
        first, *others = wrap(topic.title, whole)
        lines: list[Row] = [(*before, Span(first)), *((indent, Span(line)) for line in others)]
        lines += [(indent, *drawn)] if drawn else []
        return item_rows(lines, width, marks, focused=focused)
    first, *others = wrap(topic.title, room)
    row: Row = (*before, Span(first))
    if drawn:
        gap = Span(" " * (room + 2 - cell_len(first)))
        match = Span(f"  {topic.match}"[: after or None] if after else "", "dim")
        row = (*row, gap, *drawn, match)
    lines = [row, *((indent, Span(line)) for line in others)]
    return item_rows(lines, width, marks, focused=focused)
