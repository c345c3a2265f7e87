"""A result as plain text, to read from top to bottom: no tables, no colour, no frames."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from nightcramp.reports.result import limit_said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nightcramp.reports.part import Part
    from nightcramp.reports.result import Line, Result, Topic

_PART_MARKS = {"item": "- ", "for": "+ ", "against": "- "}
_MARKS = {"text": "", "for": "+ ", "against": "- ", "step": "* ", "test": "* "}


def render_plain(result: Result, width: int = 72) -> str:
    """The whole result.

    Args:
        result: what to say.
        width: the widest a line may be; a longer word stands alone on its line.
    """
    note = _wrap(result.note, width)
    limit = limit_said(result)
    parts = [
        [*_wrap(result.title, width), *(_wrap(f"{limit}.", width) if limit else [])],
        [*_wrap(result.lead, width), *(note if result.topics else [])],
        *(_topic(reason, width) for reason in result.reasons),
        *(_topic(topic, width) for topic in result.topics),
        [] if result.topics else note,
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def render_parts(parts: Iterable[Part], width: int = 72) -> str:
    """A text in parts."""
    rows: list[str] = []
    for part in parts:
        if part.kind == "gap":
            rows += [""] if rows else []
            continue
        text = f"{part.text} ({part.note})" if part.note else part.text
        mark = f"{part.term} " if part.term else _PART_MARKS.get(part.kind, "")
        rows += _wrap(text, width, mark)
    return "\n".join(rows) + "\n"


def _topic(topic: Topic, width: int) -> list[str]:
    title = f"{topic.title}: {topic.match}" if topic.match else topic.title
    return [*_wrap(title, width), *(row for line in topic.lines for row in _line(line, width))]


def _line(line: Line, width: int) -> Iterator[str]:
    if line.kind == "heading":
        yield ""
        yield from _wrap(line.text, width, "  ")
        return
    text = f"{line.text} ({line.note})" if line.note else line.text
    yield from _wrap(text, width, "  " + _MARKS[line.kind])


def _wrap(text: str, width: int, mark: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )
