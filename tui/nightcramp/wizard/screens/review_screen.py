"""Review: every answer so far, and a way to change any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import var

from nightcramp.reports.answered import answered
from nightcramp.wizard.bindings import bindings_for
from nightcramp.wizard.keys import STEPS
from nightcramp.wizard.screens.wizard_screen import WizardScreen
from nightcramp.wizard.widgets.lines import Lines
from nightcramp.wizard.widgets.rows import BLANK, Span, paragraph
from nightcramp.wizard.widgets.window import More, window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nightcramp.pack.words import Words
    from nightcramp.reports.answered import Answered
    from nightcramp.wizard.widgets.rows import Row, Rows

_STEPS = {**STEPS, "pageup": -4, "pagedown": 4}


def review_rows(
    items: Sequence[Answered], focus: int, words: Words, width: int, height: int
) -> list[Row]:
    """The answers, each below its question."""
    if not items:
        return [BLANK, *paragraph(words.review.empty, width)]
    head = paragraph(words.review.lead, width)
    spacing = [BLANK] if height > len(head) + 10 else []
    blocks = [_block(item, width, focused=i == focus) for i, item in enumerate(items)]
    more = More(words.question.more_above, words.question.more_below)
    room = height - len(head) - 2 * len(spacing)
    return [*spacing, *head, *spacing, *window(blocks, focus, room, more)]


def _block(item: Answered, width: int, *, focused: bool) -> list[Row]:
    asked = paragraph(item.question, width - 2)
    rows: list[Row] = []
    for i, row in enumerate(asked):
        if focused and i == 0:
            rows.append((Span(f"> {row[0].text}", "focus"),))
        else:
            rows.append((Span("  "), *row))
    rows += [(Span("      "), *row) for row in paragraph(item.answer, width - 6, "strong")]
    return rows


class AnswerList(Lines):
    """The answers with one highlighted."""

    LEADS = True
    focus_at = var(0)
    """Index of the highlighted answer."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._items: tuple[Answered, ...] = ()

    @property
    def focused(self) -> Answered | None:
        """The answer highlighted; None where there are none."""
        return self._items[self.focus_at] if self._items else None

    def show(self, items: tuple[Answered, ...]) -> None:
        """Show answers, the last one highlighted."""
        self._items = items
        self.focus_at = len(items) - 1

    def validate_focus_at(self, place: int) -> int:
        """Clamp to the answers."""
        return max(0, min(place, len(self._items) - 1))

    def watch_focus_at(self) -> None:
        """Redraw with the new highlight."""
        self.redraw()

    def build(self, width: int, height: int) -> Rows:
        """Return the rows to show."""
        return tuple(review_rows(self._items, self.focus_at, self._words, width, height))


class ReviewScreen(WizardScreen[str]):
    """Lists the answers; dismissed with the id of a question to change."""

    PLACES = ("review",)
    BINDINGS = bindings_for(*PLACES)
    body: AnswerList

    def compose_body(self) -> AnswerList:
        """Make the widget between header and key bar."""
        return AnswerList(self.words)

    def show(self) -> None:
        """Show the answers, the one last given highlighted."""
        items = answered(self.app.interview, self.words.question.not_sure)
        self.header.show(self.words.review.title)
        self.body.show(items)

    def action_move(self, key: str) -> None:
        """Highlight another answer."""
        self.body.focus_at += _STEPS[key]

    async def action_jump(self) -> None:
        """To the question of the highlighted answer."""
        chosen = self.body.focused
        if chosen is not None:
            await self.close(chosen.id)
