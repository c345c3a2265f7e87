"""A result as rows: the urgent kind alone on the screen, the other with its topics. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from nightcramp.pack.model import Urgency
from nightcramp.pack.words import ResultsWords, Words
from nightcramp.reports.blocks import Block
from nightcramp.reports.explanations import REASONS
from nightcramp.reports.result import STEPS, Result
from nightcramp.reports.topics import Topic
from nightcramp.wizard.marks import WGL4, Marks
from nightcramp.wizard.widgets.page_rows import banner_rows, bar, fitting_rows
from nightcramp.wizard.widgets.rows import (
    BLANK,
    COLUMN,
    Row,
    Span,
    cell_len,
    centered,
    item_rows,
    paragraph,
    row_width,
    wrap,
)
from nightcramp.wizard.widgets.window import window

_ROOM_FOR_FIGURES = 18  # rows
_LAST_DIGIT = 9
_BARS = (20, 10)
"""Cells of a bar, where there is room for it."""
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
    """The banner over the whole width, and what stands below it in its column."""
    large = height >= _ROOM_FOR_FIGURES and marks is WGL4
    banner = banner_rows(result.title, result.limit, width, large=large)
    column = min(width - 2, COLUMN)
    below = fitting_rows(parts, column, height - len(banner) - large, marks)
    return [*banner, *[BLANK] * large], centered(below, column, width)


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


def result_rows(  # noqa: PLR0913  what there is, and in what room
    result: Result,
    here: int,
    words: Words,
    width: int,
    height: int,
    marks: Marks = WGL4,
) -> list[Row]:
    """Headline, how soon as a place on a line, and the topics; the one with the number `here`
    is highlighted. Where room is short, blank rows go first, then the sentences.
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


def topic_rows(topic: Topic, width: int, marks: Marks = WGL4) -> list[Row]:
    """A topic whole: its title, how well it matches, and what it says."""
    match = paragraph(topic.match, width, "dim") if topic.match else []
    title = paragraph(topic.title, width, "strong")
    return [BLANK, *title, *match, BLANK, *panel_rows(topic.lines, width, marks)]


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
    blocks: list[list[Row]] = []
    ranked = False
    for place, topic in enumerate(topics):
        rows = _topic_rows(place, topic, column, width, marks, focused=place == here)
        if topic.ranked and not ranked:
            rows = [BLANK, (Span(words.result.behind, "accent"),), *rows]
        if ranked and not topic.ranked:
            rows = [BLANK, *rows]
        ranked = topic.ranked
        blocks.append(rows)
    return blocks


def _topic_rows(  # noqa: PLR0913  what there is, and in what room
    place: int, topic: Topic, column: int, width: int, marks: Marks, *, focused: bool
) -> list[Row]:
    digit = str(place + 1) if place < _LAST_DIGIT else " "
    before = (Span(" "), Span(digit, "key"), Span("  "))
    room = width - row_width(before) - 1
    if topic.bar:
        title = topic.title + " " * (column - cell_len(topic.title))
        for cells in _BARS:
            drawn = bar(topic.bar, marks, cells)
            for after in ((Span(f"  {topic.match}", "dim"),), ()):
                if column + 2 + cells + row_width(after) <= room:
                    row = (*before, Span(title), Span("  "), *drawn, *after)
                    return item_rows([row], width, marks, focused=focused)
    first, *others = wrap(topic.title, room)
    indent = Span(" " * row_width(before))
    lines = [(*before, Span(first)), *((indent, Span(line)) for line in others)]
    return item_rows(lines, width, marks, focused=focused)
