"""A result as rows: the urgent kind alone on the screen, the other with its topics. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nightcramp.pack.words import Words
from nightcramp.reports.blocks import Block
from nightcramp.reports.explanations import REASONS
from nightcramp.reports.result import Result
from nightcramp.reports.topics import Topic
from nightcramp.wizard.widgets.page_rows import bar
from nightcramp.wizard.widgets.rows import (
    BLANK,
    Row,
    Span,
    cell_len,
    item_rows,
    left_and_right,
    paragraph,
    row_width,
    wrap,
)
from nightcramp.wizard.widgets.window import screenful, screenfuls, window

_ROOMY = 16  # rows from which topics are listed; below, one at a time is named
_LEAST_LIST = 8  # rows of the list, its heading and the rule below it
_LEAST_PANEL = 6
_MARK = 5  # cells before a topic's title
_LAST_DIGIT = 9
_WIDEST = 92


def urgent_parts(result: Result, asking: str = "") -> list[Block]:
    """An urgent result, top to bottom.

    Args:
        result: what to do.
        asking: the offer of questions to answer meanwhile; empty where there are none.
    """
    parts = [
        Block("gap"),
        Block("banner", result.title, result.limit),
        Block("gap"),
        Block("text", result.lead),
    ]
    for reason in result.reasons:
        parts += [Block("gap"), Block("heading", reason.title)]
        parts += [Block("item", line.text) for line in reason.lines]
    offer = [Block("gap"), Block("heading", asking)] if asking else []
    return [*parts, *offer, Block("gap"), Block("text", result.note)]


def is_roomy(height: int) -> bool:
    """Whether there is room to list the topics."""
    return height >= _ROOMY


def topics_of(result: Result, words: Words, *, roomy: bool) -> tuple[Topic, ...]:
    """What can be read about: why this soon, where there is more to say, comes first."""
    lines = [] if roomy else [Block("text", result.lead), Block("text", result.note)]
    for reason in result.reasons:
        lines += [Block("heading", reason.title), *reason.lines]
    if not lines:
        return result.topics
    return (Topic(REASONS, words.result.reasons, tuple(lines)), *result.topics)


class Layout(NamedTuple):
    """A result laid out.

    Attributes:
        above: headline and topics.
        panel: what the topic that is read says, whole.
        room: rows left for it.
    """

    above: list[Row]
    panel: list[Row]
    room: int

    @property
    def last_screenful(self) -> int:
        """How far the topic can be read on."""
        return len(screenfuls(len(self.panel), self.room)) - 1


def lay_out(result: Result, read: str, words: Words, width: int, height: int) -> Layout:
    """Headline, topics, and the topic that is read, which has the id `read`."""
    width = min(width, _WIDEST)
    roomy = is_roomy(height)
    topics = topics_of(result, words, roomy=roomy)
    here = place_of(read, topics)
    topic = topics[here]
    lines = topic.lines
    if topic.match and not (roomy and _fits(_in_full(topic, _column(topics)), width)):
        lines = (Block("text", topic.match), *lines)
    panel = panel_rows(lines, width)
    if roomy:
        head = _head(result, width)
        room = height - len(head)
        above = [*head, *_listing(topics, here, words, width, max(_LEAST_LIST, room - len(panel)))]
        if height - len(above) < _LEAST_PANEL <= len(panel):
            above = [*head, *_listing(topics, here, words, width, room - _LEAST_PANEL)]
    else:
        above = [*_short_head(result, width), *_one_topic(topics, here, words, width)]
    return Layout(above, panel, max(1, height - len(above)))


def result_rows(
    result: Result, read: str, number: int, words: Words, width: int, height: int
) -> list[Row]:
    """Everything that is shown at once: of the topic, the screenful of that number."""
    done = lay_out(result, read, words, width, height)
    return [*done.above, *screenful(done.panel, number, done.room, words.results.more)]


def place_of(topic_id: str, topics: Sequence[Topic]) -> int:
    """Position of a topic, from 0; that of the first for an id there is not."""
    return next((i for i, topic in enumerate(topics) if topic.id == topic_id), 0)


def panel_rows(lines: Sequence[Block], width: int) -> list[Row]:
    """What a topic says."""
    rows: list[Row] = []
    for line in lines:
        if line.kind == "heading":
            rows += [*([BLANK] if rows else []), *paragraph(line.text, width, "strong")]
            continue
        rows += paragraph(line.text, width, mark=f"{line.mark}  " if line.mark else "")
    return rows


def _head(result: Result, width: int) -> list[Row]:
    lead = paragraph(f"{result.lead} {result.note}", width)
    return [BLANK, *_headline(result, width), *lead, BLANK]


def _short_head(result: Result, width: int) -> list[Row]:
    rows = _headline(result, width)
    return [*rows, BLANK] if len(rows) == 1 else rows


def _headline(result: Result, width: int) -> list[Row]:
    title, limit = Span(result.title, "accent"), Span(result.limit, "strong")
    if row_width((title, limit)) + 3 <= width:
        return [left_and_right([title], [limit], width)]
    return [*paragraph(title.text, width, title.style), *paragraph(limit.text, width, limit.style)]


def _listing(topics: Sequence[Topic], here: int, words: Words, width: int, room: int) -> list[Row]:
    """The topics with their bars, and the name of the one that is read."""
    column = _column(topics)
    blocks = [_topic_block(i, topic, column, width, here=here) for i, topic in enumerate(topics)]
    heading: Row = (Span(words.result.behind, "strong"),)
    first = [*blocks.pop(0), heading] if topics[0].id == REASONS else [heading]
    focus = here - len(topics) + len(blocks)
    title = _titled_rule(topics[here].title, words.drawing.rule, width)
    listed = window(blocks, max(0, focus), max(3, room - len(first) - len(title)), words.question)
    return [*first, *listed, *title]


def _column(topics: Sequence[Topic]) -> int:
    """Cells of the longest title that has a bar behind it."""
    return max((cell_len(topic.title) for topic in topics if topic.bar), default=0)


def _in_full(topic: Topic, column: int) -> str:
    return f"{_padded(topic.title, column)}  {bar(topic.bar)}  {topic.match}"


def _padded(title: str, column: int) -> str:
    return title + " " * (column - cell_len(title))


def _fits(text: str, width: int) -> bool:
    return _MARK + cell_len(text) <= width


def _topic_block(place: int, topic: Topic, column: int, width: int, *, here: int) -> list[Row]:
    """A topic in the list, with as much of its bar and match as there is room for."""
    digit = str(place + 1) if place < _LAST_DIGIT else " "
    mark = f"{'>' if place == here else ' '} {digit}  "
    forms = [_in_full(topic, column), f"{_padded(topic.title, column)}  {bar(topic.bar)}"]
    text = next((form for form in forms if topic.bar and _fits(form, width)), topic.title)
    lines = [text] if _fits(text, width) else wrap(text, width - _MARK)
    return item_rows(mark, lines, focused=place == here)


def _one_topic(topics: Sequence[Topic], here: int, words: Words, width: int) -> list[Row]:
    """The topic that is read, where there is no room for the others."""
    topic = topics[here]
    place = Span(words.results.topic.format(number=here + 1, count=len(topics)))
    name = Span(f"> {topic.title}", "focus")
    with_bar = [name, Span(f"  {bar(topic.bar)}")] if topic.bar else [name]
    for left in (with_bar, [name]):
        if row_width((*left, place)) + 2 <= width:
            return [left_and_right(left, [place], width)]
    first, *others = wrap(name.text, width - row_width((place,)) - 1)
    rows = [left_and_right([Span(first, "focus")], [place], width)]
    return rows + [(Span(f"  {line}"),) for line in others]


def _titled_rule(title: str, rule: str, width: int) -> list[Row]:
    before = (Span(f"{rule * 2} "), Span(title, "strong"), Span(" "))
    if row_width(before) > width:
        return paragraph(title, width, "strong")
    return [(*before, Span(rule * (width - row_width(before))))]
