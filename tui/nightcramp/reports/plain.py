"""Plain text, to read from top to bottom: no tables, no color, no frames."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from nightcramp.reports.blocks import GAP, Block
from nightcramp.reports.result import Result, headline_limit
from nightcramp.reports.topics import Topic


def render_plain(result: Result, width: int = 72) -> str:
    """The whole result.

    Args:
        result: what to say.
        width: the widest a line may be, in characters; a longer word stands alone on its line.
    """
    note = wrap(result.note, width)
    paragraphs = [
        render_headline(result, width),
        "\n".join([*wrap(result.lead, width), *(note if result.topics else [])]),
        *(render_topic(topic, width) for topic in (*result.reasons, *result.topics)),
        "" if result.topics else "\n".join(note),
    ]
    return "\n\n".join(filter(None, paragraphs)) + "\n"


def render_headline(result: Result, width: int = 72) -> str:
    """What to do, and how soon."""
    limit = headline_limit(result)
    return "\n".join([*wrap(result.title, width), *(wrap(f"{limit}.", width) if limit else [])])


def render_blocks(blocks: Iterable[Block], width: int = 72) -> str:
    """Blocks, one below the other."""
    return "\n".join(_rows(blocks, width)) + "\n"


def wrap(text: str, width: int, mark: str = "", *, break_words: bool = False) -> list[str]:
    """A text in lines; those after the first line up behind the mark.

    Args:
        text: one paragraph.
        width: the widest a line may be, in characters.
        mark: what stands before the first line.
        break_words: whether a word that is wider than a line is broken.
    """
    return textwrap.wrap(
        text,
        width,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=break_words,
        break_on_hyphens=False,
    )


def render_topic(topic: Topic, width: int = 72) -> str:
    """One topic under its title."""
    title = f"{topic.title}: {topic.match}" if topic.match else topic.title
    spaced = (
        b for line in topic.lines for b in ([GAP, line] if line.kind == "heading" else [line])
    )
    return "\n".join([*wrap(title, width), *_rows(spaced, width, "  ")])


def _rows(blocks: Iterable[Block], width: int, indent: str = "") -> list[str]:
    rows: list[str] = []
    for block in blocks:
        mark = block.term or block.mark
        if block.kind != "gap":
            rows += wrap(block.in_full, width, f"{indent}{mark} " if mark else indent)
        elif rows:
            rows.append("")
    return rows
